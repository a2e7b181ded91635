"""Order: who goes before whom, and what waits for nothing (design 6, facts 16.2)."""

from __future__ import annotations

from datetime import timedelta

import building as b
import market as m
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import KINDS
from reconciler.plan.changes import Action

MARKET = m.market()
OPEN = m.opened(MARKET)
LEAVING = sorted(str(one) for one in OPEN.resources)
VALUE = {"name": "EVENT_VALUE", "type": ["null", "float"]}


def agreed(desired, state=OPEN):
    made = b.plan(m.agreeing(desired, state), state)
    assert not made.refused
    return made


def pairs(made):
    """Each two deletions in the group of which one kind leaves before the other."""
    gone = [step for step in made.steps if step.action is Action.DELETE]
    return [
        (first, then) for first in gone for then in gone if KINDS[first.kind].leaves < KINDS[then.kind].leaves
    ]


def whole(left):
    """What a file leaves out that leaves these out: what stands below them as well."""
    if b.GROUP in left:
        return [str(one) for one in MARKET.resources]
    below = {b.SOLUTION: [b.TRAINING, b.CAMPAIGN], b.DATASET: [b.IMPORT], m.ITEMS: [m.ITEMS_IMPORT]}
    return {*left, *(one for text in left for one in below.get(text, ()))}


@given(st.sets(st.sampled_from(LEAVING), min_size=1))
def test_inside_a_group_the_classes_go_one_after_the_other(left) -> None:
    made = agreed(m.market(without=whole(left)))
    for first, then in pairs(made):
        assert first.id in m.before(made, then)


@pytest.mark.parametrize(
    "desired",
    [
        MARKET.emptied(),
        m.market(b.declared(b.GROUP, domain="ECOMMERCE")),
        m.market(m.events(VALUE)),
        m.market(without=LEAVING),
    ],
    ids=["destroyed", "another domain", "another schema", "nothing left"],
)
def test_whole_tear_downs_obey_the_classes_too(desired) -> None:
    made = agreed(desired)
    assert len(pairs(made)) > 3
    for first, then in pairs(made):
        assert first.id in m.before(made, then)


def test_another_groups_deletions_do_not_wait() -> None:
    other = (
        b.declared("dataset-group/other"),
        b.declared("filter/elsewhere", group="other", expression="EXCLUDE ItemID WHERE Items.PRICE > 3"),
    )
    state = m.opened(m.market(*other))
    made = agreed(m.market(*other[:1], without=[b.CAMPAIGN]), state)
    assert b.step(made, Action.DELETE, "filter/elsewhere").needs == ()


def test_what_goes_last_is_waited_for_by_nothing_but_its_group() -> None:
    desired = m.market(b.declared(b.SOLUTION, recipe="aws-sims"), without=[b.TRACKER, b.FILTER])
    made = agreed(desired)
    retired = next(step.id for step in made.steps if step.kind == "solution" and step.action is Action.DELETE)
    assert [step.id for step in made.steps if retired in step.waits_for] == []
    assert {f"delete {b.TRACKER}", f"delete {b.FILTER}"} <= {step.id for step in made.steps}


def test_the_group_waits_for_a_solution_that_moves_out_of_it() -> None:
    old = b.declared("dataset-group/old")
    placed = b.declared("solution/moving", group="old", recipe="aws-sims")
    trained = b.job("1", b.arn("solution/moving/00000009"), created=b.BORN + timedelta(days=1))
    state = b.with_runs(m.opened(m.market(old, placed)), "solution/moving/training", trained)
    moved = b.declared("solution/moving", recipe="aws-sims")
    made = agreed(m.market(moved, b.declared("solution/moving/training")), state)
    retired = b.step(made, Action.DELETE, "solution/moving")
    assert f"create {moved.address} (moving-v2)" in m.before(made, retired)
    assert retired.id in m.before(made, b.step(made, Action.DELETE, "dataset-group/old"))


def test_schemas_go_after_the_last_dataset_that_they_were_made_for() -> None:
    made = agreed(MARKET.emptied())
    for name in (b.SCHEMA, m.GOODS):
        gone = b.step(made, Action.DELETE, name)
        assert gone.keeps_if_in_use
        assert {f"delete {b.DATASET}", f"delete {m.ITEMS}"} & set(gone.needs)


def test_things_are_made_after_what_they_need() -> None:
    made = b.plan(MARKET, b.nothing())
    for text, needs in {
        m.RECOMMENDER: (b.DATASET, m.ITEMS, b.IMPORT, m.ITEMS_IMPORT),
        m.METRICS: (b.DATASET, m.ITEMS),
        b.TRACKER: (b.DATASET,),
        b.TRAINING: (b.IMPORT, m.ITEMS_IMPORT, b.SOLUTION),
        b.CAMPAIGN: (b.TRAINING,),
    }.items():
        (step,) = (one for one in made.steps if str(one.address) == text)
        done = {str(one.address) for one in made.steps if one.id in m.before(made, step)}
        assert set(needs) <= done


def replaced_while_it_trains(*changed):
    """A file that replaces the solution and makes more anew, while the old generation is being trained."""
    under_way = b.job("9", b.arn("solution/recs/00000009"), status="CREATE IN_PROGRESS", created=b.NOW)
    running = b.with_runs(m.opened(m.market()), b.TRAINING, under_way)
    return agreed(m.market(b.declared(b.SOLUTION, recipe="aws-sims"), *changed), running)


def waits_for_trainings(made):
    return [one for one in made.steps if one.kind == "solution-version" and one.action is Action.WAIT]


def test_a_training_of_an_older_generation_is_waited_for_before_what_serves_goes_with_a_dataset() -> None:
    made = replaced_while_it_trains(m.events(m.COLOUR))
    (wait,) = waits_for_trainings(made)
    assert wait.id in m.before(made, b.step(made, Action.DELETE, b.CAMPAIGN))
    assert wait.id in m.before(made, b.step(made, Action.DELETE, b.DATASET))


def test_a_training_of_an_older_generation_is_waited_for_by_nothing_where_its_group_goes() -> None:
    assert waits_for_trainings(replaced_while_it_trains(b.declared(b.GROUP, domain="ECOMMERCE"))) == []
