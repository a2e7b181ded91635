"""Tags."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="tag/reserved",
        title="a tag's key begins with aws: or reconcile:",
        why="AWS keeps the one for itself; the other marks what this tool owns.",
        fix="Use another key.",
        source=Source(
            said="Amazon Personalize developer guide, 'Tagging Amazon Personalize resources'",
            seen="2026-11-23",
        ),
        bad='tags: {"aws:team": video}\n',
        good='tags: {"my-aws:team": video}\n',
    ),
    Rule(
        id="tag/characters",
        title="a tag holds a character that no tag takes",
        why="The service refuses it.",
        fix="Use letters, digits, spaces and _ . : / = + - @.",
        source=Source(
            said="Amazon Personalize developer guide, 'Tagging Amazon Personalize resources'",
            seen="2026-11-23",
        ),
        bad='tags: {team: "video & audio"}\n',
        good='tags: {team: "video + audio"}\n',
    ),
    Rule(
        id="tag/case",
        severity=Severity.WARNING,
        title="two tag keys of a resource differ in the case of letters only",
        why="Tags are case-sensitive: the service keeps both, and neither wins over the other.",
        fix="Write both in the same case, or rename one.",
        source=Source(
            said="Amazon Personalize developer guide, 'Tagging Amazon Personalize resources'",
            seen="2026-11-23",
        ),
        bad="tags: {team: video}\ndatasetGroups:\n  shop: {tags: {Team: audio}}\n",
        good="tags: {team: video}\ndatasetGroups:\n  shop: {tags: {team: audio}}\n",
    ),
    Rule(
        id="tag/too-many",
        title="a resource would carry more than 50 tags",
        why="A resource takes 50, four of which this tool needs.",
        fix="Remove some.",
        source=Source(
            said="Amazon Personalize developer guide, 'Tagging Amazon Personalize resources'",
            seen="2026-11-23",
        ),
    ),
)
