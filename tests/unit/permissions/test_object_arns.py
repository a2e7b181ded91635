"""Which objects a policy names: each one by its name, or all of its bucket."""

from __future__ import annotations

from reconciler.model.observed import Environment
from reconciler.permissions.buckets import object_arns

HERE = Environment(account="123456789012", region="eu-west-1")


def test_objects_are_named_one_by_one_folders_by_what_is_in_them_or_all_by_their_bucket() -> None:
    places = ["s3://data/users.csv", "s3://data/items.csv", "s3://data/folder/"]
    assert object_arns(places, HERE, by_name=True) == (
        "arn:aws:s3:::data/folder/*",
        "arn:aws:s3:::data/items.csv",
        "arn:aws:s3:::data/users.csv",
    )
    assert object_arns(places, HERE, by_name=False) == ("arn:aws:s3:::data/*",)
