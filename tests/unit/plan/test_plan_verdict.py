"""What a job may do with a plan: by what was reviewed, not by its event."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest

from reconciler.model.observed import ReadProblem
from reconciler.plan.review import granted
from reconciler.plan.verdict import Verdict, verdict

PLAIN = b.settled(b.shop())
EDITED = b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS=5)), PLAIN)
UNREAD = replace(EDITED, problems=(ReadProblem(what="no", operation="DescribeFilter"),))
REFUSED = b.plan(b.shop(without=[b.TRACKER]), PLAIN)
DUE = b.plan(
    b.shop(), b.with_runs(PLAIN, b.TRAINING, b.version(9, created=b.ago(days=1)), *b.runs(PLAIN, b.TRAINING))
)
EMPTY = b.plan(b.shop(), PLAIN)
ALL = granted(EDITED)


@pytest.mark.parametrize(
    ("plan", "reviewed", "by_hand", "timed", "expected"),
    [
        (EDITED, ALL, False, False, Verdict.WHOLE),
        (EDITED, ALL, False, True, Verdict.WHOLE),
        (EDITED, (), False, False, Verdict.UNREVIEWED),
        (EDITED, (), False, True, Verdict.RUNS),
        (EDITED, (), True, False, Verdict.WHOLE),
        (EDITED, ("0" * 32,), False, False, Verdict.UNREVIEWED),
        (UNREAD, ALL, False, False, Verdict.REFUSED),
        (UNREAD, ALL, True, False, Verdict.REFUSED),
        (UNREAD, ALL, False, True, Verdict.RUNS),
        (REFUSED, (), False, False, Verdict.REFUSED),
        (REFUSED, (), True, False, Verdict.REFUSED),
        (REFUSED, (), False, True, Verdict.RUNS),
        (DUE, (), False, False, Verdict.WHOLE),
        (DUE, (), False, True, Verdict.WHOLE),
        (EMPTY, (), False, False, Verdict.WHOLE),
        (EMPTY, (), False, True, Verdict.WHOLE),
    ],
)
def test_the_verdict(plan, reviewed, by_hand, timed, expected) -> None:
    assert verdict(plan, reviewed, by_hand=by_hand, timed=timed) is expected


def test_the_plans_above_are_what_they_are_called() -> None:
    assert ALL
    assert REFUSED.refused
    assert [change.due for change in DUE.changes if change.fields] == [True]
    assert not EMPTY.has_differences
