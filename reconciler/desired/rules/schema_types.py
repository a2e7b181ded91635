"""Types of a schema's fields."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="schema/union-twice",
        title="a list of types names one of them twice",
        why="Avro takes a type once in a union.",
        fix="Name each type once.",
        source=Source(said="Apache Avro 1.12 specification, 'Unions'", seen="2026-11-26"),
        bad='{"name": "PRICE", "type": ["float", "float"]}\n',
        good='{"name": "PRICE", "type": ["float", "null"]}\n',
    ),
    Rule(
        id="schema/only-null",
        severity=Severity.WARNING,
        title="a field can hold nothing but null",
        why="Its column says nothing, in training as in filters.",
        fix="Name the type of its values as well.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "PRICE", "type": "null"},\n',
        good='{"name": "PRICE", "type": ["null", "float"]},\n',
    ),
    Rule(
        id="schema/two-types",
        severity=Severity.WARNING,
        title="a field has two types besides null",
        why="The guide knows one type, with or without null; how two are read is not said.",
        fix="Name one of them.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "YEAR", "type": ["int", "string"]}\n',
        good='{"name": "YEAR", "type": ["int"]}\n',
    ),
    Rule(
        id="schema/keyword-type",
        title="a field that the service knows by its name has another type than it needs",
        why="Required and reserved fields have the type that the service gives them.",
        fix="Give it that type, or rename the field.",
        source=Source(
            said="Amazon Personalize developer guide, 'Custom datasets and schemas'", seen="2026-11-26"
        ),
        bad='{"name": "TIMESTAMP", "type": "string"}\n',
        good='{"name": "TIMESTAMP", "type": "long"}\n',
    ),
    Rule(
        id="schema/keyword-number",
        severity=Severity.WARNING,
        title="a field that the guide has as float has another type",
        why="The guide names float. Old samples of AWS have others; whether they are still taken is unsaid.",
        fix="Write float.",
        source=Source(
            said="Amazon Personalize developer guide, 'Custom datasets and schemas'", seen="2026-11-26"
        ),
        bad='{"name": "EVENT_VALUE", "type": "double"}\n',
        good='{"name": "EVENT_VALUE", "type": ["float", "null"]}\n',
    ),
    Rule(
        id="schema/required-null",
        severity=Severity.WARNING,
        title="an id or a time that the service needs may be null",
        why="A row without it says nothing; the guide names null for optional fields only.",
        fix="Write the type without null.",
        source=Source(
            said="Amazon Personalize developer guide, 'Custom datasets and schemas'", seen="2026-11-26"
        ),
        bad=(
            '{"name": "ITEM_ID", "type": ["null", "string"]},\n'
            '{"name": "GENRE", "type": "string", "categorical": true}\n'
        ),
        good=(
            '{"name": "ITEM_ID", "type": ["string"]},\n'
            '{"name": "GENRE", "type": "string", "categorical": true}\n'
        ),
    ),
)
