"""How long an apply will probably take, told from what was observed anyway."""

from __future__ import annotations

from datetime import timedelta

import building as b
import market as m

from reconciler.model.forecast import Estimate, Past
from reconciler.plan.changes import Plan

PLAIN = b.settled(b.shop())
OPEN = m.opened(m.market())
OLDER = b.shop(b.declared(b.TRAINING, maxAge="1d"), b.declared(b.CAMPAIGN, version="00000001"))
TEN_MINUTES = 600


def estimate(made: Plan) -> Estimate:
    assert made.estimate is not None
    return made.estimate


def past(made: Plan) -> dict[str, int]:
    return {one.kind: one.count for one in estimate(made).past}


def test_without_a_past_nothing_is_claimed() -> None:
    made = b.plan(b.shop(), b.nothing())
    assert estimate(made).seconds == 0
    assert past(made) == {"dataset-import-job": 0, "solution-version": 0, "campaign": 0}
    assert not estimate(made).complete


def test_a_training_takes_as_long_as_the_last_one() -> None:
    made = b.plan(OLDER, PLAIN)
    assert estimate(made) == Estimate(seconds=TEN_MINUTES, past=(Past(kind="solution-version", count=1),))


def test_what_waits_for_another_is_added_and_what_goes_side_by_side_is_not() -> None:
    wider = m.market(m.events({"name": "EVENT_VALUE", "type": ["null", "float"]}))
    made = b.plan(m.agreeing(wider, OPEN), OPEN)
    assert estimate(made).seconds == 2 * TEN_MINUTES
    assert past(made) == {"dataset-import-job": 2, "solution-version": 1, "campaign": 0}


def test_what_was_fed_or_trained_before_goes_by_its_own_past() -> None:
    slow = b.version(1, created=b.ago(days=9), updated=b.ago(days=9) + timedelta(hours=2))
    other = b.version(2, created=b.ago(days=20), updated=b.ago(days=20) + timedelta(hours=9))
    made = b.plan(OLDER, b.with_runs(PLAIN, b.TRAINING, slow, other))
    assert estimate(made).seconds == 2 * 3600


def test_of_a_run_under_way_the_rest_is_counted() -> None:
    running = b.version(2, status="CREATE IN_PROGRESS", created=b.ago(minutes=4))
    ended = b.version(1, created=b.ago(days=9))
    made = b.plan(b.shop(), b.with_runs(PLAIN, b.TRAINING, running, ended))
    assert estimate(made).seconds == 6 * 60


def test_a_run_that_takes_longer_than_usual_is_about_to_end() -> None:
    running = b.version(2, status="CREATE IN_PROGRESS", created=b.ago(hours=4))
    ended = b.version(1, created=b.ago(days=9))
    made = b.plan(b.shop(), b.with_runs(PLAIN, b.TRAINING, running, ended))
    assert estimate(made).seconds == 0
    assert past(made)["solution-version"] == 1


def test_failed_runs_tell_nothing() -> None:
    failed = b.version(1, status="CREATE FAILED", created=b.ago(days=9))
    made = b.plan(b.shop(), b.with_runs(PLAIN, b.TRAINING, failed), retry_failed=True)
    assert past(made) == {"solution-version": 0, "campaign": 0}


def test_a_campaign_goes_by_its_last_update() -> None:
    record = {
        "status": "ACTIVE",
        "creationDateTime": "2026-01-02T00:00:00+00:00",
        "lastUpdatedDateTime": "2026-01-02T00:07:00+00:00",
    }
    account = b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate=record)
    made = b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS=2)), account)
    assert estimate(made) == Estimate(seconds=420, past=(Past(kind="campaign", count=1),))


def test_a_recommender_that_was_stopped_for_a_month_did_not_take_a_month_to_make() -> None:
    times = {
        "creationDateTime": "2026-01-01T00:00:00+00:00",
        "lastUpdatedDateTime": "2026-01-30T00:00:00+00:00",
    }
    made = b.plan(m.market(m.recommender(tps=2)), b.altered(OPEN, m.RECOMMENDER, **times))
    assert estimate(made) == Estimate(seconds=0, past=(Past(kind="recommender", count=0),))


def test_where_no_step_takes_long_nothing_is_said() -> None:
    assert b.plan(b.file(b.declared(b.GROUP)), b.nothing()).estimate is None
    assert b.plan(b.shop(), PLAIN).estimate is None
