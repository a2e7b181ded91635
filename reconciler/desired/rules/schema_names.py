"""Names in a schema: of its record and of its fields."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="schema/record-name",
        title="a schema's record has no name, or one that Avro refuses",
        why="Avro takes a name of letters, digits and underscores, with no digit first.",
        fix="Name the record as its dataset type, e.g. Items.",
        source=Source(said="Apache Avro 1.12 specification, 'Names'", seen="2026-11-26"),
        bad='"name": "1st-items",\n',
        good='"name": "Items",\n',
    ),
    Rule(
        id="schema/namespace",
        severity=Severity.WARNING,
        title="a schema has another namespace than the guide's",
        why="All schemas of the guide have com.amazonaws.personalize.schema; nobody has shown another one.",
        fix='Write "namespace": "com.amazonaws.personalize.schema".',
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='"namespace": "org.example.shop",\n',
        good='"namespace": "com.amazonaws.personalize.schema",\n',
    ),
    Rule(
        id="schema/field-characters",
        title="the name of a field has characters that Avro refuses",
        why="The service takes letters, digits and underscores, and Avro no digit first.",
        fix="Rename the field, and the column in the CSV's header.",
        source=Source(said="Apache Avro 1.12 specification, 'Names'", seen="2026-11-26"),
        bad='{"name": "MAIN-GENRE", "type": "string"}\n',
        good='{"name": "MAIN_GENRE", "type": "string"}\n',
    ),
    Rule(
        id="schema/field-letters",
        severity=Severity.WARNING,
        title="the name of a field has letters outside A to Z",
        why="Avro's specification has letters from A to Z only; of the service it is not said.",
        fix="Use A to Z, digits and underscores, here and in the CSV's header.",
        source=Source(said="Apache Avro 1.12 specification, 'Names'", seen="2026-11-26"),
        bad='{"name": "ANNÉE", "type": "int"}\n',
        good='{"name": "ANNEE", "type": "int"}\n',
    ),
    Rule(
        id="schema/fields-alike",
        title="the names of two fields differ in underscores alone",
        why="The service takes names that are distinct without their underscores.",
        fix="Rename one of the two.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad=('{"name": "GENRES_1", "type": "string"},\n{"name": "GENRES1", "type": "string"}\n'),
        good=('{"name": "GENRES_1", "type": "string"},\n{"name": "GENRES_2", "type": "string"}\n'),
    ),
    Rule(
        id="schema/fields-case",
        severity=Severity.WARNING,
        title="the names of two fields differ in capitals alone",
        why="Filters write names in any case, so that it is not clear which one they mean.",
        fix="Rename one of the two.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad=('{"name": "GENRE", "type": "string"},\n{"name": "genre", "type": "string"}\n'),
        good=('{"name": "GENRE", "type": "string"},\n{"name": "genres", "type": "string"}\n'),
    ),
)
