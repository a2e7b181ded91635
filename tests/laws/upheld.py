"""Checks of single commands: what a law says of one apply, told as sentences about how it was broken.

None of them asks the reconciler what should happen, save for its printed plan, which is held to its word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import order_rules
from arena import Arena
from drawn_data import OTHERS_JOB
from drawn_worlds import STACK, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stood when a command began."""

    call: int
    every: Mapping[str, Any]
    records: Mapping[tuple[str, float], int]


def is_ours(resource: Any) -> bool:
    """Whether our stack's mark is on it."""
    return bool(resource.tags.get("reconcile:stack") == STACK)


def before(arena: Arena) -> Before:
    """Look before a command runs."""
    arena.emulator.moments.clear()
    store = arena.emulator.store
    every = {one.arn: one for one in store.every()}
    records = {
        (one.arn, one.created): len(store.records.of(one.arn))
        for one in every.values()
        if one.kind == "dataset"
    }
    return Before(call=arena.emulator.calls.last, every=every, records=records)


def writes(arena: Arena, since: Before) -> list[Any]:
    """The mutating calls that the service took."""
    calls = arena.emulator.calls.since(since.call)
    return [call for call in calls if call.mutating and call.error is None and call.plane != "s3"]


def broken(arena: Arena, since: Before, plan: Any, tree: Tree) -> list[str]:
    """Every way in which the apply of a plan broke a law."""
    return [
        *(f"ordered: {text}" for text in _deleted_too_early(arena)),
        *(f"ordered: {text}" for text in order_rules.created_too_early(arena.emulator.moments)),
        *(f"faithful: {text}" for text in unplanned(writes(arena, since), plan)),
        *(f"minimal: {text}" for text in touched(arena, since, tree)),
        *(f"data kept: {text}" for text in lost(arena, since, tree)),
        *(f"one of each: {text}" for text in doubled(arena)),
    ]


def _deleted_too_early(arena: Arena) -> Iterator[str]:
    """What was deleted too early, save beside what is somebody else's.

    Of a dataset that goes no imports are read, nor the trainings of a solution that is let go of: the service
    tells of one, and the deletion waits for it.
    """
    strange = [one.arn.rpartition(":")[2] for one in arena.emulator.store.every() if not is_ours(one)]
    return beside_ours(order_rules.deleted_too_early(arena.emulator.moments), strange)


def beside_ours(said: Iterable[str], strange: Iterable[str]) -> Iterator[str]:
    """Of sentences about what was deleted too early those that are not about somebody else's runs.

    That is an import by hand, or a training of a solution that is `strange`, told as kind/name.
    """
    others = (
        f"dataset-import-job/{OTHERS_JOB}",
        *(f"{one}/" for one in strange if one.startswith("solution/")),
    )
    return (text for text in said if not text.partition(" while ")[2].startswith(others))


def unplanned(made: list[Any], plan: Any) -> Iterator[str]:
    """Calls that no step of the plan has, or that were made more often than planned."""
    planned = [
        (call["operation"], call["request"])
        for step in plan["steps"]
        for call in (*step["calls"], *step["marks"], *step["refused"])
    ]
    for call in made:
        found = next(
            (one for one in planned if one[0] == call.operation and _fits(one[1], call.parameters)), None
        )
        if found is None:
            yield f"{call.operation} {json.dumps(call.parameters, sort_keys=True)[:400]}"
        else:
            planned.remove(found)


def _fits(template: Any, value: Any) -> bool:
    """Whether a request is a planned one, with what was not known then filled in."""
    if isinstance(template, dict):
        if "$unknown" in template:
            return True
        plain = {key.removeprefix("$"): inner for key, inner in template.items()}
        same = isinstance(value, dict) and plain.keys() == value.keys()
        return same and all(_fits(inner, value[key]) for key, inner in plain.items())
    if isinstance(template, list):
        same = isinstance(value, list) and len(template) == len(value)
        return same and all(_fits(one, other) for one, other in zip(template, value, strict=True))
    if isinstance(template, str) and isinstance(value, str) and template.endswith("/*"):
        return value.startswith(template.removesuffix("*"))
    return bool(template == value)


def touched(arena: Arena, since: Before, tree: Tree) -> Iterator[str]:
    """What is not ours, and did not become ours by an `adopt` entry, is as it was."""
    adopting = bool(tree.get("adopt"))
    for arn, was in since.every.items():
        if is_ours(was) or not was.tags.get("reconcile:stack", not adopting and "made" in was.tags):
            continue
        now = arena.emulator.store.find(arn)
        if now is None or now.created != was.created:
            yield f"{arn} is gone, although it is not ours"
        elif (now.wire, now.tags) != (was.wire, was.tags):
            yield f"{arn} was changed, although it is not ours"


def lost(arena: Arena, since: Before, tree: Tree) -> Iterator[str]:
    """Records of a dataset remain unless a consent names it or its group."""
    agreed = {str(entry.get("delete") or entry.get("recreate")) for entry in tree.get("consent", ())}
    for (arn, created), count in since.records.items():
        was = since.every[arn]
        group, kind = arn.split("/")[-2:]
        key = "".join(word.capitalize() for word in kind.lower().split("_"))
        address = f"dataset/{group}/{key[0].lower()}{key[1:]}"
        if (
            not count
            or agreed & {address, f"dataset-group/{group}"}
            or was.tags.get("reconcile:stack") != STACK
        ):
            continue
        now = arena.emulator.store.find(arn)
        if now is None or now.created != created:
            yield f"{address} was deleted with {count} records and no consent"
        elif not arena.emulator.store.records.of(arn):
            yield f"{address} lost {count} records"


def doubled(arena: Arena) -> Iterator[str]:
    """Nothing stands at one address twice, save generations of a solution."""
    seen: dict[tuple[str, str], str] = {}
    for one in arena.emulator.store.every():
        address = one.tags.get("reconcile:address")
        if (
            not is_ours(one)
            or one.leaving
            or one.kind in {"solution", "solution-version", "dataset-import-job"}
        ):
            continue
        if address.startswith("filter/") and one.name != address.partition("/")[2]:
            continue
        if (one.kind, address) in seen:
            yield f"{address} is both {seen[one.kind, address]} and {one.arn}"
        seen[one.kind, address] = one.arn
