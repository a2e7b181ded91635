"""How long the service may be at work: a figure for everything that it can be at, and what it rests on."""

from __future__ import annotations

import pytest

from reconciler.catalog.time_outs import HOUR, TIME_OUTS, Phase
from reconciler.kinds import KINDS, Kind

LASTING = [kind for kind in KINDS.values() if kind.name != "schema"]


@pytest.mark.parametrize("kind", LASTING, ids=lambda kind: kind.name)
def test_every_kind_says_how_long_it_may_take_to_do_what_it_can_do(kind: Kind) -> None:
    expected = {
        Phase.CREATION: True,
        Phase.UPDATE: bool(kind.update_record),
        Phase.DELETION: bool(kind.delete),
        Phase.SWITCH: bool(kind.stop) or kind.name == "solution-version",
    }
    assert set(TIME_OUTS[kind.name]) == {phase for phase, there in expected.items() if there}


def test_no_other_kinds_are_named() -> None:
    assert set(TIME_OUTS) == {kind.name for kind in LASTING}


def test_every_figure_says_what_it_rests_on_and_is_whole_hours() -> None:
    for phases in TIME_OUTS.values():
        for found in phases.values():
            assert found.basis.startswith(("assumed: ", "source: "))
            assert found.seconds % HOUR == 0
            assert found.seconds >= HOUR
