"""Schema files as JSON."""

from __future__ import annotations

from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="schema/not-json",
        title="a schema file is not JSON",
        why="An Avro schema is a JSON document; the service refuses anything else.",
        fix="Check brackets, commas and quotes at the place that is shown.",
        source=Source(said="RFC 8259 (JSON)", seen="2026-11-23"),
        bad='{"type": "record", "name": "Items",}\n',
        good=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string"},\n'
            '  {"name": "GENRE", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
    ),
    Rule(
        id="schema/duplicate-key",
        title="a key of a schema file is said twice",
        why="Most readers keep the last one without a word.",
        fix="Keep one of the two.",
        source=Source(said="RFC 8259 (JSON)", seen="2026-11-23"),
        bad=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string", "type": "int"}\n'
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
        id="schema/not-unicode",
        title="half of a surrogate pair stands in a schema file",
        why="Half of a pair is no character and cannot be sent.",
        fix="Write the whole character.",
        source=Source(said="RFC 8259, 8.2 Unicode Characters", seen="2026-11-23"),
        bad=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string", "doc": "\\ud83d"}\n'
            '], "version": "1.0"}\n'
        ),
        good=(
            '{"type": "record", "name": "Items", "fields": [\n'
            '  {"name": "ITEM_ID", "type": "string", "doc": "\\u00e9"},\n'
            '  {"name": "GENRE", "type": "string"}\n'
            '], "version": "1.0"}\n'
        ),
    ),
    Rule(
        id="schema/too-deep",
        title="values of a schema are nested more than 100 levels deep",
        why="A schema is a record with a flat list of fields.",
        fix="Flatten it.",
        source=Source(
            said="the reader's own limit, so that hostile input ends in bounded time",
            seen="2026-11-23",
        ),
    ),
    Rule(
        id="schema/too-many-values",
        title="a schema file holds more than 100,000 values",
        why="A schema has at most a few hundred columns.",
        fix="Check whether the file is a schema.",
        source=Source(
            said="the reader's own limit, so that hostile input ends in bounded time",
            seen="2026-11-23",
        ),
    ),
)
