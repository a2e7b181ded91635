"""What people do to a file: small edits, all of which leave a file that can be carried out.

An edit changes the document that it is given and says what it did, or None where it does not apply.
`pick` chooses one of several.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from stack_file import Json

Pick = Callable[[Sequence[Any]], Any]
Edit = Callable[[Json, Pick], str | None]

_RECIPES = ("aws-user-personalization-v2", "aws-user-personalization", "aws-popularity-count")


def groups_of(document: Json) -> list[Json]:
    return list(document.get("datasetGroups", {}).values())


def _solutions(document: Json) -> list[Json]:
    return [one for group in groups_of(document) for one in group.get("solutions", {}).values()]


def _campaigns(document: Json) -> list[Json]:
    return [one for solution in _solutions(document) for one in solution.get("campaigns", {}).values()]


_IDS = ("a0000003", "a0000004", "a0000007")
"""Versions as the emulator counts them: trained by then or not, of this solution or of another one."""


def team_tag(document: Json, pick: Pick) -> str:
    document["tags"] = pick([{"team": "video"}, {"team": "search"}, {"team": "video", "cost": "7"}, {}])
    return f"tags {document['tags']}"


def minimum(document: Json, pick: Pick) -> str | None:
    if not (campaigns := _campaigns(document)):
        return None
    campaign = pick(campaigns)
    campaign["minTPS"] = pick([1, 2, {"min": 1, "max": 3}, {"min": 3, "max": 5}])
    return f"minTPS {campaign['minTPS']}"


def deployed_version(document: Json, pick: Pick) -> str | None:
    if not (campaigns := _campaigns(document)):
        return None
    campaign = pick(campaigns)
    campaign["version"] = pick(["latest", "sync", *_IDS])
    return f"version {campaign['version']}"


def _spare(document: Json, kind: str) -> str:
    """The name of what comes: names are the account's, and two stacks that declare one never come to rest."""
    return f"{'spare' if document['stack'] != 'next-door' else 'next-doors'}-{kind}"


def recipe(document: Json, pick: Pick) -> str | None:
    found = [one for one in _solutions(document) if one["recipe"] != "aws-next-best-action"]
    if not found:
        return None
    solution = pick(found)
    solution["recipe"] = pick(_RECIPES)
    solution.pop("solutionConfig", None)
    return f"recipe {solution['recipe']}"


def hyperparameter(document: Json, pick: Pick) -> str | None:
    found = [one for one in _solutions(document) if one["recipe"] == "aws-user-personalization"]
    if not found:
        return None
    depth = pick(["8", "16"])
    pick(found)["solutionConfig"] = {"algorithmHyperParameters": {"bptt": depth}}
    return f"bptt {depth}"


def auto_training(document: Json, pick: Pick) -> str | None:
    if not (found := _solutions(document)):
        return None
    solution = pick(found)
    solution["autoTraining"] = pick([False, {"schedule": "rate(7 days)"}])
    return f"autoTraining {solution['autoTraining']}"


def training(document: Json, pick: Pick) -> str | None:
    if not (found := _solutions(document)):
        return None
    chosen = pick([{"when": "imported"}, {"when": "initial"}, {"when": "imported", "maxAge": "10d"}])
    pick(found)["training"] = chosen
    return f"training {chosen}"


def solution(document: Json, pick: Pick) -> str | None:
    """Add one, remove one, or move one to another group."""
    if not (groups := groups_of(document)):
        return None
    group = pick(groups)
    there = group.setdefault("solutions", {})
    if there and pick(["remove", "add"]) == "remove":
        name = pick(sorted(there))
        gone = there.pop(name)
        if gone["recipe"] != "aws-next-best-action" and len(groups) > 1 and pick([True, False]):
            pick([one for one in groups if one is not group]).setdefault("solutions", {})[name] = gone
            return f"solution {name} moves to another group"
        return f"solution {name} leaves"
    spare = _spare(document, "solution")
    if any(spare in one.get("solutions", {}) for one in groups):
        return None
    there[spare] = {"recipe": "aws-popularity-count", "training": {"when": "initial"}}
    return f"{spare} comes"


def campaign(document: Json, pick: Pick) -> str | None:
    """Add one, remove one, or move one to another solution."""
    if not (solutions := _solutions(document)):
        return None
    body = pick(solutions)
    there = body.setdefault("campaigns", {})
    if there and pick(["remove", "add"]) == "remove":
        name = pick(sorted(there))
        gone = there.pop(name)
        others = [one for one in solutions if one is not body]
        if others and pick([True, False]):
            pick(others).setdefault("campaigns", {})[name] = gone
            return f"campaign {name} moves to another solution"
        return f"campaign {name} leaves"
    spare = _spare(document, "campaign")
    if any(spare in one.get("campaigns", {}) for one in solutions):
        return None
    there[spare] = {"minTPS": 1}
    return f"{spare} comes"


def a_filter(document: Json, pick: Pick) -> str | None:
    """Add one, change one, remove one, or move one to another group."""
    if not (groups := groups_of(document)):
        return None
    group = pick(groups)
    there = group.setdefault("filters", {})
    expression = pick(
        [
            f'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("{one}")'
            for one in ("View", "watch", "Purchase")
        ]
    )
    what = pick(["change", "add", "remove", "move"]) if there else "add"
    if what == "add":
        spare = _spare(document, "filter")
        if any(spare in one.get("filters", {}) for one in groups):
            return None
        there[spare] = expression
        return f"{spare} comes"
    name = pick(sorted(there))
    if what == "change":
        there[name] = expression
        return f"filter {name} says {expression}"
    gone = there.pop(name)
    others = [one for one in groups if one is not group]
    if what == "move" and others and "Items." not in gone:
        pick(others).setdefault("filters", {})[name] = gone
        return f"filter {name} moves to another group"
    return f"filter {name} leaves"


def tracker(document: Json, pick: Pick) -> str | None:
    if not (groups := groups_of(document)):
        return None
    group = pick(groups)
    if group.pop("eventTracker", None):
        return "the tracker leaves"
    group["eventTracker"] = pick(["one-tracker", "other-tracker"])
    return f"the tracker {group['eventTracker']} comes"


EDITS: tuple[Edit, ...] = (
    team_tag,
    minimum,
    deployed_version,
    recipe,
    hyperparameter,
    auto_training,
    training,
    solution,
    campaign,
    a_filter,
    tracker,
)
