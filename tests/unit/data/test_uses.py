"""What a file wants of its data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reconciler.data.uses import EventUse, Training, chosen, imported, training_of
from reconciler.desired.load import load
from reconciler.model.address import parse_address
from reconciler.model.desired import DesiredState

ROLE = "arn:aws:iam::123456789012:role/Access"


def avro(name: str, *columns: str) -> dict[str, Any]:
    fields = [{"name": one, "type": "long" if one == "TIMESTAMP" else "string"} for one in columns]
    namespace = "com.amazonaws.personalize.schema"
    return {"type": "record", "name": name, "namespace": namespace, "fields": fields, "version": "1.0"}


AVRO = {
    "interactions": avro("Interactions", "USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP"),
    "actionInteractions": avro("ActionInteractions", "USER_ID", "ACTION_ID", "EVENT_TYPE", "TIMESTAMP"),
    "items": avro("Items", "ITEM_ID", "GENRE"),
}


def stated(tmp_path: Path, *kinds: str, **group: Any) -> DesiredState:
    """A file with these datasets, imported each, and whatever else its group has."""
    datasets = {
        kind: {"schema": kind, "import": {"from": f"s3://data/{kind}.csv", "role": ROLE}} for kind in kinds
    }
    domain = {"domain": group["domain"]} if "domain" in group else {}
    document = {
        "version": 1,
        "stack": "shop",
        "schemas": {kind: {"avro": AVRO[kind], **domain} for kind in kinds},
        "datasetGroups": {"shop": {"datasets": datasets, **group}, "other": {}},
    }
    path = tmp_path / "personalize.yaml"
    path.write_text(json.dumps(document))
    loaded = load(str(path), stdin=None)
    assert loaded.state, loaded.diagnostics
    return loaded.state


def training(state: DesiredState, kind: str = "interactions") -> Training:
    (dataset,) = (one for one in imported(state) if one.kind == kind)
    return training_of(state, dataset)


def test_datasets_have_their_columns_location_and_mode(tmp_path: Path) -> None:
    (one,) = imported(stated(tmp_path, "items"))
    assert (str(one.address), one.group, one.kind) == ("dataset/shop/items", "shop", "items")
    assert (one.location, one.mode) == ("s3://data/items.csv", "FULL")
    assert [column.name for column in one.columns] == ["ITEM_ID", "GENRE"]
    assert one.column("NOTHING") is None


def test_filters_name_the_event_types_of_the_dataset_that_they_are_about(tmp_path: Path) -> None:
    filters = {
        "seen": 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch", "click")',
        "asked": "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPES)",
        "genre": 'INCLUDE ItemID WHERE Items.GENRE IN ("drama")',
        "taken": 'EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("Taken")',
    }
    state = stated(tmp_path, "interactions", "items", "actionInteractions", filters=filters)
    assert training(state).uses == (
        EventUse(event_type="watch", by="filter/seen", filters=True),
        EventUse(event_type="click", by="filter/seen", filters=True),
    )
    taken = EventUse(event_type="Taken", by="filter/taken", filters=True)
    assert training(state, "actionInteractions").uses == (taken,)
    assert training(state, "items") == Training()
    assert not training(state).needed


def test_a_solution_needs_1000_of_its_event_type_and_any_of_those_that_it_weighs(tmp_path: Path) -> None:
    weighed = {"eventParametersList": [{"eventType": "watch", "weight": 1.0}, {"eventValueThreshold": 1.0}]}
    solutions = {
        "one": {"recipe": "aws-user-personalization", "eventType": "buy"},
        "two": {
            "recipe": "aws-user-personalization-v2",
            "solutionConfig": {"eventsConfig": weighed},
        },
    }
    found = training(stated(tmp_path, "interactions", solutions=solutions))
    assert found.needed
    assert found.uses == (
        EventUse(event_type="buy", by="solution/one", trains=True),
        EventUse(event_type="watch", by="solution/two"),
    )


@pytest.mark.parametrize(
    ("recipe", "uses"),
    [("aws-ecomm-popular-items-by-views", ["View"]), ("aws-ecomm-recommended-for-you", [])],
)
def test_a_recommender_needs_the_event_type_of_its_use_case(
    tmp_path: Path, recipe: str, uses: list[str]
) -> None:
    group = {"domain": "ECOMMERCE", "recommenders": {"r": {"recipe": recipe}}}
    state = stated(tmp_path, "interactions", **group)
    assert [use.event_type for use in training(state).uses] == uses
    assert training(state).needed


def test_semantic_similarity_trains_without_interactions(tmp_path: Path) -> None:
    solutions = {"s": {"recipe": "aws-semantic-similarity"}}
    assert not training(stated(tmp_path, "interactions", "items", solutions=solutions)).needed


def test_only_what_is_chosen_is_left_and_an_unknown_address_is_named(tmp_path: Path) -> None:
    every = imported(stated(tmp_path, "interactions", "items"))
    items = parse_address("dataset/shop/items")
    assert [one.kind for one in chosen(every, [items])] == ["items"]
    assert chosen(every, []) == every
    with pytest.raises(
        ValueError,
        match="dataset/shop/users is no dataset with an import; there are dataset/shop/interactions",
    ):
        chosen(every, [items, parse_address("dataset/shop/users")])
