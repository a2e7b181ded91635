"""A reviewer who says yes: pastes what a refused plan offers, and clears away what no line of the file can.

With it a file and an account are brought to rest, as a team would over some pull requests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import yaml
from arena import Arena, Ran
from drawn_worlds import STACK, Tree, check_out
from nobody_loses import GENERATION
from report_truth import disagreements, plans_carried_out
from upheld import before, broken, is_ours, writes

MOST_APPLIES = 4
_STACK = "reconcile:stack"
_KINDS = (
    "campaign",
    "recommender",
    "solution",
    "event-tracker",
    "metric-attribution",
    "filter",
    "dataset",
    "dataset-group",
)
"""In the order in which a person deletes them."""


@dataclass(slots=True)
class Course:
    """How a file and an account came to rest: the tree as reviewed, every plan, every apply."""

    tree: Tree
    plans: list[Any] = field(default_factory=list)
    applies: list[Ran] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def last(self) -> Any:
        """The newest plan."""
        return self.plans[-1]

    @property
    def unhealthy(self) -> set[str]:
        """What the newest plan reports as unhealthy."""
        return {one["address"] for one in self.last["changes"] if one["unhealthy"]}

    def __str__(self) -> str:
        return "\n".join(
            [json.dumps(self.tree, ensure_ascii=False), *self.told, *self.broken, *map(str, self.applies)]
        )


def plan_of(arena: Arena, more: str = "") -> Any:
    """The JSON plan of the file as it is now."""
    ran = arena.run(f"plan --format json {more}")
    assert ran.document is not None, ran
    assert not any(sent.mutating for sent in arena.wire.sent), f"a plan changes something:\n{ran}"
    return ran.document


def refused(plan: Any) -> list[Any]:
    """The refused changes of a plan."""
    return [one for one in plan["changes"] if one["refusal"]]


def is_empty(plan: Any) -> bool:
    """Whether nothing is left to do but to wait: no step makes a call, and nothing is refused."""
    return not any(step["calls"] or step["marks"] for step in plan["steps"]) and not refused(plan)


def review(arena: Arena, course: Course) -> None:
    """Agree to everything that the newest plan refuses, once per refusal."""
    for one in refused(course.last):
        rule, paste = one["refusal"]["rule"], one["refusal"]["paste"]
        course.told.append(f"refused ({rule}): {one['action']} {one['address']}: {paste}")
        if rule == "max-deletes":
            course.tree.pop("policy", None)
        elif rule in {"consent", "stays-empty", "unowned"} and paste:
            agree(course.tree, paste)
        elif rule == "no-version":
            _without_campaign(course.tree, one["address"])
        elif rule == "no-data":
            _without_recommender(course.tree, one["address"])
        elif rule == "pinned-version":
            _let_go_of_pin(course.tree, one["address"])
        else:
            gone = clear_away(arena, one["refusal"]["why"])
            course.told.append(f"cleared: {gone}")
            # What is to be let go of is not ours either, and in the way.
            course.tree.pop("forget", None) if not gone else None
    check_out(arena, course.tree)


def agree(tree: Tree, paste: str) -> None:
    """Paste one line into the file."""
    for key, entries in yaml.safe_load(paste).items():
        said = tree.setdefault(key, [])
        said += [entry for entry in entries if entry not in said]


def _without_campaign(tree: Tree, address: str) -> None:
    name = address.partition("/")[2]
    for made in tree["datasetGroups"].values():
        for said in made.get("solutions", {}).values():
            said.get("campaigns", {}).pop(name, None)
            if not said.get("campaigns", True):
                del said["campaigns"]


def _without_recommender(tree: Tree, address: str) -> None:
    name = address.partition("/")[2]
    for made in tree["datasetGroups"].values():
        made.get("recommenders", {}).pop(name, None)
        if not made.get("recommenders", True):
            del made["recommenders"]


def _let_go_of_pin(tree: Tree, address: str) -> None:
    name = address.partition("/")[2]
    for made in tree["datasetGroups"].values():
        for said in made.get("solutions", {}).values():
            if name in said.get("campaigns", {}):
                said["campaigns"][name]["version"] = "latest"


def clear_away(arena: Arena, why: str) -> list[str]:
    """Their owners take away what is not ours, as far as it takes tags, and what has failed.

    Data among ours only where the refusal names it: `why` says what is in the way.
    """
    gone: list[str] = []
    client = arena.client()
    for kind in _KINDS:
        for one in arena.emulator.store.every():
            if one.kind != kind or is_ours(one) or kind == "metric-attribution":
                continue
            if kind in {"dataset", "dataset-group"} and not _is_bare(arena, one) and one.arn not in why:
                continue
            head, *rest = kind.split("-")
            member = f"{head}{''.join(word.capitalize() for word in rest)}Arn"
            try:
                getattr(client, f"delete_{kind.replace('-', '_')}")(**{member: one.arn})
            except client.exceptions.ClientError as error:
                gone.append(f"{one.arn} stays: {error.response['Error']['Message']}")
                if _stands_under_ours(arena, one) or _stands_among_ours(one):
                    # Nobody can delete it: it has lost its tags, and something of ours needs it.
                    gone.append(_given_back(client, one))
            else:
                gone.append(one.arn)
            arena.time.advance(600)
    return gone


def _stands_among_ours(one: Any) -> bool:
    return bool(one.kind == "dataset" and _STACK not in one.tags)


def _stands_under_ours(arena: Arena, solution: Any) -> bool:
    if solution.kind != "solution" or _STACK in solution.tags:
        return False
    return any(
        one.kind == "campaign"
        and is_ours(one)
        and str(one.wire["solutionVersionArn"]).startswith(f"{solution.arn}/")
        for one in arena.emulator.store.every()
    )


def _given_back(client: Any, one: Any) -> str:
    """A person writes the tags that it has lost: what left the file cannot be adopted."""
    address = f"{one.kind}/{GENERATION.sub('', one.name)}"
    if one.kind == "dataset":
        group, api_type = one.arn.split("/")[1:]
        address = f"dataset/{group}/{_FILE_TYPES.get(api_type, api_type.lower())}"
    marks = {_STACK: STACK, "reconcile:address": address}
    tags = [{"tagKey": key, "tagValue": value} for key, value in marks.items()]
    client.tag_resource(resourceArn=one.arn, tags=tags)
    return f"{one.arn} is tagged by hand as {address}"


_FILE_TYPES = {"ACTION_INTERACTIONS": "actionInteractions"}


def _is_bare(arena: Arena, one: Any) -> bool:
    """Nothing of ours lives in it."""
    return not any(
        is_ours(other) and other.group == (one.arn if one.kind == "dataset-group" else one.group)
        for other in arena.emulator.store.every()
    )


def settle(arena: Arena, tree: Tree) -> Course:
    """Plan, review and apply until nothing is left to do, or the most applies are made."""
    course = Course(tree=json.loads(json.dumps(tree)))
    check_out(arena, course.tree)
    for _ in range(2 * MOST_APPLIES):
        course.plans.append(plan_of(arena))
        if is_empty(course.last) or len(course.applies) >= MOST_APPLIES:
            break
        if refused(course.last):
            _refused_apply(arena, course)
            review(arena, course)
            continue
        _apply(arena, course)
    return course


def _refused_apply(arena: Arena, course: Course) -> None:
    """While one change is refused, an apply changes nothing at all."""
    since = before(arena)
    ran = arena.run("apply --yes")
    made = [call.operation for call in writes(arena, since)]
    if made or ran.code != 1:
        course.broken.append(f"guarded: a refused plan was applied: {made}, exit {ran.code}")


def _apply(arena: Arena, course: Course) -> None:
    """Apply the newest plan, which is made anew where failed things are to be tried again."""
    retry = "--retry-failed" if course.applies and course.applies[-1].code else ""
    if retry:
        course.plans.append(plan_of(arena, retry))
    since = before(arena)
    with plans_carried_out() as plans:
        course.applies.append(arena.run(f"apply --yes --format json {retry}"))
    report = course.applies[-1].document
    if report is None:
        course.broken.append("accurate: an apply ends without a report")
    else:
        course.broken += disagreements(report, plans[0] if plans else None, arena.emulator, since=since.call)
    course.broken += broken(arena, since, course.last, course.tree)
