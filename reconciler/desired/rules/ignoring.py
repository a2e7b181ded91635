"""Findings that the file ignores."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule

RULES = (
    Rule(
        id="ignore/unknown-rule",
        title="an ignored rule does not exist",
        why="The entry would ignore nothing.",
        fix="Write the id that stands in brackets behind a finding.",
        source=FORMAT,
        bad=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "validate:\n"
            "  ignore:\n"
            "    - {rule: schema/unsued, at: schema/items, because: its dataset follows}\n"
        ),
        good=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "validate:\n"
            "  ignore:\n"
            "    - {rule: schema/unused, at: schema/items, because: its dataset follows}\n"
        ),
    ),
    Rule(
        id="ignore/error",
        title="an error is to be ignored",
        why=(
            "Only warnings can be: the service would refuse what an error is about, or the reconciler "
            "cannot tell what is meant."
        ),
        fix="Remove the entry, and correct what the rule finds.",
        source=FORMAT,
        bad=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "validate:\n"
            "  ignore:\n"
            "    - {rule: schema/no-fields, at: schema/items, because: its dataset follows}\n"
        ),
        good=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "validate:\n"
            "  ignore:\n"
            "    - {rule: schema/unused, at: schema/items, because: its dataset follows}\n"
        ),
    ),
    Rule(
        id="ignore/nothing",
        severity=Severity.WARNING,
        title="an entry ignores nothing",
        why=(
            "What it was for is gone, or it is written at another place; it would hide the next finding"
            " there."
        ),
        fix="Remove the entry, or correct its rule or place.",
        source=FORMAT,
        bad=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "validate:\n"
            "  ignore:\n"
            "    - {rule: schema/unused, at: schema/users, because: its dataset follows}\n"
        ),
        good=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "validate:\n"
            "  ignore:\n"
            "    - {rule: schema/unused, at: schema/items, because: its dataset follows}\n"
        ),
    ),
)
