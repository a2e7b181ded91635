"""Valid files drawn at random, and two ways of looking at what was read from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from reconciler.model.desired import DesiredState
from reconciler.model.diagnostics import Position

ROLE = "arn:aws:iam::123456789012:role/r"
INTERACTIONS = {
    "type": "record",
    "name": "Interactions",
    "fields": [
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
    ],
}
ITEMS = {
    "type": "record",
    "name": "Items",
    "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "A", "type": ["null", "string"]}],
}
names = st.from_regex(r"[a-z][a-z0-9]{0,3}", fullmatch=True)


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """A valid file, as a tree."""
    schemas = draw(st.lists(names, min_size=2, max_size=4, unique=True))
    solutions = iter(draw(st.lists(names, min_size=4, max_size=4, unique=True)))
    imported = {"from": "s3://data/x.csv", "role": ROLE, "when": "changed"}

    def dataset(of: list[str]) -> dict[str, Any]:
        return {
            "schema": draw(st.sampled_from(of)),
            **({"import": imported} if draw(st.booleans()) else {}),
        }

    def group() -> dict[str, Any]:
        name = next(solutions)
        solution: dict[str, Any] = {"recipe": "r", "autoTraining": draw(st.sampled_from([True, False]))}
        if draw(st.booleans()):
            solution["campaigns"] = {name: {"minTPS": draw(st.sampled_from([1, {"min": 1, "max": 2}]))}}
        return {
            "datasets": {"interactions": dataset(schemas[:1]), "items": dataset(schemas[1:])},
            "eventTracker": draw(st.sampled_from(["t", {"name": "t", "tags": {"a": "b", "c": "d"}}])),
            "filters": {name: 'EXCLUDE ItemID WHERE Items.A IN ("x")'},
            "solutions": {name: solution},
        }

    groups = {name: group() for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))}
    head = {"version": 1, "stack": "s", "tags": {"team": "x", "cost": "y"}}
    avro = {name: {"avro": ITEMS if index else INTERACTIONS} for index, name in enumerate(schemas)}
    return {**head, "schemas": avro, "datasetGroups": groups}


def reordered(draw: st.DrawFn, tree: Any) -> Any:
    """The same mappings with their keys in another order."""
    if not isinstance(tree, dict):
        return tree
    return {key: reordered(draw, tree[key]) for key in draw(st.permutations(list(tree)))}


def without_places(state: DesiredState) -> DesiredState:
    """What is said, whatever the bytes and places in which it is."""
    nowhere = Position("", 0, 0)
    resources = {
        address: replace(item, position=nowhere, positions={}) for address, item in state.resources.items()
    }
    return replace(state, resources=resources, digest="")
