"""What an account holds, said so that two ways to the same end read the same: no times, no made-up names."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from arena import Arena
from outsider import BYSTANDERS, MARK

from personalize_emulator.calls import Call
from personalize_emulator.resources import CREATE_FAILED, Resource

RUNS = frozenset({"dataset-import-job", "solution-version"})
_JOB = re.compile(r"(-import-[0-9a-f]{8})[0-9a-f]{4}(-\d+)$")
_GENERATION = re.compile(r'((?:(?:solution|schema)/|"name": ")[^/"]+?)-v\d+(?=["/]|$)')
_TRACKER = re.compile(r"event-tracker/[0-9a-f]+")
_VERSION = re.compile(r"(solution/[^/\"]+)/[0-9a-f]{8}")
_SERVED = re.compile(r"\bversion=[0-9a-f]{4}")
"""In a campaign's digest, the hash of a version's made-up name."""
_DESTRUCTIVE = ("Delete", "Stop", "Untag")

State = Mapping[str, Any]
"""What is there, by a name that says what it is."""


def is_bystander(one: Resource) -> bool:
    """Whether it is no business of the stack's."""
    return bool({one.name, str(one.group).rpartition("/")[2]} & set(BYSTANDERS))


def state_of(arena: Arena, *, runs: bool = True) -> State:
    """The stack's part of the account: every resource with its members, tags and number of records.

    Without `runs` the records of runs are left out, and so are the numbers of generations: what somebody else
    has deleted is made anew from the first one.
    """
    every = [one for one in _every(arena) if not is_bystander(one)]
    names = _names(every)
    state: dict[str, Any] = {}
    for one in every:
        if runs or one.kind not in RUNS:
            key = _named(one.arn, names) if runs else _GENERATION.sub(r"\1", _named(one.arn, names))
            while key in state:
                key += " again"
            text = _named(json.dumps(_content(arena, one), sort_keys=True), names)
            state[key] = json.loads(text if runs else _GENERATION.sub(r"\1", text))
    return state


def bystanders_of(arena: Arena) -> State:
    """Everything that is not the stack's, to the last member and time."""
    every = (one for one in _every(arena) if is_bystander(one))
    return {one.arn: {**asdict(one), "records": _records(arena, one.arn)} for one in every}


def _every(arena: Arena) -> list[Resource]:
    arena.emulator.settle()
    return arena.emulator.store.every()


def differences(wanted: State, found: State) -> list[str]:
    """What is missing, too much or other than wanted."""
    told = [f"{key} is missing" for key in wanted.keys() - found.keys()]
    told += [f"{key} is too much: {found[key]}" for key in found.keys() - wanted.keys()]
    for key in wanted.keys() & found.keys():
        for member in sorted({*wanted[key], *found[key]}):
            old, new = wanted[key].get(member), found[key].get(member)
            if old != new:
                told.append(f"{key}: {member} is {new}, not {old}")
    return sorted(told)


def twice(arena: Arena) -> list[str]:
    """Things of which there are two where there should be one: generations, proofs, imports of the same."""
    owners: Counter[str | None] = Counter()
    imports: Counter[str] = Counter()
    wrong = []
    for one in _every(arena):
        owners[one.tags.get("reconcile:address")] += 1
        if one.kind == "filter" and one.name.endswith("-next"):
            wrong.append(f"a proof was left: {one.arn}")
        if one.kind == "dataset-import-job" and one.status != CREATE_FAILED:
            imports[one.name.rpartition("-")[0]] += 1
    wrong += [f"{owners[one]} things are {one}" for one in owners if one and owners[one] > 1]
    return wrong + [f"imported {imports[one]} times: {one}" for one in imports if imports[one] > 1]


def created(calls: Iterable[Call]) -> Counter[str]:
    """What was made, by operation and name: whatever is here twice was paid twice."""
    made: Counter[str] = Counter()
    for call in calls:
        if call.operation.startswith("Create"):
            about = call.parameters
            name = about.get("name") or about.get("jobName") or about.get("solutionArn", "")
            name = _JOB.sub(r"\1\2", str(name))
            made[f"{call.operation} {name}"] += 1
    return made


def destroyed(calls: Iterable[Call]) -> Counter[str]:
    """What was deleted, stopped or untagged, by operation and name."""
    gone: Counter[str] = Counter()
    for call in calls:
        if call.operation.startswith(_DESTRUCTIVE):
            about = json.dumps(call.parameters, sort_keys=True)
            about = _VERSION.sub(r"\1/*", _TRACKER.sub("event-tracker/*", about))
            gone[f"{call.operation} {about}"] += 1
    return gone


def _names(every: Iterable[Resource]) -> Mapping[str, str]:
    """A name that can be foretold for each that was made up."""
    names: dict[str, str] = {}
    versions: dict[str | None, list[Resource]] = {}
    for one in every:
        if one.kind == "event-tracker":
            names[one.arn] = f"{one.group}/event-tracker"
        if "trackingId" in one.wire:
            names[str(one.wire["trackingId"])] = "(an id)"
        if one.kind == "solution-version":
            versions.setdefault(one.parent, []).append(one)
    for parent, many in versions.items():
        active = [one.arn for one in many if one.status == "ACTIVE"]
        for n, one in enumerate(many, 1):
            names[one.arn] = f"{parent}/newest" if active[-1:] == [one.arn] else f"{parent}/{n}"
            names[one.name] = "/".join(names[one.arn].split("/")[1:])
    return names


def _named(text: str, names: Mapping[str, str]) -> str:
    for made_up, name in names.items():
        text = text.replace(made_up, name)
    return _JOB.sub(r"\1\2", text)


def _content(arena: Arena, one: Resource) -> dict[str, Any]:
    content = {
        "status": one.status,
        "reason": one.reason,
        "name": _JOB.sub(r"\1\2", one.name),
        "parent": one.parent,
        "group": one.group,
        **one.wire,
        **{f"tag {key}": _SERVED.sub("version=*", one.tags[key]) for key in one.tags if key != MARK},
    }
    if one.kind == "dataset":
        content["records"] = _records(arena, one.arn)
    return content


def _records(arena: Arena, arn: str) -> str:
    records = arena.emulator.store.records.of(arn)
    if not records:
        return "none"
    text = json.dumps(records, sort_keys=True, default=str)
    return f"{len(records)}, {hashlib.sha256(text.encode()).hexdigest()[:8]}"
