"""Fault matrix: every call of the hardest commands meets every fault; run again, it comes to the same end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import pytest
from arena import Arena
from cases import CASES
from extent import FULL
from faults import FAULTS, KILLS
from matrix import Undisturbed, cell, operations, undisturbed

_ONE = os.environ.get("CELL", "")
"""CASE:N:FAULT, to run that cell alone."""
_STRIDE = 5
"""No divisor of the number of faults: neighbouring calls meet different ones."""


@pytest.fixture(scope="module")
def base_of(session_arena: Arena) -> Callable[[str], Undisturbed]:
    """The undisturbed run of a case, kept for as long as the arena in which the case set its durations.

    A worker that is given tests of this module once more has another arena by then.
    """
    return cache(partial(undisturbed, session_arena))


def _bounded(base: Undisturbed) -> Iterator[tuple[int, str]]:
    """The first call of every operation with one fault; of cases without their reads with two."""
    faults, place = list(FAULTS), list(CASES).index(base.case.name)
    reads = base.case.reads
    first = [n for n in operations(base).values() if reads or base.sent[n - 1].mutating]
    for k, n in enumerate(first if reads else [*first, *first]):
        yield n, faults[(_STRIDE * k + place) % len(faults)]


def _judged(arena: Arena, base: Undisturbed, cells: Sequence[tuple[int, str]], ledger: Counter[str]) -> None:
    made = [cell(arena, base, n, fault) for n, fault in cells]
    well = [one for one in made if not one.wrong]
    ledger["cells"] += len(made)
    ledger["calls"] += sum(ran.sent for one in made for ran in one.runs)
    ledger["kills"] += sum(one.fault in KILLS for one in made)
    ledger["with nothing to strike"] += sum(one.idle for one in made)
    ledger["survivors"] += len(well)
    for one in made:
        ledger[f"{one.case} x {one.fault}"] += 1
        ledger[f"{one.case} x {one.fault} passed"] += not one.wrong
    assert len(well) == len(made), "\n\n".join(str(one) for one in made if one.wrong)


if _ONE:

    def test_one_cell(session_arena: Arena, base_of: Callable[[str], Undisturbed]) -> None:
        case, n, fault = _ONE.split(":")
        made = cell(session_arena, base_of(case), int(n), fault)
        assert not made.wrong, made

elif FULL:

    @pytest.mark.parametrize("fault", FAULTS)
    @pytest.mark.parametrize("case", CASES)
    def test_every_call_survives(
        session_arena: Arena,
        base_of: Callable[[str], Undisturbed],
        ledger: Counter[str],
        case: str,
        fault: str,
    ) -> None:
        base = base_of(case)
        _judged(session_arena, base, [(n, fault) for n in range(1, len(base.sent) + 1)], ledger)

else:

    @pytest.mark.parametrize("case", CASES)
    def test_every_operation_survives(
        session_arena: Arena, base_of: Callable[[str], Undisturbed], ledger: Counter[str], case: str
    ) -> None:
        base = base_of(case)
        _judged(session_arena, base, list(_bounded(base)), ledger)
