"""A status word that nobody knows is waited for and named; nothing is decided by it."""

from __future__ import annotations

import building as b
import pytest

from reconciler.plan.changes import Action

SHOP = b.shop()
PLAIN = b.settled(SHOP)
NOTE = "this version does not know its status CREATE REVIEWING, so it is waited for"


@pytest.mark.parametrize("text", [b.FILTER, b.SOLUTION, b.CAMPAIGN, b.DATASET, b.GROUP])
def test_a_word_that_nobody_knows_is_waited_for_and_named(text: str) -> None:
    made = b.plan(SHOP, b.altered(PLAIN, text, status="CREATE REVIEWING"))
    assert b.change(made, text).notes == (NOTE,)
    assert {step.action for step in made.steps} <= {Action.WAIT}


def test_an_update_in_a_word_that_nobody_knows_is_waited_for_and_named() -> None:
    state = b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate={"status": "UPDATE QUEUED"})
    made = b.plan(SHOP, state)
    assert b.change(made, b.CAMPAIGN).notes == (NOTE.replace("CREATE REVIEWING", "UPDATE QUEUED"),)
    assert [step.action for step in made.steps] == [Action.WAIT]


def test_known_words_are_not_named() -> None:
    made = b.plan(SHOP, b.altered(PLAIN, b.CAMPAIGN, status="CREATE IN_PROGRESS"))
    assert b.change(made, b.CAMPAIGN).notes == ()
