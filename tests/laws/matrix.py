"""One cell of the fault matrix: a case disturbed once, run again as a person would, and judged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from arena import Arena, Moment, Ran
from cases import CASES, Case, starting_moment
from end_state import State, bystanders_of, created, destroyed, differences, state_of, twice
from faults import KILLS, LASTING, OUTSIDE, Blow, kind_of_call
from report_truth import disagreements, plans_carried_out
from start import LOCKS
from wire import Sent

from personalize_emulator.calls import Call
from personalize_emulator.resources import CREATE_FAILED
from reconciler.plan.naming import generation_name
from reconciler.plan.schema_marks import decode_generations

MOST_RUNS = 2
"""How often the command may have to be run again."""
_CODES = {None, 0, 1, 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undisturbed:
    """What a case comes to when nobody disturbs it."""

    case: Case
    moment: Moment
    sent: tuple[Sent, ...]
    state: State
    without_runs: State
    bystanders: State
    created: Counter[str]
    destroyed: Counter[str]


@dataclass(slots=True, kw_only=True)
class Cell:
    """What happened in one cell, and everything that is wrong with it."""

    case: str
    n: int
    fault: str
    about: str = ""
    runs: list[Ran] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    idle: bool = False

    def __str__(self) -> str:
        again = f'TORTURE=1 CELL="{self.case}:{self.n}:{self.fault}" pytest tests/laws/test_matrix.py'
        lines = [f"{self.case}, call {self.about}, {self.fault}", *self.wrong, f"again: {again}"]
        return "\n".join([*lines, *map(str, self.runs)])


def undisturbed(arena: Arena, name: str) -> Undisturbed:
    """Run a case once from its starting moment; AssertionError if that alone does not end well."""
    case = CASES[name]
    moment = starting_moment(arena, case)
    arena.restore(moment)
    before = bystanders_of(arena)
    ran = arena.run(case.command)
    assert ran.code == 0, ran
    sent = tuple(arena.wire.sent)
    calls = _successful(arena, set())
    arena.time.advance(3600.0)
    ended = arena.run(case.ended)
    assert ended.code == 0, ended
    assert not (told := differences(before, bystanders_of(arena))), told
    return Undisturbed(
        case=case,
        moment=moment,
        sent=sent,
        state=state_of(arena),
        without_runs=state_of(arena, runs=False),
        bystanders=before,
        created=created(calls),
        destroyed=destroyed(calls),
    )


def cell(
    arena: Arena,
    base: Undisturbed,
    n: int,
    fault: str,
    before_running_again: Callable[[], None] | None = None,
) -> Cell:
    """Disturb the n-th call, run again until done, and compare with the undisturbed end."""
    case, made = base.case, Cell(case=base.case.name, n=n, fault=fault, about=str(base.sent[n - 1]))
    arena.restore(base.moment)
    blow = Blow(arena=arena, n=n, fault=fault)
    with plans_carried_out() as plans:
        patience = " --timeout 30m" if fault == "throttled on" else ""
        made.runs.append(arena.run(case.command + patience, strike=blow.strike))
    made.wrong += _about_first(arena, made.runs[0], blow, plans)
    made.idle = fault in OUTSIDE and not blow.done
    if made.idle:
        return made
    claims_all = made.runs[0].code == 0 and not _loosened(blow)
    unlisted = set[str]()
    if not claims_all:
        arena.time.advance(3600.0 * (n % 2))
        unlisted = _unlisted(arena)
        if before_running_again is not None:
            before_running_again()
        _run_again(arena, base, blow, made)
    arena.time.advance(3600.0)
    made.runs.append(arena.run(case.ended))
    if made.runs[-1].code != 0:
        made.wrong.append(f"there is something left to do: exit {made.runs[-1].code}")
    made.wrong += judged_end(arena, base, blow, unlisted)
    return made


def _loosened(blow: Blow) -> bool:
    """Whether the runs that it takes may be others: the world was changed, or could not be seen.

    An import of objects that may not be looked at is due once more when they may (decision 4).
    """
    unseen = blow.fault == "denied" and blow.struck is not None and blow.struck.operation.startswith("HEAD")
    return blow.fault in OUTSIDE or unseen


def _run_again(arena: Arena, base: Undisturbed, blow: Blow, made: Cell) -> None:
    """As a person would: take a dead lock away, put back a file that somebody deleted, try again."""
    command = base.case.command
    if blow.fault == "deleted" and blow.struck is not None and blow.struck.operation.startswith("HEAD"):
        bucket, key = blow.struck.operation.split("/", 2)[1:]
        arena.client("s3").put_object(Bucket=bucket, Key=key, Body=base.moment.objects[bucket][key])
        command += " --retry-failed"  # the file is the one that was missing, so nothing else is news
    for _ in range(MOST_RUNS):
        _unlock(arena, blow, made)
        made.runs.append(arena.run(command))
        if made.runs[-1].code == 0:
            return
    made.wrong.append(f"it still exits {made.runs[-1].code} when run again {MOST_RUNS} times")


def _unlock(arena: Arena, blow: Blow, made: Cell) -> None:
    from moto.s3.models import s3_backends  # noqa: PLC0415

    for lock in list(s3_backends[arena.emulator.account]["aws"].buckets[LOCKS].keys.values()):
        struck = str(blow.struck and blow.struck.operation)
        if blow.fault not in KILLS | LASTING and LOCKS not in struck:
            made.wrong.append("it has left its lock behind")
        made.runs.append(arena.run(f"unlock {json.loads(lock.value)['id']}"))


def _successful(arena: Arena, others: set[int]) -> list[Call]:
    return [
        call
        for call in arena.emulator.calls.since(0)
        if call.mutating and call.error is None and call.plane == "personalize" and call.n not in others
    ]


def _about_first(arena: Arena, ran: Ran, blow: Blow, plans: Sequence[Any]) -> list[str]:
    """What was said while things went wrong was true, in words for people."""
    wrong = []
    if ran.document is not None and blow.fault not in KILLS:
        wrong += disagreements(
            ran.document,
            plans[0] if plans else None,
            arena.emulator,
            others=blow.outsider.calls,
            lost=blow.lost,
        )
    elif blow.fault not in KILLS and (ran.code != 1 or _successful(arena, blow.outsider.calls)):
        wrong.append(f"it exits {ran.code} without a report")
    if blow.struck is None:
        wrong.append("the call was never made: the run before it was another one")
    if ran.code not in _CODES:
        wrong.append(f"the disturbed run exits {ran.code}")
    if "Traceback" in ran.err or "internal error" in ran.err:
        wrong.append("the disturbed run shows a traceback")
    if blow.fault in KILLS and ran.code is not None:
        wrong.append("the dead has an exit code")
    if blow.fault == "throttled" and ran.code != 0:
        wrong.append(f"a call throttled once makes it exit {ran.code}")
    return wrong


def _unlisted(arena: Arena) -> set[str]:
    """Schemas that are there without a dataset whose tag lists them as made by us.

    Left so by a stop between CreateSchema and CreateDataset, or between DeleteDataset and CreateDataset: as a
    schema takes no tags, nobody can tell later whose they are. They are used when equal, and never deleted
    (decision 9).
    """
    state = state_of(arena)
    listed = {one for key in state for one in _listed(state[key])}
    return {state[key]["name"] for key in state if ":schema/" in key} - listed


def _listed(content: Mapping[str, Any]) -> set[str]:
    spans = decode_generations(content.get("tag reconcile:schemas"))
    return {generation_name(name, number) for name, numbers in spans.items() for number in numbers}


def judged_end(arena: Arena, base: Undisturbed, blow: Blow, unlisted: set[str]) -> list[str]:
    """What is wrong with the end, compared with the undisturbed one; `unlisted` schemas may stay."""
    calls = _successful(arena, blow.outsider.calls)
    loosened = _loosened(blow)
    wanted = base.without_runs if loosened else base.state
    found = state_of(arena, runs=not loosened)
    for key in wanted.keys() & found.keys():
        missing = _listed(wanted[key]) - _listed(found[key])
        if missing and missing <= unlisted:
            found[key]["tag reconcile:schemas"] = wanted[key]["tag reconcile:schemas"]
    found = {key: found[key] for key in found if key in wanted or found[key]["name"] not in unlisted}
    wrong = differences(wanted, found)
    wrong += twice(arena)
    if bystanders_of(arena) != base.bystanders:
        wrong.append("what is not ours was touched")
    if not loosened:
        more, less = created(calls) - base.created, base.created - created(calls)
        wrong += [f"made too often: {one}" for one in more] + [f"never made: {one}" for one in less]
    never_worked = {
        moment.arn
        for moment in arena.emulator.moments
        if moment.operation.startswith("Delete") and moment.subject and moment.subject.status == CREATE_FAILED
    }
    anew = {name.removeprefix("CreateRecommender ") for name in created(calls) - base.created}
    for one in (destroyed(calls) - base.destroyed).elements():
        # What somebody else has deleted is made again, and stopped again where the file wants it stopped.
        repeated = loosened and one.startswith("StopRecommender") and any(f'/{name}"' in one for name in anew)
        if not repeated and not any(arn and arn in one for arn in never_worked):
            wrong.append(f"destructive and not in the undisturbed run: {one}")
    return wrong


def operations(base: Undisturbed) -> Mapping[str, int]:
    """The number of the first call of each operation, in order."""
    first: dict[str, int] = {}
    for sent in base.sent:
        first.setdefault(kind_of_call(sent), sent.n)
    return first
