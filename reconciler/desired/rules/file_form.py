"""Keys and values held against the form of the file."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="file/missing-key",
        title="a required key is missing",
        why="What is not said cannot be known.",
        fix="Add the key.",
        source=FORMAT,
        bad="version: 1\n",
        good=("version: 1\nstack: shop\n"),
    ),
    Rule(
        id="file/unknown-key",
        title="a key means nothing where it stands",
        why="A misspelt key would be left out without a word.",
        fix="Use one of the keys that the message lists.",
        source=FORMAT,
        bad="regoin: eu-west-1\n",
        good="region: eu-west-1\n",
    ),
    Rule(
        id="file/type",
        title="a value is of another type than its key takes",
        why="A number without quotes loses its leading zeros; text is no list.",
        fix="Write the type that the message names.",
        source=FORMAT,
        bad="account: 123456789012\n",
        good='account: "123456789012"\n',
    ),
    Rule(
        id="file/value",
        title="a value is not one that its key takes",
        why="The service would refuse it, most often after the things before it were made.",
        fix="Write a value of the form that the message names.",
        source=Source(
            said="botocore 1.44.5, Personalize service model (patterns, lengths, ranges), and docs/file.md",
            seen="2026-11-23",
        ),
        bad="minTPS: 0\n",
        good="minTPS: 1\n",
    ),
    Rule(
        id="file/name",
        title="a name is not one that the service takes",
        why="The service would refuse it.",
        fix="Use letters, digits, - and _, at most 63.",
        source=Source(
            said="botocore 1.44.5, Personalize service model, shape Name",
            seen="2026-11-23",
        ),
        bad=("schemas:\n  the items: {avro: items.avsc}\n"),
        good=("schemas:\n  the-items: {avro: items.avsc}\n"),
    ),
)
