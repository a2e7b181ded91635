"""Reading the file at all."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="file/missing",
        title="the file does not exist",
        why="Nothing can be read.",
        fix="Name another file with --file.",
        source=FORMAT,
    ),
    Rule(
        id="file/directory",
        title="the file is a directory",
        why="Nothing can be read.",
        fix="Name the file inside it.",
        source=FORMAT,
    ),
    Rule(
        id="file/not-a-file",
        title="the file is a device, a pipe or a socket",
        why="Reading one could block or never end.",
        fix="Name a regular file, or pass - for standard input.",
        source=FORMAT,
    ),
    Rule(
        id="file/unreadable",
        title="the file cannot be read",
        why="The system refuses it, as where a permission is missing.",
        fix="Check its permissions.",
        source=FORMAT,
    ),
    Rule(
        id="file/too-large",
        title="the file is larger than 2 MiB",
        why="Larger input is refused before it is parsed.",
        fix="Split what it declares into several stacks.",
        source=Source(
            said="the reader's own limit, so that hostile input ends in bounded time",
            seen="2026-11-23",
        ),
    ),
    Rule(
        id="file/not-utf8",
        title="the file is not UTF-8",
        why="Its letters could be taken for others.",
        fix="Save it as UTF-8.",
        source=Source(said="YAML 1.2.2 and docs/file.md", seen="2026-11-23"),
    ),
    Rule(
        id="file/control-character",
        title="the file holds a control character",
        why="It is no text, or steers a terminal that shows it.",
        fix="Remove the character.",
        source=Source(said="YAML 1.2.2, 5.1 Character Set", seen="2026-11-23"),
    ),
    Rule(
        id="file/hidden-character",
        title="the file holds a character that editors and reviews do not show",
        why="It ends a line or reorders text unseen, so that a reviewer would read another file.",
        fix="Remove it, or write it as an escape in double quotes.",
        source=Source(
            said="CVE-2021-42574 and YAML 1.1, 5.4 Line Break Characters",
            seen="2026-11-23",
        ),
    ),
    Rule(
        id="file/more",
        title="there are more findings than are shown",
        why="Nobody reads more than 500.",
        fix="Correct those that are shown, and validate again.",
        source=FORMAT,
    ),
)
