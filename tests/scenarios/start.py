"""What a scenario starts from: the repository's example, or one of bases/.

A base is a folder with a personalize.yaml and its schemas; its data is made here, so that no CSV file of
thousands of lines is reviewed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import boto3

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLE = ROOT / "examples" / "user-videos"
LOCKS = "video-locks"
FIRST = 1_760_000_000
USERS, ITEMS, EACH = 60, 40, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A file to apply with its schemas, and the objects of its one bucket."""

    files: Path
    bucket: str
    objects: Mapping[str, str]

    def check_out(self, folder: Path) -> None:
        """Copy the file and its schemas."""
        shutil.copytree(self.files / "specs" / "avro", folder / "specs" / "avro")
        shutil.copy(self.files / "personalize.yaml", folder)

    def plant(self) -> None:
        """Make the bucket and the role that personalize.yaml names, and a bucket for locks."""
        s3 = boto3.client("s3", "eu-west-1")
        for bucket in (self.bucket, LOCKS):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        for key, text in self.objects.items():
            s3.put_object(Bucket=self.bucket, Key=key, Body=text.encode())
        boto3.client("iam").create_role(RoleName="AmazonPersonalizeAccessRole", AssumeRolePolicyDocument="{}")


def start_of(name: str | None) -> Start:
    """The example, or the base of that name."""
    if name is None:
        objects = {path.name: path.read_text() for path in sorted(EXAMPLE.glob("*.csv"))}
        return Start(files=ROOT, bucket="user-videos-data", objects=objects)
    return Start(files=HERE / "bases" / name, bucket=f"{name}-data", objects=DATA[name])


def _csv(header: str, rows: Iterator[Sequence[object]]) -> str:
    return "".join(f"{line}\n" for line in (header, *(",".join(map(str, row)) for row in rows)))


def _deeds(*event_types: str) -> str:
    """Every user did something with `EACH` items, one event type after the other: 3000 interactions."""
    rows = (
        (f"u{user}", f"i{(user + step) % ITEMS}", event_types[step % len(event_types)], FIRST + user + step)
        for user in range(USERS)
        for step in range(EACH)
    )
    return _csv("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP", rows)


def _users() -> str:
    return _csv("USER_ID,COUNTRY", ((f"u{n}", ("DE", "FR", "IT")[n % 3]) for n in range(USERS)))


SHOP = {
    "interactions.csv": _deeds("View", "Purchase"),
    "items.csv": _csv(
        "ITEM_ID,PRICE,CATEGORY_L1",
        ((f"i{n}", n + 0.99, ("shoes", "shirts")[n % 2]) for n in range(ITEMS)),
    ),
}
ACTIONS = {
    "interactions.csv": _deeds("view"),
    "actions.csv": _csv(
        "ACTION_ID,KIND,VALUE", ((f"a{n}", ("coupon", "survey")[n % 2], n % 10 + 1) for n in range(10))
    ),
    "action-interactions.csv": _csv(
        "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP",
        ((f"u{n % USERS}", f"a{n % 10}", ("Viewed", "Taken")[n % 2], FIRST + n) for n in range(1200)),
    ),
}
TWO_GROUPS = {
    "interactions.csv": _deeds("watch"),
    "items.csv": _csv("ITEM_ID,GENRE", ((f"i{n}", ("drama", "crime")[n % 2]) for n in range(ITEMS))),
    "users.csv": _users(),
}
DATA: Mapping[str, Mapping[str, str]] = {"shop": SHOP, "actions": ACTIONS, "two-groups": TWO_GROUPS}
