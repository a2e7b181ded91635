"""Schemas as the datasets that use them need them, and their quotas."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="schema/other-dataset",
        title="a schema's record is of another dataset type",
        why="The record's name says which dataset type a schema is for.",
        fix="Name the schema of this dataset type, or correct the record's name.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='"name": "Items",\n',
        good='"name": "users",\n',
    ),
    Rule(
        id="schema/record-of-no-dataset",
        severity=Severity.WARNING,
        title="a schema's record is called as no dataset type",
        why="The guide says that it is the dataset type's; the service was seen to take another case of it.",
        fix="Name the record as its dataset type, e.g. Items.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='"name": "Movies",\n',
        good='"name": "items",\n',
    ),
    Rule(
        id="schema/too-many-fields",
        title="a schema has more metadata fields than its dataset takes",
        why="It takes 5 of (action) interactions, 10 of actions, 25 of users, 100 of items.",
        fix="Remove fields that neither training nor filters need.",
        source=Source(said="Amazon Personalize developer guide, 'Endpoints and quotas'", seen="2026-11-23"),
    ),
    Rule(
        id="schema/no-metadata",
        title="a schema of users, items or actions has nothing but the id",
        why="The service needs a metadata field.",
        fix="Add one, or leave the dataset out.",
        source=Source(
            said="Amazon Personalize developer guide, 'Custom datasets and schemas'", seen="2026-11-26"
        ),
        bad='{"name": "ITEM_ID", "type": "string"}\n',
        good=(
            '{"name": "ITEM_ID", "type": "string"},\n{"name": "PLOT", "type": "string", "textual": true}\n'
        ),
    ),
    Rule(
        id="schema/reserved-only",
        severity=Severity.WARNING,
        title="a schema of items or actions has reserved fields as its only metadata",
        why="The guide asks for a metadata field, and does not say whether a reserved one is that.",
        fix="Add a metadata field.",
        source=Source(
            said="Amazon Personalize developer guide, 'Custom datasets and schemas'", seen="2026-11-26"
        ),
        bad=('{"name": "ITEM_ID", "type": "string"},\n{"name": "CREATION_TIMESTAMP", "type": "long"}\n'),
        good=(
            '{"name": "ITEM_ID", "type": "string"},\n'
            '{"name": "CREATION_TIMESTAMP", "type": "long"},\n'
            '{"name": "YEAR", "type": "int"}\n'
        ),
    ),
    Rule(
        id="schema/nearly-too-long",
        severity=Severity.WARNING,
        title="a schema has more than 18,000 of the 20,000 characters that the service takes",
        why="Soon no field can be added.",
        fix="Remove documentation.",
        source=Source(said="botocore 1.44.5, Personalize service model, shape AvroSchema", seen="2026-11-23"),
    ),
)
