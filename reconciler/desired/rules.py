"""What the file alone shows to be wrong with one declaration, beyond the form of single values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from reconciler.desired.file_schema import ACCOUNT_PATTERN, REGION_PATTERN
from reconciler.desired.findings import error, warning
from reconciler.desired.group_rules import GROUP_RULES
from reconciler.desired.node import Node, find, key_position, value_position
from reconciler.desired.resources import Declared
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconciler.model.diagnostics import Diagnostic, Position

Rule: TypeAlias = "Callable[[Declared, Node], Iterator[Diagnostic]]"

_HOURS = {"h": 1, "d": 24, "w": 168}
_LONGEST_AGE = 10 * 365 * 24
_SHORT_AGE = 24
_PASSED = "IAM lets nobody pass a role of another account to a service, so that the call would be refused"
_LAST_DAY = 30
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
_SYNC = "campaignConfig.syncWithLatestSolutionVersion"


def check_rules(found: Iterable[Declared], root: Node) -> Iterator[Diagnostic]:
    """The findings of every rule on every declaration of its kind."""
    for item in found:
        name = item.place.kind.name
        yield from _roles(item, root)
        for rule in (*_RULES.get(name, ()), *GROUP_RULES.get(name, ())):
            yield from rule(item, root)


def _at(item: Declared, root: Node, path: str, *, key: bool = False) -> Position:
    where = key_position if key else value_position
    return where(root, (*item.place.path, *path.split(".")))


def _roles(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """Roles of another account or partition than the file's: no service can be handed one.

    Source: IAM user guide, 'Grant a user permissions to pass a role to an AWS service': not across accounts.
    """
    region = _said(root, "region", REGION_PATTERN)
    meant = next((name for start, name in _PARTITIONS.items() if region.startswith(start)), "aws")
    for use in item.place.kind.passes:
        role = at_path(item.said, use.role)
        if not isinstance(role, str):
            continue
        partition, account = role.split(":")[1], role.split(":")[4]
        wanted = _said(root, "account", ACCOUNT_PATTERN)
        other = ""
        if wanted and account != wanted:
            other = f"account {account}, the file is for {wanted}"
        elif region and partition != meant:
            other = f"partition {partition}, {region} is in {meant}"
        if other:
            where = _at(item, root, use.role)
            summary = f"{use.role}: the role is of {other}"
            yield error("role/elsewhere", summary, where, why=_PASSED, fix="name a role of that account")


def _said(root: Node, key: str, pattern: str) -> str:
    """What the file says there, "" where that is missing or a mistake itself."""
    entry = root.entries.get(key)
    value = entry.node.value if entry else None
    return value if isinstance(value, str) and re.fullmatch(pattern, value) else ""


def _key_and_role(item: Declared, root: Node) -> Iterator[Diagnostic]:
    pair = ("kmsKeyArn", "roleArn")
    said = [key for key in pair if key in item.said]
    if len(said) == 1:
        missing = next(key for key in pair if key not in said)
        yield error(
            "dataset-group/key-and-role",
            f"{said[0]} is said without {missing}",
            _at(item, root, said[0], key=True),
            fix=f"add {missing}, or remove {said[0]}",
        )


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
                _at(item, root, "autoTraining.schedule"),
                fix="write e.g. rate(7 days)",
            )


def _band(item: Declared, root: Node) -> Iterator[Diagnostic]:
    low, high = at_path(item.said, "minTPS.min"), at_path(item.said, "minTPS.max")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        where = _at(item, root, "minTPS.min")
        yield error("campaign/band", f"minTPS: min {low} is above max {high}", where, fix="swap the two")


def _version_once(item: Declared, root: Node) -> Iterator[Diagnostic]:
    if "version" in item.said and at_path(item.said, _SYNC) is not None:
        yield error(
            "campaign/said-twice",
            f"version and {_SYNC} say the same member of the API",
            _at(item, root, _SYNC, key=True),
            fix="keep version (version: sync turns the flag on)",
        )


def _training_age(item: Declared, root: Node) -> Iterator[Diagnostic]:
    age = item.said.get("maxAge")
    if not isinstance(age, str):
        return
    where = _at(item, root, "maxAge")
    # Longer numbers need no reading; Python refuses to read very long ones.
    hours = int(age[:-1]) * _HOURS[age[-1]] if len(age) <= len("87600h") else _LONGEST_AGE + 1
    if hours > _LONGEST_AGE:
        yield error("training/max-age", "maxAge is above ten years", where, fix="leave it out: never too old")
    elif item.said.get("when") == "never":
        yield warning(
            "training/never", "maxAge has no effect with when: never", where, fix="remove one of the two"
        )
    elif hours < _SHORT_AGE:
        why = "every run of the reconciler may start a training, each of which is billed"
        yield warning("training/max-age-short", "maxAge is below a day", where, why=why, fix="write e.g. 7d")


def _imports_to_wait_for(item: Declared, root: Node) -> Iterator[Diagnostic]:
    solution = item.place.outer
    group = solution.outer if solution else None
    datasets = find(root, (*group.path, "datasets")) if group else None
    imported = any(
        "import" in entry.node.entries for entry in (datasets.entries if datasets else {}).values()
    )
    if item.said.get("when") == "imported" and not imported:
        yield warning(
            "training/no-imports",
            "when: imported, but no dataset of the group has an import",
            _at(item, root, "when"),
            why="only a first training would ever be due",
            fix="declare an import, or write when: initial",
        )


_RULES: Mapping[str, tuple[Rule, ...]] = {
    "dataset-group": (_key_and_role,),
    "solution": (_recipe, _schedule),
    "solution-version": (_training_age, _imports_to_wait_for),
    "campaign": (_band, _version_once),
}
