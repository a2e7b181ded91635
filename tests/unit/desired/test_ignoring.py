"""Ignored warnings: by address or path, with a reason, never an error, never without effect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reconciler.desired.every_environment import check
from reconciler.desired.findings import warning
from reconciler.desired.ignoring import unignored
from reconciler.desired.load import load
from reconciler.desired.yaml_nodes import read_yaml
from reconciler.model.address import parse_address
from reconciler.model.diagnostics import Position, Severity

if TYPE_CHECKING:
    from conftest import Read

SHORT = """version: 1
stack: s
datasetGroups:
  g:
    solutions:
      likes:
        recipe: aws-user-personalization-v2
        training: {maxAge: 2h}
      more:
        recipe: aws-user-personalization-v2
"""
RULE = "training/max-age-short"
BECAUSE = "because: a launch"


def ignoring(*entries: str) -> str:
    return "validate:\n  ignore:\n" + "".join(f"    - {{{entry}}}\n" for entry in entries)


def codes(read: Read, text: str) -> list[str]:
    return [one.code for one in read(text).diagnostics]


@pytest.mark.parametrize(
    "at",
    [
        "solution/likes",
        "solution/likes/training",
        "dataset-group/g",
        "datasetGroups.g.solutions.likes.training.maxAge",
        "datasetGroups.*.solutions.*.training",
        "datasetGroups",
        '"*"',
    ],
)
def test_an_address_or_a_path_covers_what_is_inside(read: Read, at: str) -> None:
    assert codes(read, SHORT) == [RULE]
    loaded = read(SHORT + ignoring(f"rule: {RULE}, at: {at}, {BECAUSE}"))
    assert loaded.diagnostics == ()
    assert loaded.state is not None


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        (RULE, "solution/more"),
        (RULE, "datasetGroups.*.campaigns"),
        (RULE, "datasetGroups.g.solutions.likes.training.maxAge.deeper"),
        ("training/never", "solution/likes"),
        ("ignore/nothing", "validate"),
    ],
)
def test_an_entry_that_ignores_nothing_is_a_warning_at_its_place(read: Read, rule: str, at: str) -> None:
    found = read(SHORT + ignoring(f"rule: {rule}, at: {at}, {BECAUSE}")).diagnostics
    assert [(one.code, one.severity) for one in found] == [
        (RULE, Severity.WARNING),
        ("ignore/nothing", Severity.WARNING),
    ]
    assert str(found[1].position) == "p.yaml:13:7"


@pytest.mark.parametrize(
    ("rule", "at", "fix"),
    [
        ("data/constant-column", "dataset/g/items", "name a dataset that has an import"),
        ("region/not-served", "environments.a.region", "leave environments and its name out"),
    ],
)
def test_an_entry_that_can_ignore_nothing_says_why(read: Read, rule: str, at: str, fix: str) -> None:
    found = read(SHORT + ignoring(f"rule: {rule}, at: {at}, {BECAUSE}")).diagnostics
    assert fix in found[-1].fix


def test_an_error_cannot_be_ignored(read: Read) -> None:
    text = SHORT.replace("2h", "99999d") + ignoring(
        f"rule: training/max-age, at: solution/likes, {BECAUSE}",
        f"rule: training/never, at: solution/likes, {BECAUSE}",
    )
    # What is unused is not told while errors are.
    assert codes(read, text) == ["training/max-age", "ignore/error"], (
        "and what is unused waits for the errors"
    )


def test_an_unknown_rule_is_an_error_with_the_nearest(read: Read) -> None:
    found = read(SHORT + ignoring(f"rule: training/max-age-shrt, at: solution/likes, {BECAUSE}")).diagnostics
    assert [one.code for one in found] == [RULE, "ignore/unknown-rule"]
    assert found[1].fix == "did you mean training/max-age-short?"
    far = read(SHORT + ignoring(f"rule: zzz, at: solution/likes, {BECAUSE}")).diagnostics
    assert far[1].fix == "write the id that stands in brackets behind a finding"


@pytest.mark.parametrize(
    "entry", [f"rule: {RULE}, at: solution/likes", f"at: a, {BECAUSE}", f"rule: {RULE}, {BECAUSE}"]
)
def test_every_part_of_an_entry_is_required_and_a_broken_one_ignores_nothing(read: Read, entry: str) -> None:
    assert codes(read, SHORT + ignoring(entry)) == [RULE, "file/missing-key"]


@pytest.mark.parametrize("said", ["validate: 1", "validate: {ignore: 1}", "validate: {ignore: {a: 1}}"])
def test_a_broken_list_ignores_nothing(read: Read, said: str) -> None:
    assert codes(read, f"{SHORT}{said}\n") == [RULE, "file/type"]


def test_nothing_to_ignore_is_nothing(read: Read) -> None:
    assert codes(read, f"{SHORT}validate: {{}}\n") == [RULE]
    assert codes(read, f"{SHORT}validate: {{ignore: []}}\n") == [RULE]


ENVIRONMENTS = """environments:
  staging: {prefix: s-}
  live:
    prefix: l-
    overrides:
      solution/likes: {training: {maxAge: 2d}}
