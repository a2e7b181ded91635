"""Finding schema files."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.rules import Rule

RULES = (
    Rule(
        id="schema/outside",
        title="a schema file stands outside this file's folder",
        why="What a pull request checks would depend on files that it does not hold.",
        fix="Name a file below this one's folder.",
        source=FORMAT,
        bad=("schemas:\n  items: {avro: ../items.avsc}\n"),
        good=("schemas:\n  items: {avro: items.avsc}\n"),
    ),
    Rule(
        id="schema/missing",
        title="a schema file does not exist",
        why="The schema's content is unknown.",
        fix="Name an .avsc file below this file's folder, or write the schema inline.",
        source=FORMAT,
        bad=("schemas:\n  items: {avro: item.avsc}\n"),
        good=("schemas:\n  items: {avro: items.avsc}\n"),
    ),
    Rule(
        id="schema/not-a-file",
        title="a schema file is no regular file",
        why="Reading a pipe or a device could block or never end.",
        fix="Name an .avsc file below this file's folder.",
        source=FORMAT,
        bad=("schemas:\n  items: {avro: .}\n"),
        good=("schemas:\n  items: {avro: ./items.avsc}\n"),
    ),
    Rule(
        id="schema/unreadable",
        title="a schema file cannot be read",
        why="The system refuses it, as where a permission is missing.",
        fix="Check the file's permissions and its name.",
        source=FORMAT,
        bad=('schemas:\n  items: {avro: "a\\0b"}\n'),
        good=("schemas:\n  items: {avro: items.avsc}\n"),
    ),
)
