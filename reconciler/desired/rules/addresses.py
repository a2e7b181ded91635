"""Addresses, intents and policy."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="address/form",
        title="a text is no address",
        why="What is meant cannot be known.",
        fix="Write addresses such as campaign/NAME or dataset/GROUP/items.",
        source=FORMAT,
        bad="forget: [shop]\n",
        good="forget: [dataset-group/shop]\n",
    ),
    Rule(
        id="address/twice",
        title="an address is listed twice",
        why="One of the two has nothing left to do.",
        fix="Remove one of the two.",
        source=FORMAT,
        bad="forget: [filter/a, filter/a]\n",
        good="forget: [filter/a, filter/b]\n",
    ),
    Rule(
        id="address/unowned",
        title="what carries no mark of an owner is to be adopted or forgotten",
        why="Schemas and metric attributions take no tags, and runs are records that nobody owns.",
        fix="Remove the entry.",
        source=Source(
            said="Amazon Personalize developer guide, 'Tagging Amazon Personalize resources'",
            seen="2026-11-23",
        ),
        bad="forget: [schema/items]\n",
        good="forget: [dataset-group/items]\n",
    ),
    Rule(
        id="adopt/undeclared",
        title="what is to be adopted is not declared",
        why="It would be deleted by the next apply.",
        fix="Declare it first.",
        source=FORMAT,
        bad="adopt: [dataset-group/shop]\n",
        good=("datasetGroups:\n  shop: {}\nadopt: [dataset-group/shop]\n"),
    ),
    Rule(
        id="forget/declared",
        title="what is to be forgotten is still declared",
        why="The next apply would want to own it again.",
        fix="Remove its declaration, or the entry.",
        source=FORMAT,
        bad=("datasetGroups:\n  shop: {}\nforget: [dataset-group/shop]\n"),
        good="forget: [dataset-group/shop]\n",
    ),
    Rule(
        id="consent/empty",
        title="empty is said beside delete",
        why="It agrees that what is recreated stays empty; of a deletion that goes without saying.",
        fix="Remove it.",
        source=FORMAT,
        bad=("consent:\n  - {delete: dataset/shop/items, change: 3fa9c1, because: unused, empty: true}\n"),
        good=("consent:\n  - {recreate: dataset/shop/items, change: 3fa9c1, because: unused, empty: true}\n"),
    ),
    Rule(
        id="policy/floor",
        title="floor is said beside a number",
        why="It is what a percentage never goes below.",
        fix="Write a percentage, or remove floor.",
        source=FORMAT,
        bad="policy: {maxDeletes: 5, floor: 2}\n",
        good='policy: {maxDeletes: "20%", floor: 2}\n',
    ),
    Rule(
        id="policy/percent",
        title="maxDeletes is above 100%",
        why="It would guard nothing.",
        fix="Write at most 100%.",
        source=FORMAT,
        bad='policy: {maxDeletes: "101%"}\n',
        good='policy: {maxDeletes: "100%"}\n',
    ),
)
