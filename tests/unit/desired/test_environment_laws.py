"""Laws of environments: silence changes nothing, what is filled in could be written, names stay apart."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from drawn_files import files, names, reordered, without_places
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.desired.every_environment import check, environment_rows
from reconciler.desired.load import load
from reconciler.desired.names import names_made
from reconciler.desired.prefixes import prefixed
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.diagnostics import Severity

some = settings(deadline=timedelta(seconds=4), max_examples=50)
prefixes = st.from_regex(r"[a-z][a-z0-9-]{0,4}", fullmatch=True)


def read(tree: Any, environment: str | None = None) -> DesiredState:
    loaded = load("-", stdin=io.StringIO(json.dumps(tree)), environment=environment)
    assert loaded.state is not None, loaded.diagnostics
    return without_places(loaded.state)


@some
@given(files())
def test_an_environment_that_says_nothing_is_the_file(tree: dict[str, Any]) -> None:
    named = read({**tree, "environments": {"e": {}}}, "e")
    assert replace(named, environment="") == read(tree)


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all scalars but those of schemas, which may not hold every text."""
    if isinstance(tree, dict):
        return [leaf for key, inner in tree.items() if key != "avro" for leaf in leaves(inner, (*path, key))]
    return [path]


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def put(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    return value if not path else {**tree, path[0]: put(tree.get(path[0], {}), path[1:], value)}


@some
@given(files(), st.data())
def test_filling_variables_in_gives_the_file_that_says_their_values(
    tree: dict[str, Any], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(leaves(tree)), min_size=1, max_size=4, unique=True))
    holding, variables = tree, {}
    for number, path in enumerate(chosen):
        value, name = at(tree, path), f"v{number}"
        cut = data.draw(st.integers(0, len(value))) if isinstance(value, str) else 0
        variables[name] = value[cut:] if isinstance(value, str) else value
        holding = put(holding, path, f"{value[:cut] if cut else ''}${{{name}}}")
    other = {"prefix": "o-", "variables": variables}
    named = read({**holding, "environments": {"e": {"variables": variables}, "o": other}}, "e")
    assert replace(named, environment="") == read(tree)


@some
@given(files(), prefixes, st.data())
def test_the_order_of_keys_says_nothing_in_environments_either(
    tree: dict[str, Any], prefix: str, data: st.DataObject
) -> None:
    group = next(iter(tree["datasetGroups"]))
    solution = next(iter(tree["datasetGroups"][group]["solutions"]))
    environment = {
        "prefix": prefix,
        "tags": {"b": "x", "a": "y"},
        "variables": {"v": "r2", "w": 7},
        "overrides": {
            f"solution/{solution}/training": {"maxAge": "9d"},
            f"solution/{solution}": {"training": {"when": "never"}, "recipe": "${v}", "autoTraining": None},
            f"dataset-group/{group}": {"solutions": {solution: {"campaigns": {"cc": {"minTPS": "${w}"}}}}},
        },
    }
    other = {"prefix": "of-another-", "variables": {"v": "", "w": 0}}
    whole = {**tree, "environments": {"e": environment, "f": other}}
    first, second = read(whole, "e"), read(reordered(data.draw, whole), "e")
    assert first == second
    assert list(first.resources) == list(second.resources)
    assert first.resources[Address("solution", (f"{prefix}{solution}",))].fields["recipe"] == "r2"


kinds = st.sampled_from(["schema", "dataset-group", "filter", "solution", "campaign", "event-tracker"])
addresses = st.builds(Address, kinds, st.tuples(names)) | st.builds(
    Address, st.just("dataset"), st.tuples(names, st.sampled_from(["items", "users"]))
)


@given(st.sets(addresses, max_size=20), prefixes)
def test_a_prefix_keeps_different_addresses_different(found: set[Address], prefix: str) -> None:
    assert len({prefixed(one, prefix) for one in found}) == len(found)


@some
@given(files(), prefixes)
def test_a_prefix_changes_names_and_nothing_else(tree: dict[str, Any], prefix: str) -> None:
    named, bare = read({**tree, "environments": {"e": {"prefix": prefix}}}, "e"), read(tree)
    assert named.stack == f"{prefix}{bare.stack}"
    assert [prefixed(one, prefix) for one in bare.resources] == list(named.resources)
    assert json.loads(json.dumps([one.tags for one in named.resources.values()])) == [
        one.tags for one in bare.resources.values()
    ]


@some
@given(files(), st.lists(st.just("") | prefixes | st.sampled_from(["x", "x-"]), min_size=2, max_size=3))
def test_environments_that_pass_make_no_name_twice(tree: dict[str, Any], drawn: list[str]) -> None:
    named = {f"e{n}": ({"prefix": prefix} if prefix else {}) for n, prefix in enumerate(drawn)}
    text = json.dumps({**tree, "environments": named})
    checked = check("-", stdin=io.StringIO(text))
    clashing = any(one.code == "environment/clash" for one in checked.diagnostics)
    assert clashing or len(checked.states) == len(named)
    assert clashing == (not checked.states)
    made = [
        (address.kind, name)
        for state in checked.states.values()
        for address in state.resources
        if len(address.keys) == 1 and address.kind not in {"solution-version", "event-tracker"}
        for name in names_made(address)
    ]
    assert len(made) == len(set(made))
    assert len(set(drawn)) == len(drawn) or clashing


words = st.sampled_from(
    ["${v}", "$${v}", "${", "${w}x", "x", "1", "latest", "r", "arn:aws:iam::123456789012:role/r"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | words | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    *("prefix", "role", "variables", "overrides", "tags", "v", "w", "account", "consent"),
                    *(
                        "solution/s",
                        "solution/s/training",
                        "campaign/c",
                        "dataset-group/g",
                        "minTPS",
                        "adopt",
                    ),
                )
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)
CAMPAIGN = {"solutions": {"s": {"recipe": "r", "campaigns": {"c": {"minTPS": "${v}"}}}}}


@settings(deadline=timedelta(seconds=2), max_examples=200)
@given(st.dictionaries(st.sampled_from(["e", "f", "g h"]), anything, max_size=3) | anything, anything)
def test_any_environments_end_in_diagnostics_or_states(named: Any, tags: Any) -> None:
    tree = {"version": 1, "stack": "s", "tags": tags, "environments": named}
    text = json.dumps({**tree, "datasetGroups": {"g": CAMPAIGN}})
    checked = check("-", stdin=io.StringIO(text))
    wrong = [one for one in checked.diagnostics if one.severity is Severity.ERROR]
    assert bool(wrong) == (not checked.states)
    for environment in ("e", "nowhere", None):
        loaded = load("-", stdin=io.StringIO(text), environment=environment)
        assert loaded.state is not None or loaded.diagnostics
    told = environment_rows("-", stdin=io.StringIO(text))
    assert bool(told.rows) != any(one.severity is Severity.ERROR for one in told.diagnostics)


@given(st.text(alphabet="${}v ", min_size=1, max_size=12))
def test_what_is_escaped_is_read_as_it_was_meant(text: str) -> None:
    doc = text.replace("${", "$${")
    avro = {"type": "record", "name": "X", "fields": [{"name": "A", "type": "string", "doc": doc}]}
    state = read(
        {"version": 1, "stack": "s", "environments": {"e": {}}, "schemas": {"x": {"avro": avro}}}, "e"
    )
    said: Any = state.resources[Address("schema", ("x",))].fields["avro"]
    assert said["fields"][0]["doc"] == text
