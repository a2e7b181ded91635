"""What botocore's model bounds is known here, is of today's model, and is in the schema of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from model_shapes import module, shapes
from tree import ROOT

from reconciler.catalog.shapes import SHAPES
from reconciler.desired.service_bounds import bounded
from reconciler.kinds import KINDS, Kind
from reconciler.kinds.kind import Field

FIELDS = [
    (kind, field)
    for kind in KINDS.values()
    for field in kind.fields
    if kind.create and field.member and field.file and not field.prefix and not field.refers
]
ELSEWHERE = {
    ("schema", "avro"): "the length of the document, which rule schema/too-long counts",
    ("campaign", "minTPS"): "a number or a band, each with its own minimum",
}
"""Fields whose form has no one type, with what holds the bound instead."""


def test_the_bounds_are_those_of_the_model_that_is_installed() -> None:
    stale = "stale: python tests/architecture/model_shapes.py > reconciler/catalog/shapes.py"
    assert (ROOT / "reconciler/catalog/shapes.py").read_text() == module(), stale
    assert shapes() == SHAPES


@pytest.mark.parametrize(
    ("kind", "field"), FIELDS, ids=[f"{kind.name}-{field.key}" for kind, field in FIELDS]
)
def test_every_bound_of_the_model_is_in_the_form_of_its_field(kind: Kind, field: Field) -> None:
    found = list(_unbounded(bounded(kind, field), SHAPES.get(kind.create, {}), field.member))
    assert bool(found) == ((kind.name, field.key) in ELSEWHERE), found


def _unbounded(form: Any, bounds: Any, path: str) -> Iterator[str]:
    for keyword, bound in bounds.get(path, {}).items():
        if keyword == "enum":
            if not set(form["enum"]) <= set(bound):
                yield f"{path} {keyword}"
        elif keyword not in form:
            yield f"{path} {keyword}"
        elif keyword.startswith("max") and form[keyword] > bound:
            yield f"{path} {keyword} is above {bound}"
        elif keyword.startswith("min") and form[keyword] < bound:
            yield f"{path} {keyword} is below {bound}"
    for name, inner in form.get("properties", {}).items():
        yield from _unbounded(inner, bounds, f"{path}.{name}")
    if "items" in form:
        yield from _unbounded(form["items"], bounds, f"{path}[]")


def test_what_the_file_writes_otherwise_than_it_is_sent_is_left_alone() -> None:
    for name, key in (("solution", "recipe"), ("dataset", "schema"), ("campaign", "minTPS")):
        kind = KINDS[name]
        assert bounded(kind, kind.field(key)) == dict(kind.field(key).form)
