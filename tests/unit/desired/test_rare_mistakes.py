"""Mistakes that hardly anybody makes are told at their place like all others."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from reconciler.desired import wording
from reconciler.desired.every_environment import check, environment_rows
from reconciler.desired.file_schema import file_schema
from reconciler.desired.findings import MAX_FINDINGS
from reconciler.desired.node import key_position
from reconciler.desired.yaml_nodes import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Wrong

HEAD = "version: 1\nstack: videos\n"
GROUP = "schemas: {s: {avro: x.avsc}}\ndatasetGroups:\n"
RULES_OF_PLACES = {"properties", "items", "propertyNames", "$ref", "$defs"}
"""They lead to a value; what is wrong with it is said by another rule."""


def rules(schema: Any) -> Iterator[str]:
    """Every keyword of the file's schema that can refuse a value."""
    if isinstance(schema, dict):
        for key, inner in schema.items():
            if key in {"properties", "$defs"}:
                for one in inner.values():
                    yield from rules(one)
            elif isinstance(inner, dict | list) or key in {"pattern", "type", "minimum", "maxLength"}:
                yield key
                yield from rules(inner)
    elif isinstance(schema, list):
        for one in schema:
            yield from rules(one)


def test_every_rule_of_the_file_has_words_of_its_own() -> None:
    used = set(rules(file_schema())) - RULES_OF_PLACES - {"examples", "default"}
    assert used <= set(wording._WORDS)
    assert {"oneOf", "pattern", "type", "enum", "required", "additionalProperties"} <= used


def test_a_schema_file_of_too_many_values_is_refused(
    folder: Path, wrong: Wrong, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconciler.desired.json_nodes.MAX_NODES", 50)
    sound = (folder / "x.avsc").read_text()
    (folder / "x.avsc").write_text(f'{{"a": [{"0," * 50}0]}}')
    text = f"{HEAD}{GROUP}  g: {{datasets: {{interactions: {{schema: s}}}}}}\n"
    assert [code for code, _ in wrong(text)] == ["schema/too-many-values"]
    (folder / "x.avsc").write_text(sound)
    assert wrong(text) == []


def test_a_solution_declared_twice_is_one_mistake_though_its_trainings_clash_too(wrong: Wrong) -> None:
    solution = "{solutions: {so: {recipe: aws-sims, training: {when: initial}}}}"
    assert [code for code, _ in wrong(f"{HEAD}{GROUP}  g: {solution}\n  h: {solution}\n")] == ["name/twice"]


def test_a_key_that_is_not_there_is_told_where_it_would_stand() -> None:
    root, _ = read_yaml("a:\n  b: 1\n", "p.yaml")
    assert root is not None
    assert str(key_position(root, ("a", "missing"))) == "p.yaml:2:3"


def test_overrides_that_contradict_each_other_are_told_whichever_is_larger() -> None:
    text = (
        f'{HEAD}account: "123456789012"\nregion: eu-west-1\nenvironments:\n  e:\n    overrides:\n'
        "      solution/so: {campaigns: {c: null}}\n"
        "      campaign/c: {minTPS: 2}\n"
        f"{GROUP}  g: {{solutions: {{so: {{recipe: aws-sims, campaigns: {{c: {{minTPS: 1}}}}}}}}}}\n"
    )
    found = check("-", stdin=io.StringIO(text)).diagnostics
    assert ("override/twice", "<stdin>:9:7") in [(one.code, str(one.position)) for one in found]


def test_endless_mistakes_in_overrides_end() -> None:
    overrides = "".join(f"      campaign/no-{number}: {{minTPS: 1}}\n" for number in range(2 * MAX_FINDINGS))
    text = f"{HEAD}environments:\n  e:\n    region: eu-west-1\n    overrides:\n{overrides}"
    found = check("-", stdin=io.StringIO(text)).diagnostics
    assert MAX_FINDINGS <= len(found) <= MAX_FINDINGS + 1


@pytest.mark.parametrize("number", ["1.0e999", "-1.0e+999"])
def test_a_number_that_no_computer_has_is_refused(number: str, wrong: Wrong) -> None:
    assert wrong(f"{HEAD}policy: {{maxDeletes: {number}}}\n")[0][0] == "file/ambiguous"


def test_a_text_too_long_for_its_pattern_is_refused_without_trying(wrong: Wrong) -> None:
    assert wrong(f"{HEAD}region: {'eu-west-1' * 1000}\n") == [("file/value", "p.yaml:3:9")]


def test_half_of_a_surrogate_pair_is_no_text_for_either_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    root, found = read_yaml('a: "\\ud83d"\n', "p.yaml")
    assert [item.code for item in found] == ["file/not-yaml"]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    root, found = read_yaml('a: "\\ud83d"\n', "p.yaml")
    assert root is not None
    assert [item.code for item in found] == ["file/not-unicode"]


def test_an_environment_whose_variables_are_wrong_has_no_row() -> None:
    text = f"{HEAD}region: ${{where}}\nenvironments:\n  a: {{variables: {{other: x}}}}\n"
    told = environment_rows("-", stdin=io.StringIO(text))
    assert told.rows == ()
    assert any("where" in one.summary for one in told.diagnostics)
