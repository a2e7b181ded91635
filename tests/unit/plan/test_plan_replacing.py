"""Solutions: what serves goes only once something else serves in its place (design 4.2, 4.7)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model.health import Health
from reconciler.plan.changes import Action
from reconciler.plan.drift import DriftClass, drift_report

PLAIN = b.settled(b.shop())
OTHER = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))
SIMS = "arn:aws:personalize:::recipe/aws-sims"
OLD = b.live(PLAIN, b.SOLUTION)
SERVED = b.live(PLAIN, b.CAMPAIGN).body["solutionVersionArn"]


def generation(number, recipe=SIMS, **more):
    """A generation of ours beside the first one."""
    name, body = f"recs-v{number}", {**OLD.body, "recipeArn": recipe}
    return replace(OLD, **{"name": name, "arn": b.arn(f"solution/{name}"), "body": body, **more})


def version_of(live):
    """The ARN of the only version of a generation; no two have one id."""
    return f"{live.arn}/{live.name.rpartition('v')[2]:0>8}"


def trained(state, *generations):
    """The account with these generations, each with one version."""
    found = m.with_generations(state, b.SOLUTION, OLD, *generations)
    runs = {one.arn: (b.job("x", version_of(one), created=b.ago(days=2)),) for one in generations}
    return replace(found, runs={**found.runs, **runs})


def deleted(made):
    return [step.arn for step in made.steps if step.action is Action.DELETE and step.kind == "solution"]


def test_the_new_one_is_made_trained_and_served_before_the_old_one_goes() -> None:
    made = b.plan(OTHER, PLAIN)
    assert b.change(made, b.SOLUTION).action is Action.REPLACE
    assert [step.id for step in made.steps] == [
        f"create {b.SOLUTION} (recs-v2)",
        f"run {b.TRAINING}",
        f"update {b.CAMPAIGN}",
        f"delete {b.SOLUTION}",
    ]
    for first, then in zip(made.steps, made.steps[1:], strict=False):
        assert first.id in m.before(made, then)


@settings(max_examples=40)
@given(st.sets(st.integers(2, 9), max_size=4), st.sampled_from([b.shop(), OTHER]), st.data())
def test_no_generation_goes_before_every_campaign_that_needs_it_has_moved(numbers, desired, data) -> None:
    found = [generation(one, data.draw(st.sampled_from([SIMS, "other"]))) for one in sorted(numbers)]
    state = trained(PLAIN, *found)
    serving = data.draw(st.sampled_from([SERVED, *map(version_of, found)]))
    made = b.plan(desired, b.altered(state, b.CAMPAIGN, solutionVersionArn=serving))
    for step in made.steps:
        if step.kind == "solution" and step.action is Action.DELETE and serving.startswith(f"{step.arn}/"):
            assert f"update {b.CAMPAIGN}" in m.before(made, step)
    kept = {one.arn for one in (OLD, *found)} - set(deleted(made))
    assert len(kept) <= 1, "the target alone is left, or none where it is to be made"


def test_a_generation_that_nothing_serves_from_goes_at_once() -> None:
    made = b.plan(b.shop(), trained(PLAIN, generation(2)))
    assert b.change(made, b.SOLUTION).action is Action.REPLACE
    assert deleted(made) == [b.arn("solution/recs-v2")]


def test_a_generation_that_is_still_to_go_is_pending_and_nobodys_change_outside() -> None:
    (finding,) = drift_report(b.plan(b.shop(), trained(PLAIN, generation(2)))).findings
    assert (str(finding.address), finding.drift) == (b.SOLUTION, DriftClass.PENDING)


def test_of_three_two_go() -> None:
    state = trained(PLAIN, generation(2, "other"), generation(3))
    made = b.plan(OTHER, state)
    assert sorted(deleted(made)) == [b.arn("solution/recs"), b.arn("solution/recs-v2")]
    for step in made.steps:
        if step.action is Action.DELETE and step.arn == OLD.arn:
            assert f"update {b.CAMPAIGN}" in m.before(made, step)


def test_one_that_never_had_a_version_goes_at_once_and_is_not_waited_for_to_serve() -> None:
    running = b.job("x", version_of(generation(2)), status="CREATE IN_PROGRESS", created=b.ago(minutes=9))
    state = m.with_generations(PLAIN, b.SOLUTION, OLD, generation(2, "other"))
    state = replace(state, runs={**state.runs, generation(2).arn: (running,)})
    made = b.plan(OTHER, state)
    assert m.ids(made, "stop", "delete", "create") == [
        f"stop {b.TRAINING} (recs-v2)",
        f"delete {b.SOLUTION} (recs-v2)",
        f"create {b.SOLUTION} (recs-v3)",
        f"delete {b.SOLUTION}",
    ]


def test_the_number_of_a_new_generation_is_beyond_all_of_the_account() -> None:
    made = b.plan(OTHER, replace(PLAIN, solution_names=frozenset({"recs", "recs-v7", "recsv9"})))
    assert b.request(made, Action.CREATE, b.SOLUTION)["name"] == "recs-v8"


def test_the_old_one_is_kept_while_its_successor_has_no_version_and_none_is_due() -> None:
    failed = b.job("x", f"{b.arn('solution/recs-v2')}/1", status="CREATE FAILED", created=b.ago(minutes=1))
    state = replace(
        m.with_generations(PLAIN, b.SOLUTION, OLD, generation(2)),
        runs={**PLAIN.runs, b.arn("solution/recs-v2"): (failed,)},
    )
    made = b.plan(OTHER, state)
    assert deleted(made) == []
    assert "recs is kept" in " ".join(b.change(made, b.SOLUTION).notes)
    assert not any(step.address.kind == "campaign" for step in made.steps)


def test_somebody_elses_campaign_keeps_the_old_one_and_is_named() -> None:
    strange = b.arn("campaign/strange")
    contents = {b.live(PLAIN, b.SOLUTION).arn: (strange,)}
    made = b.plan(OTHER, replace(PLAIN, contents=contents))
    assert deleted(made) == []
    assert not made.refused
    assert strange in " ".join(b.change(made, b.SOLUTION).notes)


def test_a_generation_that_is_leaving_is_waited_for_and_never_deleted_twice() -> None:
    leaving = generation(2, health=Health.LEAVING)
    made = b.plan(b.shop(), m.with_generations(PLAIN, b.SOLUTION, OLD, leaving))
    assert [step.id for step in made.steps] == [f"wait {b.SOLUTION} (recs-v2)"]


def test_a_campaign_that_left_the_file_goes_before_the_generation_that_it_serves_from() -> None:
    desired = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"), without=[b.CAMPAIGN])
    made = b.plan(m.agreeing(desired, PLAIN), PLAIN)
    gone = next(step for step in made.steps if step.arn == OLD.arn and step.action is Action.DELETE)
    assert f"delete {b.CAMPAIGN}" in m.before(made, gone)


def test_a_revert_before_the_campaign_moved_reuses_the_old_one_untrained() -> None:
    running = b.job(
        "x", f"{b.arn('solution/recs-v2')}/1", status="CREATE IN_PROGRESS", created=b.ago(minutes=9)
    )
    state = replace(
        m.with_generations(PLAIN, b.SOLUTION, OLD, generation(2)),
        runs={**PLAIN.runs, b.arn("solution/recs-v2"): (running,)},
    )
    made = b.plan(b.shop(), state)
    assert [step.id for step in made.steps] == [
        f"stop {b.TRAINING} (recs-v2)",
        f"delete {b.SOLUTION} (recs-v2)",
    ]


@pytest.mark.parametrize("text", [b.GROUP, "dataset-group/other"])
def test_the_group_is_a_fixed_field(text) -> None:
    other = b.declared("dataset-group/other")
    group = text.rpartition("/")[2]
    parts = (b.declared(b.SOLUTION, group=group, recipe="aws-user-personalization-v2"),)
    made = b.plan(
        b.shop(other, *parts, b.declared(b.TRAINING, group=group), without=[b.CAMPAIGN]),
        b.gone(b.settled(b.shop(other)), b.CAMPAIGN),
    )
    assert b.actions(made).get(b.SOLUTION) == (None if group == "shop" else "replace")


def test_the_old_one_is_switched_off_and_stopped_before_it_goes() -> None:
    running = b.version(9, status="CREATE IN_PROGRESS", created=b.ago(hours=1))
    state = b.altered(PLAIN, b.SOLUTION, performAutoTraining=True)
    state = b.with_runs(state, b.TRAINING, running, *b.runs(PLAIN, b.TRAINING))
    made = b.plan(OTHER, state)
    assert [step.id for step in made.steps][-3:] == [
        f"update {b.SOLUTION} (recs: auto training off)",
        f"stop {b.TRAINING}",
        f"delete {b.SOLUTION}",
    ]


def test_one_that_could_serve_is_kept_until_its_successor_can() -> None:
    state = m.with_generations(b.gone(PLAIN, b.CAMPAIGN), b.SOLUTION, OLD, generation(2))
    never = b.shop(
        b.declared(b.SOLUTION, recipe="aws-sims"), b.declared(b.TRAINING, when="never"), without=[b.CAMPAIGN]
    )
    made = b.plan(never, state)
    assert deleted(made) == []
    assert "no ACTIVE version yet, and no training is due" in " ".join(b.change(made, b.SOLUTION).notes)


def test_generations_of_a_solution_that_left_the_file_go_one_after_the_other() -> None:
    state = trained(b.gone(PLAIN, b.CAMPAIGN), generation(2))
    made = b.plan(b.shop(without=[b.SOLUTION, b.TRAINING, b.CAMPAIGN]), state)
    assert sorted(deleted(made)) == [b.arn("solution/recs"), b.arn("solution/recs-v2")]
    assert [str(one.address) for one in made.changes].count(b.SOLUTION) == 1
