"""When an issue about drift is opened, updated, closed, opened again, or left alone."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest

from reconciler.plan.drift import drift_report
from reconciler.plan.drift_issue import Kept, Move, digests, move

ONE, TWO = ("a" * 12,), ("a" * 12, "b" * 12)
PLAIN = b.settled(b.shop())


@pytest.mark.parametrize(
    ("kept", "found", "expected"),
    [
        (None, (), Move.NOTHING),
        (None, ONE, Move.OPEN),
        (Kept(open=True, findings=ONE), ONE, Move.NOTHING),
        (Kept(open=True, findings=TWO), TWO[::-1], Move.NOTHING),
        (Kept(open=True, findings=ONE), TWO, Move.UPDATE),
        (Kept(open=True, findings=TWO), ONE, Move.UPDATE),
        (Kept(open=True, findings=ONE), (), Move.CLOSE),
        (Kept(open=True, findings=()), (), Move.CLOSE),
        (Kept(open=False, findings=()), (), Move.NOTHING),
        (Kept(open=False, findings=()), ONE, Move.REOPEN),
        (Kept(open=False, findings=ONE), ONE, Move.NOTHING),
        (Kept(open=False, findings=ONE), TWO, Move.REOPEN),
        (Kept(open=False, findings=ONE), (), Move.NOTE),
    ],
)
def test_what_is_done_with_the_issue(kept: Kept | None, found: tuple[str, ...], expected: Move) -> None:
    assert move(kept, found) is expected


def report(state):
    return drift_report(b.plan(b.shop(), state))


def test_the_same_drift_has_the_same_digests_and_another_value_another() -> None:
    five, six = (report(b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=tps)) for tps in (5, 6))
    assert digests(five) == digests(five)
    assert digests(five) != digests(six)
    assert digests(report(PLAIN)) == ()


def test_of_a_live_filter_expression_not_even_a_hash_is_told() -> None:
    told = {
        digests(
            report(b.altered(PLAIN, b.FILTER, filterExpression=f'EXCLUDE ItemID WHERE Items.A IN ("{word}")'))
        )
        for word in ("secret", "other")
    }
    assert len(told) == 1
    assert told != {()}


def test_what_is_merely_due_is_no_drift() -> None:
    newer = b.with_runs(PLAIN, b.TRAINING, b.version(9, created=b.ago(days=1)), *b.runs(PLAIN, b.TRAINING))
    assert report(newer).findings
    assert digests(report(newer)) == ()


def test_of_more_than_a_thousand_all_still_count() -> None:
    base = report(b.gone(PLAIN, b.FILTER))
    (finding,) = base.findings
    many = replace(base, findings=tuple(replace(finding, detail=str(number)) for number in range(1500)))
    fewer = replace(many, findings=many.findings[:-1])
    assert len(digests(many)) == 1001
    assert set(digests(many)) != set(digests(fewer))