"""


def write(folder: Path, text: str) -> None:
    (folder / "p.yaml").write_text(text)


def test_what_one_of_several_environments_has_is_ignored_there_and_missed_nowhere(folder: Path) -> None:
    write(folder, SHORT + ENVIRONMENTS + ignoring(f"rule: {RULE}, at: solution/likes, {BECAUSE}"))
    assert check("p.yaml", stdin=None).diagnostics == ()
    for name in ("staging", "live"):
        assert check("p.yaml", stdin=None, environment=name).diagnostics == ()
        assert load("p.yaml", stdin=None, environment=name).diagnostics == ()


def test_what_no_environment_has_is_told_once(folder: Path) -> None:
    write(folder, SHORT + ENVIRONMENTS + ignoring(f"rule: {RULE}, at: solution/more, {BECAUSE}"))
    found = check("p.yaml", stdin=None).diagnostics
    assert [one.code for one in found] == [RULE, "ignore/nothing"]
    assert [one.code for one in load("p.yaml", stdin=None, environment="live").diagnostics] == []


def test_what_an_override_says_stands_at_the_place_that_it_overrides(folder: Path) -> None:
    text = SHORT.replace("2h", "3d") + ENVIRONMENTS.replace("2d", "3h")
    write(folder, text + ignoring(f"rule: {RULE}, at: datasetGroups.g.solutions.likes.training, {BECAUSE}"))
    assert check("p.yaml", stdin=None).diagnostics == ()


def test_several_warnings_are_told_apart(read: Read) -> None:
    inline = "schemas:\n  i: {avro: {type: record, name: I, fields: [{name: ITEM_ID, type: string}]}}\n"
    text = SHORT + inline + "  f: {avro: x.avsc}\n"
    assert codes(read, text) == [RULE, "schema/unused", "schema/unused"]
    text += ignoring(
        f"rule: schema/unused, at: schema/i, {BECAUSE}", f"rule: {RULE}, at: solution/likes, {BECAUSE}"
    )
    assert [str(one.position) for one in read(text).diagnostics] == ["p.yaml:13:3"]


@pytest.mark.parametrize(
    ("at", "left"), [("schema/f", []), ("schemas.f.avro", []), ("schema/g", ["schema/unused"])]
)
def test_a_warning_in_a_schema_file_is_at_the_schemas_that_name_it(at: str, left: list[str]) -> None:
    text = "schemas: {f: {avro: a.avsc}, g: {avro: b.avsc}}\n"
    text += ignoring(f"rule: schema/unused, at: {at}, {BECAUSE}")
    root, _ = read_yaml(text, "folder/p.yaml")
    assert root is not None
    inside = warning("schema/unused", "s", Position("folder/a.avsc", 4, 2))
    nowhere = warning("file/more", "s", None)
    stages, _ = unignored(root, [[inside], [nowhere]], [], "folder")
    assert [[one.code for one in stage] for stage in stages] == [left, ["file/more"]]


DATA = """version: 1
stack: s
schemas:
  i: {avro: {type: record, name: Items, namespace: com.amazonaws.personalize.schema, fields: [{name: ITEM_ID, type: string}, {name: N, type: ["null", long]}], version: "1.0"}}
datasetGroups:
  g:
    datasets:
      items:
        schema: i
        import: {from: s3://data/items.csv, role: "arn:aws:iam::123456789012:role/Access"}
"""  # noqa: E501


@pytest.mark.parametrize(
    "at",
    [
        "dataset/g/items",
        "datasetGroups.g.datasets.items",
        "datasetGroups.*.datasets",
        "dataset/g/items/import",
    ],
)
def test_an_entry_about_data_is_kept_for_whoever_looks_at_it(read: Read, at: str) -> None:
    loaded = read(DATA + ignoring(f"rule: data/odd-id, at: {at}, {BECAUSE}"))
    assert loaded.diagnostics == ()
    assert loaded.state
    assert loaded.state.ignored == {parse_address("dataset/g/items"): {"data/odd-id"}}


def test_an_entry_about_data_where_nothing_is_imported_ignores_nothing(read: Read) -> None:
    loaded = read(DATA + ignoring(f"rule: data/odd-id, at: dataset/g/users, {BECAUSE}"))
    assert [one.code for one in loaded.diagnostics] == ["ignore/nothing"]
    assert loaded.state
    assert loaded.state.ignored == {}


def test_an_error_of_data_may_be_named_since_a_plan_may_only_warn_of_it(read: Read) -> None:
    loaded = read(DATA + ignoring(f"rule: data/header-case, at: dataset/g/items, {BECAUSE}"))
    assert loaded.diagnostics == ()
    assert loaded.state
    assert loaded.state.ignored == {parse_address("dataset/g/items"): {"data/header-case"}}


def test_entries_about_data_go_by_prefixed_names(folder: Path) -> None:
    write(
        folder,
        DATA
        + "environments:\n  live: {prefix: l-}\n"
        + ignoring(f"rule: data/odd-id, at: dataset/g/items, {BECAUSE}"),
    )
    loaded = load("p.yaml", stdin=None, environment="live")
    assert loaded.state
    assert loaded.state.ignored == {parse_address("dataset/l-g/items"): {"data/odd-id"}}
