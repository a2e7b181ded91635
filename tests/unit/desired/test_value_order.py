"""Two files that differ in the order of keys alone say the same, byte by byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.desired.value_order import AVRO, arranged
from reconciler.kinds import KINDS

trees: Any = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(trees)
def test_nothing_is_lost_or_changed(tree: Any) -> None:
    assert arranged(tree, {}) == tree


@pytest.mark.parametrize("value", [{"max": 3, "min": 1}, {"min": 1, "max": 3}])
def test_a_band_reads_from_its_lower_to_its_upper_bound(value: Any) -> None:
    form = KINDS["campaign"].field("minTPS").form
    assert json.dumps(arranged(value, form)) == '{"min": 1, "max": 3}'


def test_hyperparameters_stand_by_name_and_lists_as_they_are() -> None:
    form = KINDS["solution"].field("solutionConfig.eventsConfig").form
    events = [{"weight": 1, "eventType": "b"}, {"eventType": "a"}]
    said = arranged({"eventParametersList": events}, form)
    expected = '{"eventParametersList": [{"eventType": "b", "weight": 1}, {"eventType": "a"}]}'
    assert json.dumps(said) == expected
    assert list(arranged({"b": 1, "a": 2}, {"type": "object"})) == ["a", "b"]


def test_an_avro_document_reads_as_the_guide_writes_it() -> None:
    column = {"categorical": True, "type": "string", "name": "GENRE"}
    document = {"version": "1.0", "fields": [column], "name": "Items", "type": "record"}
    said = arranged(document, AVRO)
    assert list(said) == ["type", "name", "fields", "version"]
    assert list(said["fields"][0]) == ["name", "type", "categorical"]
