"""SARIF: held against what the standard asks of the parts that are written."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reconciler.desired.rules import rules
from reconciler.model.diagnostics import Diagnostic, Position, Severity
from reconciler.render.sarif import sarif_document

TEXT = {"type": "string", "minLength": 1}
MESSAGE: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": TEXT, "markdown": TEXT},
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": properties,
    }


COUNTED = {"type": "integer", "minimum": 1}
RULE = closed(
    ["id"],
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    helpUri={"type": "string", "pattern": "^https://"},
    defaultConfiguration=closed([], level=LEVEL),
)
RULES = {"type": "array", "uniqueItems": True, "items": RULE}
LOCATION = closed(
    [],
    physicalLocation=closed(
        ["artifactLocation"],
        artifactLocation=closed([], uri={"type": "string", "pattern": r"^[^\s<>\\]+$"}, uriBaseId=TEXT),
        region=closed([], startLine=COUNTED, startColumn=COUNTED),
    ),
)
RESULT = closed(
    ["message"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "items": LOCATION},
)
RUN = closed(
    ["tool"],
    tool=closed(
        ["driver"],
        driver=closed(
            ["name"],
            name=TEXT,
            semanticVersion=TEXT,
            rules={"type": "array", "uniqueItems": True, "items": RULE},
        ),
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object"},
    results={"type": "array", "items": RESULT},
)
ESSENTIALS = closed(
    ["version", "runs"],
    **{"$schema": TEXT},
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
)
"""Of sarif-schema-2.1.0.json, written from the standard: names, required members, enumerations and bounds."""

FOUND = [
    Diagnostic(
        code="file/value", summary="minTPS: 0", why="why", fix="do", position=Position("a b.yaml", 3, 5)
    ),
    Diagnostic(
        code="schema/unused", summary="s", position=Position("<stdin>", 1, 1), severity=Severity.WARNING
    ),
    Diagnostic(code="file/value", summary="s\x1b", position=Position("/x/p.yaml", 9, 2)),
    Diagnostic(code="file/more", summary="more"),
]


def run(found: list[Diagnostic], pages: str = "") -> Any:
    document = sarif_document(found, rules(), version="0.1.0", pages=pages)
    Draft202012Validator(ESSENTIALS).validate(document)
    return document["runs"][0]


@pytest.mark.parametrize("found", [[], FOUND])
def test_the_document_has_the_form_of_the_standard(found: list[Diagnostic]) -> None:
    assert len(run(found)["results"]) == len(found)


def test_every_result_points_at_its_rule() -> None:
    whole = run(FOUND)
    listed = whole["tool"]["driver"]["rules"]
    assert [one["id"] for one in listed] == ["file/more", "file/value", "schema/unused"]
    assert all(listed[one["ruleIndex"]]["id"] == one["ruleId"] for one in whole["results"])


def test_levels_places_and_words_are_those_of_the_finding() -> None:
    first, second, third, last = run(FOUND)["results"]
    assert (first["level"], second["level"]) == ("error", "warning")
    assert first["message"]["text"] == "minTPS: 0. why. To do: do"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.yaml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert third["message"]["text"] == "s\\x1b"
    assert third["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "/x/p.yaml"}
    assert "locations" not in last


def test_a_rule_leads_to_its_section_where_pages_are_published() -> None:
    rule = run(FOUND, "https://example.org/docs/")["tool"]["driver"]["rules"][1]
    assert rule["helpUri"] == "https://example.org/docs/rules.md#file-value"
    assert "helpUri" not in run(FOUND)["tool"]["driver"]["rules"][1]
