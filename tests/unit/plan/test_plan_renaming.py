"""A renamed key is a deletion and a creation; the plan says so where the two are equal."""

from __future__ import annotations

import building as b
import market as m
import pytest

PLAIN = b.settled(b.shop())
EXPRESSION = b.shop().resources[b.live(PLAIN, b.FILTER).address].fields["expression"]
HINT = "names are identity in Personalize"


def hinted(desired, state=PLAIN):
    made = b.plan(desired, state)
    return {str(one.address) for one in made.changes if any(HINT in note for note in one.notes)}


def renamed(text, **fields):
    return b.shop(b.declared(text, **fields), without=[b.FILTER])


def test_equal_but_for_the_name_is_hinted_at_on_both_sides() -> None:
    assert hinted(renamed("filter/hidden", expression=EXPRESSION)) == {b.FILTER, "filter/hidden"}
    campaign = b.shop(b.declared("campaign/front", minTPS=1), without=[b.CAMPAIGN])
    assert hinted(campaign) == {b.CAMPAIGN, "campaign/front"}


def test_white_space_is_no_other_filter() -> None:
    assert hinted(renamed("filter/hidden", expression=EXPRESSION.replace(" IN ", "  IN  ")))


@pytest.mark.parametrize(
    "desired",
    [
        renamed("filter/hidden", expression="EXCLUDE ItemID WHERE Items.PRICE > 3"),
        renamed("solution/hidden", recipe="aws-sims"),
        b.shop(b.declared("filter/hidden", expression=EXPRESSION)),
        b.shop(without=[b.FILTER]),
        b.shop(
            b.declared("dataset-group/other"),
            b.declared("filter/hidden", group="other", expression=EXPRESSION),
            without=[b.FILTER],
        ),
    ],
    ids=["another expression", "another kind", "the old one stays", "only gone", "in another group"],
)
def test_anything_else_is_no_renaming(desired) -> None:
    assert hinted(desired) == set()


def test_a_hint_changes_nothing_of_what_is_done() -> None:
    made = b.plan(renamed("filter/hidden", expression=EXPRESSION), PLAIN)
    assert m.ids(made, "create", "delete") == ["create filter/hidden", f"delete {b.FILTER}"]
