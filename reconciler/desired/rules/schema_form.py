"""Schemas as Avro records."""

from __future__ import annotations

from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="schema/not-a-record",
        title="a schema is no Avro record",
        why="The service takes a record with a list of fields only.",
        fix="Say type: record.",
        source=Source(said="Amazon Personalize developer guide, 'Schemas'", seen="2026-11-23"),
        bad='{"type": "array", "items": "string"}\n',
        good=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string"},\n'
            '  {"name": "GENRE", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
    ),
    Rule(
        id="schema/no-fields",
        title="a schema's record has no fields",
        why="A dataset without columns holds nothing.",
        fix="Add fields.",
        source=Source(said="Amazon Personalize developer guide, 'Schemas'", seen="2026-11-23"),
        bad='{"type": "record", "name": "Items", "fields": []}\n',
        good=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string"},\n'
            '  {"name": "GENRE", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
    ),
    Rule(
        id="schema/field-name",
        title="a field of a schema has no name",
        why="The CSV's header names the columns by it.",
        fix="Write fields as {name, type}.",
        source=Source(said="Amazon Personalize developer guide, 'Schemas'", seen="2026-11-23"),
        bad=('{"type": "record", "name": "Items", "fields": [\n  {"type": "string"}\n], "version": "1.0"}\n'),
        good=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string"},\n'
            '  {"name": "GENRE", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
    ),
    Rule(
        id="schema/field-type",
        title="a field of a schema has no type, or one that no column takes",
        why="The service takes float, double, int, long, string, boolean, null and unions of them.",
        fix="Name one of these types, or a list of them.",
        source=Source(said="Amazon Personalize developer guide, 'Schemas'", seen="2026-11-23"),
        bad=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "text"}\n'
            '], "version": "1.0"}\n'
        ),
        good=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string"},\n'
            '  {"name": "GENRE", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
    ),
    Rule(
        id="schema/field-twice",
        title="a schema names a field twice",
        why="Avro takes a name once in a record.",
        fix="Remove or rename one of the two.",
        source=Source(said="Apache Avro 1.12 specification, 'Names'", seen="2026-11-23"),
        bad=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string"},\n'
            '  {"name": "ITEM_ID", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
        good=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string"},\n'
            '  {"name": "GENRE", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
    ),
    Rule(
        id="schema/too-long",
        title="a schema has more than 20,000 characters",
        why="The service refuses it.",
        fix="Remove columns or documentation.",
        source=Source(
            said="botocore 1.44.5, Personalize service model, shape AvroSchema",
            seen="2026-11-23",
        ),
    ),
)
