"""Overrides of environments."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.rules import Rule

RULES = (
    Rule(
        id="override/address",
        title="an override is written at what is no address",
        why="What it is to change cannot be known.",
        fix="Write addresses such as campaign/NAME, without the prefix.",
        source=FORMAT,
        bad=(
            "datasetGroups:\n"
            "  shop: {tags: {team: video}}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      shop: {tags: {team: live}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  shop: {tags: {team: video}}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      dataset-group/shop: {tags: {team: live}}\n"
        ),
    ),
    Rule(
        id="override/undeclared",
        title="an override is of what the file does not declare",
        why="It would change nothing.",
        fix="Write the address of a declaration, as the file writes it, without the prefix.",
        source=FORMAT,
        bad=(
            "datasetGroups:\n"
            "  shop: {tags: {team: video}}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      dataset-group/shops: {tags: {team: live}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  shop: {tags: {team: video}}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      dataset-group/shop: {tags: {team: live}}\n"
        ),
    ),
    Rule(
        id="override/twice",
        title="two overrides say the same key",
        why="Which of the two holds cannot be known.",
        fix="Keep one of the two.",
        source=FORMAT,
        bad=(
            "datasetGroups:\n"
            "  shop: {eventTracker: clicks, datasets: {interactions: {schema: i}}}\n"
            "schemas:\n"
            "  i: {avro: interactions.avsc}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      event-tracker/shop: {name: a}\n"
            "      dataset-group/shop: {eventTracker: {name: b}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  shop: {eventTracker: clicks, datasets: {interactions: {schema: i}}}\n"
            "schemas:\n"
            "  i: {avro: interactions.avsc}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      event-tracker/shop: {name: a}\n"
            "      dataset-group/shop: {eventTracker: {tags: {team: b}}}\n"
        ),
    ),
    Rule(
        id="override/removes-nothing",
        title="null removes a key that the file does not say",
        why="The line has no effect; the key is most often misspelt.",
        fix="Correct the key, or remove the line.",
        source=FORMAT,
        bad=(
            "datasetGroups:\n"
            "  shop: {tags: {team: video}}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      dataset-group/shop: {tags: {teem: null}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  shop: {tags: {team: video}}\n"
            "environments:\n"
            "  live:\n"
            "    overrides:\n"
            "      dataset-group/shop: {tags: {team: null}}\n"
        ),
    ),
)
