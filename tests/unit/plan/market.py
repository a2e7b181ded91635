"""The shop grown: items, metrics and a recommender, and what a file says once it agrees to everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import building as b

from reconciler.kinds import KINDS
from reconciler.model.address import parse_address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.observed import ObservedResource, ObservedState
from reconciler.plan.changes import Plan, Step
from reconciler.plan.marks import ATTRIBUTION

GOODS, ITEMS, ITEMS_IMPORT = "schema/goods", "dataset/shop/items", "dataset/shop/items/import"
METRICS, RECOMMENDER = "metric-attribution/impact", "recommender/for-you"
ITEM_ID = {"name": "ITEM_ID", "type": "string"}
PRICE = {"name": "PRICE", "type": ["float", "null"]}
COLOUR = {"name": "COLOUR", "type": ["null", "string"]}
VIEWS = {"eventType": "view", "metricName": "views", "expression": "SAMPLECOUNT()"}
SALES = {"eventType": "buy", "metricName": "sales", "expression": "SUM(Items.PRICE)"}
REPORTS = {"roleArn": b.ROLE, "s3DataDestination": {"path": "s3://shop-data/reports/"}}
DOMAIN = "ECOMMERCE"


def columns(*fields: Any) -> dict[str, Any]:
    return {"type": "record", "name": "Items", "fields": list(fields)}


def goods(*fields: Any) -> DesiredResource:
    """The schema of the items with these columns."""
    return b.declared(GOODS, avro=columns(*fields))


def events(*fields: Any) -> DesiredResource:
    """The schema of the interactions with these columns more."""
    return b.declared(b.SCHEMA, avro={**b.AVRO, "fields": [*b.AVRO["fields"], *fields]})


def metrics(*listed: Any, **more: Any) -> DesiredResource:
    fields = {"name": "impact", "metrics": list(listed), "metricsOutputConfig": REPORTS, **more}
    return b.declared(METRICS, **fields)


def recommender(
    *, tps: int = 1, recipe: str = "aws-ecomm-recommended-for-you", **more: Any
) -> DesiredResource:
    fields = {"recommenderConfig__minRecommendationRequestsPerSecond": tps, **more}
    return b.declared(RECOMMENDER, recipe=recipe, **fields)


def market(*changed: DesiredResource, without: Iterable[str] = (), **more: Any) -> DesiredState:
    """A file that declares the shop and what it has grown, some of it changed, some left out."""
    grown = (
        goods(ITEM_ID, PRICE),
        b.declared(ITEMS, schema="goods"),
        b.declared(ITEMS_IMPORT, **{"from": "s3://shop-data/items.csv", "role": b.ROLE, "when": "changed"}),
        metrics(VIEWS, SALES),
        recommender(),
    )
    left_out = {parse_address(text) for text in without}
    return b.shop(
        *(one for one in (*grown, *changed) if one.address not in left_out), without=without, **more
    )


def opened(desired: DesiredState) -> ObservedState:
    """The account that applying a file leaves, its groups marked with the attributions that they hold."""
    state = b.settled(desired)
    for address, declared in desired.resources.items():
        if KINDS[address.kind].owned_through:
            home = str(declared.parents["dataset-group"])
            state = b.tagged(state, home, **{ATTRIBUTION: address.name})
    return state


def agreeing(desired: DesiredState, state: ObservedState, *, empty: bool = False) -> DesiredState:
    """The file with every consent that its plan asks for."""
    asked = [
        one for one in b.plan(desired, state).refused if one.refusal and "consent: [" in one.refusal.paste
    ]
    lines = (b.consent(one.action.value, str(one.address), one.change_id) for one in asked)
    return replace(desired, consent=tuple(replace(line, empty=empty) for line in lines))


def with_generations(state: ObservedState, text: str, *found: ObservedResource) -> ObservedState:
    """The account with exactly these physical resources behind an address."""
    return replace(state, resources={**state.resources, parse_address(text): found})


def rules(made: Plan) -> dict[str, str]:
    """The rule that stands against each refused change, by address."""
    return {str(one.address): one.refusal.rule for one in made.refused if one.refusal}


def before(made: Plan, step: Step) -> set[str]:
    """The ids of everything that comes before a step, directly or not."""
    by_id = {one.id: one for one in made.steps}
    found: set[str] = set()
    ahead = list(step.waits_for)
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += by_id[one].waits_for
    return found


def ids(made: Plan, *words: str) -> list[str]:
    """The ids of the steps that begin with one of these words, in the plan's order."""
    return [step.id for step in made.steps if step.id.startswith(words)]
