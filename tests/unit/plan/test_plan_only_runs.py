"""`--only runs`: what is due under the file's policy, and nothing of an edit (design 4.10)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
import pytest

from reconciler.plan.changes import Action
from reconciler.plan.marks import DIGEST, decode_digest

SHOP = b.shop()
PLAIN = b.settled(SHOP)
NEWER = b.version(9, created=b.ago(days=1))
WITH_NEWER = b.with_runs(PLAIN, b.TRAINING, NEWER, *b.runs(PLAIN, b.TRAINING))
FRESH = replace(PLAIN, objects=b.objects(etag="e2", days="1"))


def runs(desired, state, **more):
    return b.plan(desired, state, only_runs=True, **more)


def test_without_edits_it_does_what_a_whole_apply_would() -> None:
    for state in (FRESH, WITH_NEWER, b.with_runs(PLAIN, b.TRAINING)):
        made = runs(SHOP, state)
        assert made.steps == b.plan(SHOP, state).steps != ()
        assert made.left_aside == 0


EDITS = [
    b.shop(b.declared("filter/new", expression="EXCLUDE ItemID WHERE Items.PRICE > 3")),
    b.shop(b.declared(b.CAMPAIGN, minTPS=5)),
    b.shop(without=[b.FILTER]),
    b.shop(without=[b.TRACKER]),
]


@pytest.mark.parametrize("desired", EDITS)
@pytest.mark.parametrize("state", [PLAIN, FRESH, WITH_NEWER])
def test_whatever_is_edited_every_call_is_one_of_the_same_plan_without_the_edit(desired, state) -> None:
    made, unedited = runs(desired, state), b.plan(SHOP, state)
    calls = {call.operation for step in made.steps for call in step.calls}
    assert calls == {call.operation for step in unedited.steps for call in step.calls}
    assert made.left_aside == 1


def test_the_deployment_alone_is_sent_and_the_digest_of_the_rest_stays() -> None:
    made = runs(b.shop(b.declared(b.CAMPAIGN, minTPS=5)), WITH_NEWER)
    step = b.step(made, Action.UPDATE, b.CAMPAIGN)
    assert set(step.calls[0].request) == {"campaignArn", "solutionVersionArn"}
    (mark,) = step.marks
    written = decode_digest(mark.request["tags"][0]["tagValue"])
    before = decode_digest(b.live(PLAIN, b.CAMPAIGN).tags[DIGEST])
    assert {key for key in written if written[key] != before[key]} == {"version"}
    assert any("minTPS waits" in note for note in b.change(made, b.CAMPAIGN).notes)


def test_a_combined_digest_is_left_alone() -> None:
    state = b.tagged(WITH_NEWER, b.CAMPAIGN, **{DIGEST: "1 +=0123456789ab"})
    made = runs(b.shop(b.declared(b.CAMPAIGN, minTPS=5)), state)
    assert all(not step.marks for step in made.steps)


@pytest.mark.parametrize(
    "changed",
    [
        b.declared(b.SOLUTION, recipe="aws-sims"),
        m.events({"name": "EVENT_VALUE", "type": ["null", "float"]}),
    ],
)
def test_a_run_of_what_is_to_be_changed_first_waits_and_says_so(changed) -> None:
    made = runs(b.shop(changed), b.with_runs(PLAIN, b.TRAINING))
    assert not m.ids(made, f"run {b.TRAINING}")
    assert "waits" in b.change(made, b.TRAINING).reason
    assert not m.ids(made, "update")


def test_a_run_that_is_not_due_does_not_wait_for_an_edit() -> None:
    never = b.declared(b.IMPORT, **{"from": b.DATA, "role": b.ROLE, "when": "never"})
    wider = m.events({"name": "EVENT_VALUE", "type": ["null", "float"]})
    made = runs(b.shop(wider, never, b.declared(b.TRAINING, when="initial")), PLAIN)
    assert made.steps == ()
    assert {change.reason for change in made.changes} == {"nothing is due"}


def test_a_deployment_does_not_go_ahead_of_a_training_that_waits() -> None:
    desired = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))
    assert runs(desired, PLAIN).steps == ()
