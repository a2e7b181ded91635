"""Attributes of a schema's fields: categorical, textual, itemName."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="schema/flag",
        severity=Severity.WARNING,
        title="an attribute of a field is neither true nor false",
        why="What the service makes of a text or a number here is not said.",
        fix="Write true without quotes, or leave it out.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "GENRE", "type": "string", "categorical": "true"}\n',
        good='{"name": "GENRE", "type": "string", "categorical": true}\n',
    ),
    Rule(
        id="schema/flag-name",
        severity=Severity.WARNING,
        title="an attribute of a field looks like a misspelt one",
        why="The service takes attributes that it does not know and makes nothing of them.",
        fix="Correct the name.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "GENRE", "type": "string", "catagorical": true}\n',
        good='{"name": "GENRE", "type": "string", "optional": true}\n',
    ),
    Rule(
        id="schema/textual-type",
        title="a textual field is no string",
        why="Textual fields hold text.",
        fix="Make it a string, or remove textual.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "PLOT", "type": "int", "textual": true}\n',
        good='{"name": "PLOT", "type": ["null", "string"], "textual": true}\n',
    ),
    Rule(
        id="schema/categorical-type",
        severity=Severity.WARNING,
        title="a categorical field is no string",
        why="The guide has categorical for strings; the service trains on numbers as they are.",
        fix="Make it a string, or remove categorical.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "YEAR", "type": "int", "categorical": true}\n',
        good='{"name": "YEAR", "type": ["string"], "categorical": true}\n',
    ),
    Rule(
        id="schema/item-name-type",
        severity=Severity.WARNING,
        title="the field with the items' names is no string",
        why="The guide marks a string.",
        fix="Make it a string, or remove itemName.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "TITLE", "type": "int", "itemName": true}\n',
        good='{"name": "TITLE", "type": "string", "itemName": true}\n',
    ),
    Rule(
        id="schema/two-flags",
        severity=Severity.WARNING,
        title="a field is both categorical and textual",
        why="The guide has them as alternatives.",
        fix="Leave one of the two.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "PLOT", "type": "string", "categorical": true, "textual": true}\n',
        good='{"name": "PLOT", "type": "string", "categorical": false, "textual": true}\n',
    ),
    Rule(
        id="schema/textual-twice",
        title="two fields of a schema are textual",
        why="The service takes one.",
        fix="Leave textual with one of them.",
        source=Source(said="Amazon Personalize developer guide, 'Endpoints and quotas'", seen="2026-11-23"),
        bad=(
            '{"name": "PLOT", "type": "string", "textual": true},\n'
            '{"name": "CAST", "type": "string", "textual": true}\n'
        ),
        good=(
            '{"name": "PLOT", "type": "string", "textual": true},\n'
            '{"name": "CAST", "type": "string", "textual": false}\n'
        ),
    ),
    Rule(
        id="schema/textual-dataset",
        title="a field of another dataset than items is textual",
        why="Only an items dataset takes a textual field.",
        fix="Remove textual; make it categorical if it has few distinct values.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "ABOUT", "type": "string", "textual": true}\n',
        good='{"name": "ABOUT", "type": "string"}\n',
    ),
    Rule(
        id="schema/item-name",
        severity=Severity.WARNING,
        title="itemName is said of two fields, or of another dataset than items",
        why="The guide knows one field with the name of an item.",
        fix="Remove itemName.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad=(
            '{"name": "TITLE", "type": "string", "itemName": true},\n'
            '{"name": "BRAND", "type": "string", "itemName": true}\n'
        ),
        good=(
            '{"name": "TITLE", "type": "string", "itemName": true},\n{"name": "BRAND", "type": "string"}\n'
        ),
    ),
)
