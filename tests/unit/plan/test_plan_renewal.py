"""What goes with a thing that can only be made anew (design 4.6)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.address import parse_address
from reconciler.plan.leftovers import datasets_to_go
from reconciler.plan.renewal import find_renewals, forcing, refers_to

MARKET = m.market()
OPEN = m.opened(MARKET)
STRICT = {"name": "KIND", "type": "string"}


def renewals(desired, state=OPEN):
    world = b.world(desired, state)
    return find_renewals(world, datasets_to_go(world))


def around(desired, root, state=OPEN):
    found = renewals(desired, state)
    return {str(one) for one in found.roots[parse_address(root)].collateral}


def test_what_fits_where_it_stands_is_no_root() -> None:
    assert renewals(MARKET).addresses == frozenset()


def test_a_group_takes_everything_in_it_along() -> None:
    desired = m.market(b.declared(b.GROUP, domain="ECOMMERCE"))
    inside = {str(one) for one in OPEN.resources} - {b.GROUP}
    assert around(desired, b.GROUP) == inside


def test_interactions_take_campaigns_filters_the_tracker_and_the_metrics_along() -> None:
    assert around(m.market(m.events(STRICT)), b.DATASET) == {b.CAMPAIGN, b.FILTER, b.TRACKER, m.METRICS}


def test_items_take_the_metrics_along_only_where_one_sums_a_column_of_theirs() -> None:
    retyped = m.goods(m.ITEM_ID, {**m.PRICE, "type": ["double", "null"]})
    assert around(m.market(retyped), m.ITEMS) == {b.CAMPAIGN, b.FILTER, m.METRICS}
    views = m.metrics(m.VIEWS)
    assert around(m.market(views, retyped), m.ITEMS, m.opened(m.market(views))) == {b.CAMPAIGN, b.FILTER}


def test_a_dataset_that_left_the_file_takes_the_same_along_as_one_made_anew() -> None:
    desired = m.market(without=[m.ITEMS, m.ITEMS_IMPORT, m.GOODS])
    found = renewals(desired)
    assert around(desired, m.ITEMS) == {b.CAMPAIGN, b.FILTER, m.METRICS}
    assert parse_address(m.ITEMS) not in found.addresses


def test_a_dataset_goes_quietly_with_its_group() -> None:
    inside = [str(one) for one in OPEN.resources]
    assert renewals(m.market(without=inside)).roots == {}


def test_what_has_to_go_with_something_else_is_no_root_of_its_own() -> None:
    desired = m.market(m.events(STRICT), m.recommender(recipe="aws-ecomm-popular-items"))
    assert {str(one) for one in renewals(desired).roots} == {b.DATASET, m.RECOMMENDER}
    all_of_it = m.market(b.declared(b.GROUP, domain="ECOMMERCE"), m.events(STRICT))
    assert {str(one) for one in renewals(all_of_it).roots} == {b.GROUP}


def test_the_other_of_two_datasets_is_a_root_too_and_each_collateral_goes_with_one() -> None:
    found = renewals(m.market(m.events(STRICT), m.goods(m.ITEM_ID)))
    assert {str(one) for one in found.roots} == {b.DATASET, m.ITEMS}
    collateral = [one for root in found.roots.values() for one in root.collateral]
    assert len(collateral) == len(set(collateral)) == len(found.because)


def test_what_is_going_forces_nothing() -> None:
    state = b.altered(OPEN, b.DATASET, status="DELETE PENDING")
    assert renewals(m.market(m.events(STRICT)), state).roots == {}


def test_what_never_worked_forces_nothing_unless_something_stands_in_its_way() -> None:
    state = b.altered(OPEN, m.RECOMMENDER, status="CREATE FAILED")
    assert renewals(m.market(m.recommender(recipe="aws-ecomm-popular-items")), state).roots == {}
    state = b.altered(OPEN, b.DATASET, status="CREATE FAILED")
    assert {str(one) for one in renewals(m.market(), state).roots} == {b.DATASET}


@pytest.mark.parametrize("owner", [None, "other"])
def test_what_is_not_ours_is_no_root(owner) -> None:
    state = b.unowned(OPEN, m.RECOMMENDER, owner=owner)
    assert renewals(m.market(m.recommender(recipe="aws-ecomm-popular-items")), state).roots == {}


def test_an_absent_thing_is_no_collateral() -> None:
    assert b.TRACKER not in around(m.market(m.events(STRICT)), b.DATASET, b.gone(OPEN, b.TRACKER))


def test_a_schema_that_could_not_be_read_forces_nothing() -> None:
    assert renewals(m.market(m.events(STRICT)), replace(OPEN, schemas={})).roots == {}


def test_a_metric_attribution_that_moves_to_another_group_is_recreated() -> None:
    other = b.declared("dataset-group/other")
    moved = b.declared(
        m.METRICS, group="other", name="impact", metrics=[m.VIEWS], metricsOutputConfig=m.REPORTS
    )
    desired = m.market(other, moved)
    state = m.opened(m.market(other))
    (one,) = forcing(moved, b.live(state, m.METRICS), b.world(desired, state))
    assert (one.field, one.before, one.after) == ("dataset-group", "shop", "other")
    assert b.actions(b.plan(desired, state))[m.METRICS] == "recreate"


@given(
    st.sampled_from(["items", "users", "actions", "actionInteractions"]), st.text("abIT.ems_ (", max_size=20)
)
def test_only_interactions_and_named_columns_of_items_hold_a_metric_attribution(kind, text) -> None:
    live = b.live(OPEN, m.METRICS)
    live = replace(live, body={**live.body, "metrics": [{**m.VIEWS, "expression": text}]})
    assert refers_to(live, "interactions")
    assert not refers_to(live, kind) or (kind == "items" and "items." in text.lower())
