"""Solutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error
from reconciler.desired.node import key_position
from reconciler.desired.rules.check import Check, at
from reconciler.model.rules import Rule, Source
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

RULES = (
    Rule(
        id="solution/no-recipe",
        title="a solution has no recipe",
        why="The service does not know what to train.",
        fix="Add one, e.g. recipe: aws-user-personalization-v2.",
        source=Source(said="Amazon Personalize API reference, CreateSolution", seen="2026-11-23"),
        bad="autoTraining: false\n",
        good=("recipe: aws-user-personalization-v2\nautoTraining: false\n"),
    ),
    Rule(
        id="solution/schedule",
        title="a training schedule is not every 1 to 30 days",
        why="The service trains every 1 to 30 days.",
        fix="Write e.g. rate(7 days).",
        source=Source(
            said="Amazon Personalize developer guide, 'Configuring automatic training'",
            seen="2026-11-23",
        ),
        bad=("recipe: aws-user-personalization-v2\nautoTraining: {schedule: rate(31 days)}\n"),
        good=("recipe: aws-user-personalization-v2\nautoTraining: {schedule: rate(30 days)}\n"),
    ),
    Rule(
        id="solution/domain-recipe",
        title="a solution names a use case of a domain",
        why="A use case is served by a recommender, in a group of its domain.",
        fix="Declare it below recommenders, or name a recipe such as aws-user-personalization-v2.",
        source=Source(
            said="Amazon Personalize developer guide, 'Choosing recommender use cases'",
            seen="2026-11-23",
        ),
        bad="recipe: aws-ecomm-popular-items-by-purchases\n",
        good="recipe: aws-popularity-count\n",
    ),
)

_LAST_DAY = 30


def _recipe(item: Declared, root: Node) -> Iterator[Diagnostic]:
    if "recipe" not in item.said and item.said.get("performAutoML") is not True:
        where = key_position(root, item.place.path)
        fix = "add one, e.g. recipe: aws-user-personalization-v2"
        yield error("solution/no-recipe", f"{item.resource.address.name} lacks recipe", where, fix=fix)


def _schedule(item: Declared, root: Node) -> Iterator[Diagnostic]:
    schedule = at_path(item.said, "autoTraining.schedule")
    if isinstance(schedule, str):
        days = schedule.removeprefix("rate(").split(" ")[0]
        if not 1 <= int(days) <= _LAST_DAY:
            yield error(
                "solution/schedule",
                f"the service trains every 1 to {_LAST_DAY} days, not every {int(days)}",
                at(item, root, "autoTraining.schedule"),
                fix="write e.g. rate(7 days)",
            )


CHECKS: Mapping[str, tuple[Check, ...]] = {"solution": (_recipe, _schedule)}
