"""Laws of the pacing in virtual time: at the published rate of 1/s without burst, and at what else may be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_service import Process, ideal, spread, together

from reconciler.aws.rates import Known, Rate

RATES, CALLERS, TRIPS = (
    st.sampled_from([1.0, 10.0, 25.0]),
    st.sampled_from([10, 32]),
    st.sampled_from([0.008, 0.05]),
)
MOST = {1.0: 1.2, 10.0: 1.2, 25.0: 1.5}
"""Times the ideal. At 25/s the jitter of 3 ms, at three places, is a fifth of the distance between calls."""
SEEDS = st.integers(0, 10_000)
ONE = ["DescribeFilter"] * 200
MIX = spread({"DescribeFilter": 112, "DescribeSolution": 50, "DescribeDataset": 15, "DescribeCampaign": 10})
FEW = settings(max_examples=25, deadline=None)


def share(processes: list[Process]) -> float:
    """Refused calls of all made."""
    refused = sum(one.refused.total() for one in processes)
    return refused / sum(one.made.total() for one in processes)


@FEW
@given(rate=RATES, callers=CALLERS, trip=TRIPS, seed=SEEDS)
def test_two_hundred_calls_of_one_operation_waste_few_calls_and_little_time(
    rate: float, callers: int, trip: float, seed: int
) -> None:
    made = together(ONE, rate=rate, callers=callers, trip=trip, seed=seed)
    assert share(made) <= 0.06
    assert made[0].ended <= MOST[rate] * ideal(ONE, rate)


@FEW
@given(rate=RATES, callers=st.just(10), trip=TRIPS, seed=SEEDS)
def test_operations_are_paced_apart_and_take_no_longer_than_the_busiest(
    rate: float, callers: int, trip: float, seed: int
) -> None:
    made = together(MIX, rate=rate, callers=callers, trip=trip, seed=seed)
    assert share(made) <= 0.06
    assert made[0].ended <= MOST[rate] * ideal(MIX, rate)


@FEW
@given(rate=RATES, seed=SEEDS)
def test_once_learned_the_rate_is_kept_to(rate: float, seed: int) -> None:
    made = together(ONE, rate=rate, seed=seed)[0]
    late = made.taken["DescribeFilter"][100:]
    assert len(late) / (late[-1] - late[0]) <= 1.05 * rate
    assert len(late) / (late[-1] - late[0]) >= 0.75 * rate


@FEW
@given(rate=RATES, burst=st.sampled_from([0.0, 10.0]), seed=SEEDS)
def test_two_processes_share_a_quota_and_both_get_on(rate: float, burst: float, seed: int) -> None:
    made = together(ONE, rate=rate, burst=burst, processes=2, seed=seed)
    assert share(made) <= 0.35
    assert [one.made.total() - one.refused.total() for one in made] == [200, 200]


def test_an_operation_with_a_larger_quota_is_not_held_back_for_long() -> None:
    calls = spread({"CreateFilter": 20, "DescribeFilter": 200})
    rate = {"CreateFilter": 1.0, "DescribeFilter": 1000.0}
    assert together(calls, rate=rate)[0].ended <= 1.5 * ideal(calls, rate)


@pytest.mark.parametrize(("callers", "most"), [(10, 1.05), (32, 1.15)])
def test_where_nothing_is_throttled_nothing_is_slowed_down(callers: int, most: float) -> None:
    made = together(["DescribeFilter"] * 1000, rate=1e9, burst=1e9, callers=callers, jitter=0.0)[0]
    assert made.refused.total() == 0
    assert made.ended <= most * -(-1000 // callers) * 0.05


def test_before_the_first_refusal_calls_keep_no_distance() -> None:
    rate = Rate(Known())
    rate.answered(rate.sent(0.0), 0.01)
    assert rate.due(0.01) == 0.01


def test_a_call_without_an_answer_makes_room_for_the_next_round() -> None:
    rate = Rate(Known())
    sent = [rate.sent(0.0), rate.sent(0.0)]
    assert rate.due(0.0) == 2.0
    for _ in sent:
        rate.lost()
    assert rate.due(1.0) == 1.0


def test_nothing_but_refusals_leads_to_the_slowest_rate_and_rare_tries() -> None:
    rate, now, tries = Rate(Known(), lambda: 0.5), 0.0, 0
    while now < 120:
        now = rate.due(now)
        rate.refused(rate.sent(now), now)
        tries += 1
    assert rate.limit == 0.4
    assert tries < 30


def test_an_answer_that_is_long_overdue_is_not_waited_for() -> None:
    rate = Rate(Known())
    rate.refused(rate.sent(0.0), 0.01)
    now = rate.due(0.01)
    rate.sent(now)
    assert now + 2 < rate.due(now) < now + 3


def test_a_refusal_far_below_a_proven_rate_is_forgotten_soon() -> None:
    made = Rate(Known(), lambda: 0.5)
    now = 0.0
    made.refused(made.sent(now), now)
    for step in range(60):
        now = made.due(now)
        (made.refused if step in {50, 51} else made.answered)(made.sent(now), now + 0.001)
    before = made.limit
    for _ in range(20):
        now = made.due(now + 0.001)
        made.answered(made.sent(now), now + 0.001)
    assert before is not None
    assert made.limit is not None
    assert made.limit > before


def test_a_paced_call_without_an_answer_changes_no_rate() -> None:
    rate = Rate(Known())
    rate.refused(rate.sent(0.0), 0.01)
    before = rate.limit
    now = rate.due(0.01)
    rate.sent(now)
    rate.lost()
    assert rate.limit == before
    assert rate.due(now + 0.01) < now + 1


def test_what_one_operation_has_found_too_fast_no_other_tries() -> None:
    known = Known()
    first, second = Rate(known, lambda: 0.5), Rate(known, lambda: 0.5)
    early = second.sent(0.0), second.sent(0.0)
    first.refused(first.sent(0.0), 0.01)
    for call in early:
        second.refused(call, 0.01)
    now = first.due(0.02)
    first.refused(first.sent(now), now)
    second.due(10.0)
    second.refused(second.sent(10.0), 10.0)
    assert (first.limit, second.limit) == (7.0, 7.0)
