"""Laws: no input ends in anything but a state or diagnostics, soon; the order of keys says nothing."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from drawn_files import ROLE, files, names, reordered, without_places
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.desired.json_nodes import read_json
from reconciler.desired.load import Loaded, load
from reconciler.desired.node import plain
from reconciler.kinds import KINDS
from reconciler.model.diagnostics import Severity

bounded = settings(deadline=timedelta(seconds=2), max_examples=150)


def read(text: str | bytes) -> Loaded:
    stdin = io.StringIO(text) if isinstance(text, str) else io.BytesIO(text)
    loaded = load("-", stdin=stdin)
    errors = [item for item in loaded.diagnostics if item.severity is Severity.ERROR]
    assert (loaded.state is None) == bool(errors)
    assert all(item.code and item.summary for item in loaded.diagnostics)
    return loaded


@bounded
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_input_ends_in_diagnostics_or_a_state(data: str | bytes) -> None:
    read(data)


fragments = st.sampled_from(
    [
        *"a:{}[],'\"#>0 \n\t",
        *("  ", "- ", "&a ", "*a", "<<", "!x ", "|\n", "---\n", "...\n", "%TAG ! x\n", "? "),
        *("version: 1\n", "stack: s\n", "schemas", "avro", "1e9", "true", "null"),
    ]
)


@bounded
@given(st.lists(fragments, max_size=40).map("".join))
def test_any_shuffle_of_yaml_ends_in_diagnostics_or_a_state(text: str) -> None:
    read(text)


EXAMPLE = (Path(__file__).parents[3] / "personalize.yaml").read_text()
cuts = st.tuples(
    st.integers(0, len(EXAMPLE)), st.integers(0, 25), st.one_of(fragments, st.text(max_size=3), st.just(""))
)


@bounded
@given(st.lists(cuts, max_size=3))
def test_any_slip_in_a_good_file_ends_in_diagnostics_or_a_state(slips: list[tuple[int, int, str]]) -> None:
    text = EXAMPLE
    for start, length, new in slips:
        text = text[:start] + new + text[start + length :]
    read(text)


keys = st.one_of(
    names,
    st.sampled_from(
        sorted(
            {part for kind in KINDS.values() for part in kind.place.split(".")}
            | {part for kind in KINDS.values() for field in kind.fields for part in field.key.split(".")}
            | {
                "tags",
                "interactions",
                "min",
                "max",
                "schedule",
                "consent",
                "adopt",
                "forget",
                "policy",
                "lock",
                "bucket",
                "prefix",
                "change",
            }
        )
    ),
)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=10),
    st.sampled_from(
        [ROLE, "s3://b/x", "latest", "sync", "changed", "campaign/c", "rate(9 days)", "30d", "20%"]
    ),
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=30,
)


@bounded
@given(
    st.dictionaries(
        st.sampled_from(["schemas", "datasetGroups", "consent", "adopt", "policy", "lock", "tags"]), trees
    )
)
def test_any_tree_of_known_keys_ends_in_diagnostics_or_a_state(tree: dict[str, Any]) -> None:
    read(json.dumps({"version": 1, "stack": "s", **tree}))


@bounded
@given(st.one_of(trees.map(json.dumps), st.text(alphabet='{}[],:"\\u0 1e-\n', max_size=60)))
def test_json_reads_as_the_standard_parser_does_or_not_at_all(text: str) -> None:
    root, problems = read_json(text, "x.avsc")
    if root is not None and not problems:
        assert plain(root) == json.loads(text)


@settings(deadline=timedelta(seconds=2), max_examples=50)
@given(files(), st.data())
def test_the_order_of_keys_says_nothing(tree: dict[str, Any], data: st.DataObject) -> None:
    shuffled = reordered(data.draw, tree)
    first, second = read(json.dumps(tree)).state, read(json.dumps(shuffled)).state
    assert first is not None
    assert second is not None
    assert without_places(first) == without_places(second)
    assert list(first.resources) == list(second.resources)
    assert [list(item.tags) for item in first.resources.values()] == [
        list(item.tags) for item in second.resources.values()
    ]
