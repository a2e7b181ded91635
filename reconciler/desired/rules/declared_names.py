"""Names across the whole file."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="name/twice",
        title="two things of one kind have one name",
        why="Names are unique per account and region, not per dataset group.",
        fix="Rename one of the two.",
        source=Source(
            said="Amazon Personalize API reference: names are unique per account and region",
            seen="2026-11-23",
        ),
        bad=(
            "datasetGroups:\n"
            "  a: {filters: {f: EXCLUDE ItemID WHERE Items.A = 1}}\n"
            "  b: {filters: {f: EXCLUDE ItemID WHERE Items.A = 1}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  a: {filters: {f: EXCLUDE ItemID WHERE Items.A = 1}}\n"
            "  b: {filters: {g: EXCLUDE ItemID WHERE Items.A = 1}}\n"
        ),
    ),
    Rule(
        id="name/reserved",
        title="a name is one that applying makes of another",
        why="Generations (-v2) and successors (-next) of the other would clash with it.",
        fix="Rename one of the two.",
        source=FORMAT,
        bad=(
            "filters:\n"
            "  seen: EXCLUDE ItemID WHERE Items.A = 1\n"
            "  seen-next: EXCLUDE ItemID WHERE Items.A = 1\n"
        ),
        good=(
            "filters:\n"
            "  seen: EXCLUDE ItemID WHERE Items.A = 1\n"
            "  next-seen: EXCLUDE ItemID WHERE Items.A = 1\n"
        ),
    ),
    Rule(
        id="name/too-long",
        title="a name is too long with its environment's prefix",
        why="A name takes 63 characters, the name of a stack 128.",
        fix="Shorten it or the prefix.",
        source=Source(
            said="botocore 1.44.5, Personalize service model, shape Name",
            seen="2026-11-23",
        ),
        bad=(
            "datasetGroups:\n"
            "  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: {}\n"
            "environments:\n"
            "  live: {prefix: p-}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: {}\n"
            "environments:\n"
            "  live: {prefix: p}\n"
        ),
    ),
    Rule(
        id="name/cut",
        severity=Severity.WARNING,
        title="a name has no room for the suffix of a generation or a successor",
        why=(
            "A name takes 63 characters. What applying makes of a longer one is cut, and six hex digits"
            " stand for the rest: its ARN is another than readers and policies expect."
        ),
        fix="Use at most 60 characters for a schema or solution and 58 for a filter, the prefix included.",
        source=FORMAT,
        bad=f"filters:\n  {59 * 'x'}: EXCLUDE ItemID WHERE Items.A = 1\n",
        good=f"filters:\n  {58 * 'x'}: EXCLUDE ItemID WHERE Items.A = 1\n",
    ),
    Rule(
        id="reference/unknown",
        title="a name refers to what the file does not declare",
        why="What it refers to could not be made first.",
        fix="Declare it, or correct the name.",
        source=FORMAT,
        bad=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "datasetGroups:\n"
            "  shop: {datasets: {items: {schema: item}}}\n"
        ),
        good=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "datasetGroups:\n"
            "  shop: {datasets: {items: {schema: items}}}\n"
        ),
    ),
    Rule(
        id="schema/unused",
        severity=Severity.WARNING,
        title="no dataset uses a schema",
        why="A schema is created with the first dataset that uses it, so this one never is.",
        fix="Name it in a dataset or remove it.",
        source=FORMAT,
        bad=("schemas:\n  items: {avro: items.avsc}\n"),
        good=(
            "schemas:\n"
            "  items: {avro: items.avsc}\n"
            "datasetGroups:\n"
            "  shop: {datasets: {items: {schema: items}}}\n"
        ),
    ),
)
