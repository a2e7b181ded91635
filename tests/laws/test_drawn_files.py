"""drawn files: no field of any kind goes untried, and every file and edit is one that the reader takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from arena import Arena
from drawn_edits import edits
from drawn_worlds import Tree, begin, check_out, files
from extent import extent
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import KINDS

_PLACES = {
    "schemas.*": "schema",
    "datasetGroups.*": "dataset-group",
    "datasetGroups.*.datasets.*": "dataset",
    "datasetGroups.*.datasets.*.import": "dataset-import-job",
    "datasetGroups.*.eventTracker": "event-tracker",
    "datasetGroups.*.filters.*": "filter",
    "datasetGroups.*.metricAttribution": "metric-attribution",
    "datasetGroups.*.solutions.*": "solution",
    "datasetGroups.*.solutions.*.training": "solution-version",
    "datasetGroups.*.solutions.*.campaigns.*": "campaign",
    "datasetGroups.*.recommenders.*": "recommender",
}


_NESTED = {"solutionConfig", "campaignConfig", "recommenderConfig", "autoTraining"}


def _said(tree: Any, place: str) -> Iterator[Any]:
    """Everything that stands at a place."""
    head, _, rest = place.partition(".")
    if not head:
        yield tree
    elif isinstance(tree, dict):
        for key in tree if head == "*" else [head] if head in tree else ():
            yield from _said(tree[key], rest)


def _fields(tree: Tree) -> Iterator[tuple[str, str]]:
    """What a file says, as kind and field; configurations member by member."""
    for place, kind in _PLACES.items():
        for said in _said(tree, place):
            if not isinstance(said, dict):
                continue
            for key, value in said.items():
                nested = isinstance(value, dict) and key in _NESTED
                yield kind, key
                yield from ((kind, f"{key}.{inner}") for inner in (value if nested else ()))


def test_every_field_of_every_kind_is_drawn(ledger: Counter[str]) -> None:
    seen: Counter[tuple[str, str]] = Counter()

    @extent(300, 2000)
    @given(files())
    def draw(tree: Tree) -> None:
        ledger["files"] += 1
        seen.update(set(_fields(tree)))

    draw()
    assert set(_PLACES.values()) == set(KINDS)
    wanted = {(kind.name, field.key) for kind in KINDS.values() for field in kind.fields}
    assert sorted(wanted - seen.keys()) == []


@extent(4, 150)
@given(st.data())
def _edited(arena: Arena, ledger: Counter[str], data: st.DataObject) -> None:
    tree = data.draw(files())
    begin(arena, tree)
    for _ in range(2):
        ran = arena.run("validate")
        assert ran.code == 0, ran
        tree = data.draw(edits(tree))
        check_out(arena, tree)
        ledger["edits"] += 1


def test_edited_files_are_valid(session_arena: Arena, ledger: Counter[str]) -> None:
    _edited(session_arena, ledger)
