"""How many deletions one apply may carry out, and changes that would wait for each other."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError

import building as b
import pytest

from reconciler.model.desired import Policy

PLAIN = b.settled(b.shop())


def many(count):
    return b.shop(*(b.declared(f"filter/f{number}", expression="x") for number in range(count)))


@pytest.mark.parametrize(
    ("policy", "deletions", "refused"),
    [
        (Policy(), 20, False),
        (Policy(max_deletes=0), 1, True),
        (Policy(max_deletes=3), 3, False),
        (Policy(max_deletes=3), 4, True),
        (Policy(max_deletes_percent=50.0), 12, False),
        (Policy(max_deletes_percent=50.0), 14, True),
        (Policy(max_deletes=2, max_deletes_percent=1.0), 2, False),
        (Policy(max_deletes=2, max_deletes_percent=1.0), 3, True),
    ],
)
def test_the_guard_counts_deletions_and_refuses_them_all(policy, deletions, refused) -> None:
    state = b.settled(many(20))
    made = b.plan(replace(many(20 - deletions), policy=policy), state)
    assert bool(made.refused) is refused
    if refused:
        assert len(made.refused) == deletions
        assert {one.refusal.rule for one in made.refused} == {"max-deletes"}
        assert str(deletions) in made.refused[0].refusal.fix


def test_creations_are_never_a_risk_to_the_guard() -> None:
    assert not b.plan(replace(many(20), policy=Policy(max_deletes=0)), PLAIN).refused


def test_changes_that_would_wait_for_each_other_are_refused_by_name(monkeypatch) -> None:
    more = [b.declared(f"filter/{name}", expression="x") for name in ("one", "other", "third")]

    def turn(decisions, _world):
        ids = [step.id for one in decisions for step in one.steps if "third" not in step.id]
        raise CycleError("nodes are in a cycle", ids)

    monkeypatch.setattr("reconciler.plan.build.ordered_steps", turn)
    made = b.plan(b.shop(*more), PLAIN)
    assert made.steps == ()
    assert [str(one.address) for one in made.refused] == ["filter/one", "filter/other"]
    assert {one.refusal.rule for one in made.refused} == {"circle"}
    assert "filter/one, filter/other" in made.refused[0].refusal.why
