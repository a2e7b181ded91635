"""A read that failed is never taken for absence."""

from __future__ import annotations

import building as b
import pytest
from fake_reads import Account

from reconciler.errors import DeniedError, ReconcilerError, ThrottledError, UnknownOutcomeError
from reconciler.plan.changes import Action

SHOP = b.shop()
PLAIN = b.settled(SHOP)
DENIED = DeniedError("not allowed.", operation="x", code="AccessDeniedException")


@pytest.mark.parametrize(
    "operation",
    [
        "DescribeDatasetGroup",
        "DescribeDataset",
        "DescribeEventTracker",
        "DescribeFilter",
        "DescribeSolution",
        "DescribeCampaign",
        "DescribeSchema",
        "ListDatasetImportJobs",
    ],
)
@pytest.mark.parametrize("error", [DENIED, ThrottledError("slow", operation="x", code="Throttling")])
def test_a_read_that_failed_is_a_problem_and_never_absence(operation, error) -> None:
    account = Account(PLAIN)
    account.refuse = {operation: error}
    made = b.plan(SHOP, account.look(SHOP))
    assert made.problems
    assert made.steps == ()
    assert not [one for one in made.changes if one.action in {Action.CREATE, Action.RUN} or one.missing]


def test_tags_that_cannot_be_read_are_a_problem_and_never_unowned() -> None:
    account = Account(PLAIN)
    account.lag = {b.live(PLAIN, b.FILTER).arn}
    account.refuse = {"ListTagsForResource": DENIED}
    made = b.plan(SHOP, account.look(SHOP))
    assert made.problems
    assert not made.refused
    assert not b.change(made, b.FILTER).missing


def test_the_same_reason_is_said_once_per_operation() -> None:
    account = Account(b.nothing())
    account.refuse = {"DescribeFilter": DENIED, "DescribeCampaign": DENIED}
    more = b.shop(*(b.declared(f"filter/f{number}", expression="x") for number in range(5)))
    assert len(account.look(more).problems) == 1


@pytest.mark.parametrize(
    "error",
    [
        UnknownOutcomeError("no answer", operation="DescribeFilter", code="EndpointConnectionError"),
        DeniedError("expired", operation="DescribeFilter", code="ExpiredTokenException"),
    ],
)
def test_without_an_endpoint_or_credentials_nothing_can_be_read(error) -> None:
    account = Account(PLAIN)
    account.refuse = {"DescribeFilter": error}
    with pytest.raises(ReconcilerError):
        account.look(SHOP)


def test_objects_that_may_not_be_read_are_no_problem() -> None:
    account = Account(PLAIN)
    account.stored = {b.DATA: None}
    state = account.look(SHOP)
    assert state.problems == ()
    assert b.plan(SHOP, state).steps == ()


def test_the_number_of_threads_changes_nothing() -> None:
    for refuse in ({}, {"DescribeFilter": DENIED, "DescribeCampaign": DENIED, "DescribeSchema": DENIED}):
        states = []
        for parallelism in (1, 8):
            account = Account(PLAIN)
            account.refuse = dict(refuse)
            states.append(account.look(SHOP, parallelism))
        assert states[0] == states[1]
