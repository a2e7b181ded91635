"""Schemas held against the datasets that use them: where findings point, and how often they are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reconciler.desired.every_environment import check
from reconciler.model.diagnostics import Diagnostic

HEAD = "version: 1\nstack: s\nschemas:\n  s: {avro: given.avsc}\ndatasetGroups:\n"
USERS = """{
  "type": "record",
  "name": "Users",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {
      "name": "AGE",
      "type": "int",
      "textual": true
    }
  ]
}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(text: str, avro: str = USERS) -> list[Diagnostic]:
    Path("given.avsc").write_text(avro)
    Path("p.yaml").write_text(text)
    return list(check("p.yaml", stdin=None, environment=None).diagnostics)


def places(told: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(one.code, str(one.position)) for one in told]


def test_a_finding_points_into_the_schema_file_and_names_the_dataset_that_uses_it() -> None:
    told = found(HEAD + "  g:\n    datasets: {items: {schema: s}}\n")
    assert places(told) == [
        ("schema/other-dataset", "given.avsc:3:11"),
        ("schema/missing-field", "given.avsc:4:13"),
        ("schema/textual-type", "given.avsc:9:18"),
    ]
    assert "p.yaml:7:16" in told[1].why
    assert told[1].fix == 'add {"name": "ITEM_ID", "type": "string"}'


def test_a_field_in_another_case_is_pointed_at() -> None:
    (told,) = found(
        HEAD + "  g:\n    datasets: {users: {schema: s}}\n",
        '{"type": "record", "name": "Users", "fields": [\n'
        '  {"name": "user_id", "type": "string"}, {"name": "AGE", "type": "int"}]}\n',
    )
    assert (told.code, str(told.position)) == ("schema/missing-field", "given.avsc:2:12")
    assert told.fix == "did you mean USER_ID?"


def test_datasets_of_one_type_and_domain_are_told_of_a_schema_once() -> None:
    fields = '[{"name": "USER_ID", "type": "string"}, {"name": "A", "type": "string", "textual": true}]'
    groups = "".join(f"  {name}:\n    datasets: {{users: {{schema: s}}}}\n" for name in "gh")
    (told,) = found(HEAD + groups, f'{{"type": "record", "name": "Users", "fields": {fields}}}')
    assert told.code == "schema/textual-dataset"
    assert "p.yaml:7:16" in told.why


def test_datasets_of_two_types_are_each_told() -> None:
    text = HEAD + "  g:\n    datasets: {users: {schema: s}, actions: {schema: s}}\n"
    codes = [one.code for one in found(text, USERS.replace(',\n      "textual": true', ""))]
    assert codes == ["schema/other-dataset", "schema/missing-field"]


def test_a_document_with_a_field_that_cannot_be_read_is_held_against_no_dataset() -> None:
    text = HEAD + "  g:\n    datasets: {items: {schema: s}}\n"
    assert [one.code for one in found(text, USERS.replace('"int"', '"number"'))] == ["schema/field-type"]


def test_a_domain_is_that_of_the_group_around_the_dataset() -> None:
    fields = [{"name": name, "type": "string"} for name in ("USER_ID", "ITEM_ID")]
    fields.append({"name": "TIMESTAMP", "type": "long"})
    avro = json.dumps({"type": "record", "name": "Interactions", "fields": fields})
    text = HEAD.replace("avsc}", "avsc, domain: ECOMMERCE}")
    text += "  g:\n    domain: ECOMMERCE\n    datasets: {interactions: {schema: s}}\n"
    (told,) = found(text, avro)
    assert (
        told.summary == "the interactions dataset of a group of domain ECOMMERCE needs the field EVENT_TYPE"
    )
    assert found(text.replace("    domain: ECOMMERCE\n", "").replace(", domain: ECOMMERCE", ""), avro) == []


def test_a_warning_about_a_schema_is_ignored_at_the_schema() -> None:
    text = HEAD + "  g:\n    datasets: {users: {schema: s}}\n"
    avro = USERS.replace('"Users"', '"People"').replace(',\n      "textual": true', "")
    assert [one.code for one in found(text, avro)] == ["schema/record-of-no-dataset"]
    ignored = (
        "validate:\n  ignore:\n    - {rule: schema/record-of-no-dataset, at: schema/s, because: taken}\n"
    )
    assert found(text + ignored, avro) == []


@pytest.mark.parametrize("said", ["4", "null", '["A"]'])
def test_a_record_whose_name_is_no_text_is_found_in_the_document_alone(said: str) -> None:
    text = HEAD + "  g:\n    datasets: {users: {schema: s}}\n"
    avro = USERS.replace('"Users"', said).replace(',\n      "textual": true', "")
    assert places(found(text, avro)) == [("schema/record-name", "given.avsc:3:11")]
