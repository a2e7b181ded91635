"""Gaps in the serving of campaigns: found where there are some, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from personalize_emulator.continuity import Gap, gaps
from personalize_emulator.history import Change

if TYPE_CHECKING:
    from journey import Journey

    from personalize_emulator import Emulator

CAMPAIGN, ONE, TWO = "campaign/c", "solution/s/1", "solution/s/2"


def told(*lines: str) -> list[Change]:
    """Changes from lines of `WHO STATUS [VERSION]`, a second apart; `update` and `c` are the campaign."""
    arns = {"c": CAMPAIGN, "update": CAMPAIGN, "1": ONE, "2": TWO}
    changes = []
    for number, line in enumerate(lines):
        who, status, *version = line.split(",")
        changes.append(
            Change(
                n=number + 1,
                time=float(number),
                arn=arns[who],
                kind="campaign" if arns[who] == CAMPAIGN else "solution-version",
                track="update" if who == "update" else "own",
                before=None,
                status=status,
                version=arns[version[0]] if version else None,
                calls=0,
            )
        )
    return changes


SERVING = ("1,ACTIVE", "c,CREATE PENDING,1", "c,ACTIVE,1")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ((), []),
        (("update,CREATE PENDING,1", "update,CREATE FAILED,1"), []),
        (("2,ACTIVE", "update,ACTIVE,2", "1,GONE"), []),
        (("2,CREATE STOPPED", "2,GONE"), []),
        (("1,GONE",), [(3.0, None, f"it serves {ONE}, which is GONE")]),
        (
            ("update,ACTIVE,2", "2,ACTIVE"),
            [(3.0, 4.0, f"it serves {TWO}, which is unknown")],
        ),
        (
            ("c,DELETE PENDING,1", "c,GONE,1", "c,CREATE PENDING,1", "c,ACTIVE,1", "1,GONE"),
            [
                (3.0, 6.0, "the campaign is DELETE PENDING"),
                (7.0, None, f"it serves {ONE}, which is GONE"),
            ],
        ),
    ],
)
def test_a_gap_is_when_a_campaign_that_served_has_no_active_version(
    more: tuple[str, ...], expected: list[tuple[float, float | None, str]]
) -> None:
    found = gaps(told(*SERVING, *more))
    assert found == [Gap(campaign=CAMPAIGN, since=a, until=b, why=why) for a, b, why in expected]


def test_a_campaign_that_never_served_has_no_gap() -> None:
    assert gaps(told("1,ACTIVE", "c,CREATE PENDING,1", "c,CREATE FAILED,1", "1,GONE")) == []


def test_replacing_a_solution_in_the_right_order_leaves_no_gap(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    group, old, _, campaign = journey.serving()
    new = journey.version(journey.solution(group, "new"))
    journey.personalize.update_campaign(campaignArn=campaign, solutionVersionArn=new)
    journey.wait(300)
    journey.personalize.delete_solution(solutionArn=old)
    journey.wait(60)
    assert gaps(personalize_emulator.history) == []


def test_recreating_a_campaign_leaves_one_for_as_long_as_it_takes(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    *_, version, campaign = journey.serving()
    journey.personalize.delete_campaign(campaignArn=campaign)
    journey.wait(60)
    journey.campaign(version)
    (gap,) = gaps(personalize_emulator.history)
    assert gap.until is not None
    assert (gap.campaign, round(gap.until - gap.since)) == (campaign, 660)


def test_a_history_that_begins_late_still_knows_what_serves(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    *_, campaign = journey.serving()
    personalize_emulator.begin_history()
    assert gaps(personalize_emulator.history) == []
    journey.personalize.delete_campaign(campaignArn=campaign)
    assert [gap.campaign for gap in gaps(personalize_emulator.history)] == [campaign]
