"""The second half of the judge in report_truth: what is told agrees with what stands in the account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from told import Told

from personalize_emulator.calls import Call
from personalize_emulator.emulator import Emulator
from personalize_emulator.resources import Resource
from personalize_emulator.shapes import output_members

LOOKS_EVERY = 60.0
"""Seconds between two looks of an apply at what it waits for, at most."""
_STATUS = re.compile(r"(ACTIVE|INACTIVE|(CREATE|DELETE|UPDATE|START|STOP)\w* [A-Z_ ]+)?")


def acted_on_later(case: Told, rest: Sequence[Told]) -> bool:
    """Whether a later step has changed what this one left behind."""
    return any(one.arn == case.arn and (one.happened or one.result["ended"] == "done") for one in rest)


def about_account(case: Told, emulator: Emulator, now: float, ours: Sequence[Call]) -> Iterator[str]:
    """What is told agrees with what stands in the account just after the command ended."""
    ended, live = case.result["ended"], emulator.store.find(case.arn) if case.arn else None
    if ended == "done":
        yield from _about_done(case, live, emulator, ours)
    elif ended == "failed":
        yield from _about_failed(case, live)
    elif ended == "in progress":
        created = any(name.startswith("Create") for name in case.result["calls"])
        if created and live is None and case.step["until"] != "gone":
            yield "was created, it says, and does not exist"
        waited = now - live.updated if live and _rests(live) else 0.0
        over = not case.untold() and case.step["until"] != "gone" and _STATUS.fullmatch(case.result["detail"])
        if over and waited > 2 * LOOKS_EVERY:
            yield f"rests since {waited:.0f} s, and nothing is left to do"


def _about_done(case: Told, live: Resource | None, emulator: Emulator, ours: Sequence[Call]) -> Iterator[str]:
    step, until = case.step, case.step["until"]
    deletes = any(one["operation"].startswith("Delete") for one in step["calls"])
    if until == "idle":
        yield from _about_rest(case, emulator, ours)
    elif until == "gone" or deletes:
        kept = step["keeps_if_in_use"] and case.result["detail"]
        if live and not kept and not (until is None and live.leaving):
            yield f"is still there, {live.status}"
    elif until == "settled":
        if live and live.changing:
            yield f"is {live.status}"
    elif live is None:
        if step["action"] != "forget":
            yield "does not exist" if case.arn else "tells no ARN"
    elif until and live.status != {"stopped": "INACTIVE"}.get(until, "ACTIVE") and until != "updated":
        yield f"is {live.status}"
    elif until and not _rests(live) and not _follows_by_itself(live):
        yield f"is still changing: {live.status}, update {live.update}"


def _about_rest(case: Told, emulator: Emulator, ours: Sequence[Call]) -> Iterator[str]:
    stops = [str(one["request"]["solutionVersionArn"]) for one in case.step["calls"]]
    solution = stops[0].removesuffix("/*") if stops else case.arn
    anew = any(call.operation == "CreateSolutionVersion" for call in ours)
    for one in emulator.store.every():
        if one.kind == "solution-version" and one.parent == solution and one.changing and not anew:
            yield f"{one.arn} is {one.status}"


def _about_failed(case: Told, live: Resource | None) -> Iterator[str]:
    if live is None or case.unsure:
        return
    told = not live.reason or live.reason in case.result["detail"] or not _gives_reasons(live.kind)
    if live.status.endswith("FAILED") and not told:
        yield f"keeps the service's reason back: {live.reason}"
    well = _rests(live) and not live.status.endswith("FAILED") and not _update_failed(live)
    if well and case.planned and not case.untold() and case.step["until"] != "gone":
        yield f"all of it was done, and it is {live.status}"


def _gives_reasons(kind: str) -> bool:
    """Whether the service shows why one failed: of a dataset it does not."""
    noun = kind.title().replace("-", "")
    members = output_members(f"Describe{noun}")
    return "failureReason" in output_members(f"Describe{noun}", next(iter(members)))


def _rests(live: Resource) -> bool:
    return not (live.changing or live.updating)


def _update_failed(live: Resource) -> bool:
    return live.update is not None and str(live.update["status"]).endswith("FAILED")


def _follows_by_itself(live: Resource) -> bool:
    """A campaign under sync is updated by the service whenever a training has ended."""
    return bool((live.wire.get("campaignConfig") or {}).get("syncWithLatestSolutionVersion"))
