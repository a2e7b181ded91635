"""The judge of an apply's report: what it says of every address, held against plan, account and call log.

Written without the reconciler's own code for outcomes, so that a wrong belief there is not repeated here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from account_truth import about_account, acted_on_later
from told import Told, attributed

from personalize_emulator.emulator import Emulator

CLASSES = ("done", "failed", "skipped", "in progress", "not started")
_VERDICTS = {1: "failed", 3: "in-progress", 130: "interrupted"}


@contextmanager
def plans_carried_out() -> Iterator[list[Any]]:
    """The plans, as documents, that commands of this process carry out inside the block, in order."""
    from reconciler.apply import run  # noqa: PLC0415
    from reconciler.plan.document import to_document  # noqa: PLC0415

    seen: list[Any] = []
    carry_out = run.apply_plan

    def overheard(plan: Any, *rest: Any, **how: Any) -> Any:
        seen.append(to_document(plan))
        return carry_out(plan, *rest, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "apply_plan", overheard)
        yield seen


def disagreements(
    outcome: Mapping[str, Any],
    plan: Mapping[str, Any] | None,
    emulator: Emulator,
    *,
    since: int = 0,
    others: Collection[int] = (),
    lost: Collection[int] = (),
) -> list[str]:
    """Every contradiction between what `apply --format json` printed and what is so.

    `plan` is the document of the plan that was carried out, None when none was. The command's calls are
    those in the emulator's log numbered above `since`, but for `others`, which somebody else made; the
    answers to `lost` never arrived. Call it before time passes. Empty when all that is told is true.
    """
    now = emulator.settle()
    log = [call for call in emulator.calls.since(since) if call.plane == "personalize" and call.mutating]
    foreign = [call for call in log if call.n in others and call.error is None]
    ours = [call for call in log if call.n not in others and call.error is None]
    if plan is None:
        return [*_about_nothing(outcome), *(f"{call.operation} was made, untold" for call in ours)]
    found = [*_about_the_whole(outcome, plan)]
    results = {one["step"]: one for one in outcome["results"]}
    cases = [Told(step=one, result=results[one["id"]]) for one in plan["steps"] if one["id"] in results]
    found += attributed(ours, cases)
    touched = {value for call in foreign for value in call.parameters.values() if isinstance(value, str)}
    unheard = {call.n for call in ours if call.n in lost or call.status == 0}
    for place, case in enumerate(cases):
        says = [*_about_calls(case, unheard, bool(foreign)), *_about_class(case, results, cases)]
        if not _met(case.arn, touched) and not acted_on_later(case, cases[place + 1 :]):
            says += about_account(case, emulator, now, ours)
        found += [f"{case.step['id']} ({case.result['ended']}): {one}" for one in says]
    return found


def _met(arn: str | None, touched: Collection[str]) -> bool:
    """Whether somebody else laid hands on it, or on the solution whose version it is."""
    return arn in touched or any(str(arn).startswith(f"{one}/") for one in touched)


def _about_the_whole(outcome: Mapping[str, Any], plan: Mapping[str, Any]) -> Iterator[str]:
    """One class per step and address, numbers that add up, an exit code that follows."""
    told = Counter(one["step"] for one in outcome["results"])
    steps = {one["id"]: one for one in plan["steps"]}
    for step, times in told.items():
        if times > 1:
            yield f"{step} is told {times} times"
    yield from (f"{step} is planned and not told" for step in steps.keys() - told.keys())
    yield from (f"{step} is told and not planned" for step in told.keys() - steps.keys())
    for one in outcome["results"]:
        planned = steps.get(one["step"], one)
        if (one["address"], one["action"]) != (planned["address"], planned["action"]):
            yield f"{one['step']} is told as {one['action']} {one['address']}"
    with_steps = {one["address"] for one in plan["steps"]}
    for change in plan["changes"]:
        if change["action"] != "none" and change["address"] not in with_steps:
            yield f"{change['address']} has a change and no step, so nothing is told of it"
    ends = Counter(one["ended"] for one in outcome["results"])
    yield from (f"no class is called {word!r}" for word in ends.keys() - set(CLASSES))
    if outcome["counts"] != {word: ends[word] for word in CLASSES}:
        yield f"it counts {outcome['counts']}, told are {dict(ends)}"
    yield from _about_exit(outcome, plan, ends)


def _about_nothing(outcome: Mapping[str, Any]) -> Iterator[str]:
    if outcome["results"]:
        yield "it tells of steps, and no plan was carried out"
    if outcome["exit_code"] != 1 or outcome["verdict"] not in {"refused", "incomplete", "declined"}:
        yield f"nothing was done: exit {outcome['exit_code']}, {outcome['verdict']}"


def _about_exit(outcome: Mapping[str, Any], plan: Mapping[str, Any], ends: Counter[str]) -> Iterator[str]:
    code, verdict = outcome["exit_code"], outcome["verdict"]
    unwell = any(one["unhealthy"] and one["action"] == "none" for one in plan["changes"])
    if outcome["interrupted"]:
        right = 130
    elif ends["failed"] or ends["skipped"]:
        right = 1
    elif ends["in progress"] or ends["not started"]:
        right = 3
    else:
        right = 1 if unwell else 0
    if code != right:
        yield f"exit {code} where {dict(ends)} is {right}"
    named = {_VERDICTS[code]} if code in _VERDICTS else {"done", "nothing-to-do"}
    if verdict not in named:
        yield f"exit {code} is called {verdict}"


def _about_calls(case: Told, unheard: Collection[int], meddled: bool) -> Iterator[str]:
    """The calls that it tells are those that succeeded; of an answer that was lost it says so."""
    told, happened = Counter(case.result["calls"]), Counter(call.operation for call in case.happened)
    if not meddled:
        yield from (f"tells of a {name} that never succeeded" for name in told - happened)
    for name, times in (happened - told).items():
        silent = sum(call.operation == name and call.n in unheard for call in case.happened)
        if times > silent:
            yield f"does not tell of {name}, which succeeded"
        elif not (told[name] or case.unsure or (case.result["ended"] == "done" and case.result["detail"])):
            yield f"does not say that {name} may have had its effect: its answer was lost"


def _about_class(
    case: Told, results: Mapping[str, Mapping[str, Any]], cases: Sequence[Told]
) -> Iterator[str]:
    result, ended = case.result, case.result["ended"]
    if ended == "done" and not result["detail"] and (untold := case.untold()):
        yield f"is done without {untold[0]['operation']}, and says not why"
    if ended == "failed" and not result["detail"].strip(". "):
        yield "gives no reason"
    if ended in {"skipped", "not started"} and (result["calls"] or case.happened):
        yield f"has made {[call.operation for call in case.happened] or result['calls']}"
    idle = case.planned and not (result["calls"] or case.unsure or _was_there_already(case))
    if ended == "in progress" and idle:
        yield "nothing was asked of the service, so nothing is under way"
    if ended == "skipped":
        yield from _about_cause(case, results, {one.step["id"]: one.step for one in cases})


def _was_there_already(case: Told) -> bool:
    """A step that waits for what the service was at before, or for what somebody else has started."""
    able = {"delete", "recreate", "run", "start", "stop", "create"}
    return bool(case.result["detail"]) and case.step["action"] in able


def _about_cause(
    case: Told, results: Mapping[str, Mapping[str, Any]], steps: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    cause, detail = case.result["because"], case.result["detail"]
    if not detail:
        yield "says not why"
    if not cause:
        return
    if cause not in detail:
        yield f"says {detail!r} and means {cause}"
    if results.get(cause, {}).get("ended") not in {"failed", "skipped"}:
        yield f"is put down to {cause}, which did not fail"
    before, new = set[str](), set(case.step["needs"])
    while new - before:
        before |= new
        new = {need for step in before if step in steps for need in steps[step]["needs"]}
    if cause not in before:
        yield f"is put down to {cause}, which it does not need"
