"""A plan that may be applied: a recreation under consent and a campaign with more room, with their price."""

from __future__ import annotations

from dataclasses import replace

from gallery import change, field, plan, step

from reconciler.model.address import parse_address
from reconciler.model.forecast import Amount, Bound, Costs, Estimate, OneOff, Past, Standing
from reconciler.model.observed import Environment
from reconciler.plan.changes import Action, Effect, Origin, Step

DATASET, IMPORT = "dataset/user-videos/interactions", "dataset/user-videos/interactions/import"
TRAINING, CAMPAIGN = "solution/video-recommendations/training", "campaign/home-page"


def _after(made: Step, *needs: str) -> Step:
    return replace(made, needs=needs)


STEPS = (
    step(f"delete {DATASET}", Action.DELETE),
    _after(step(f"create {DATASET}", Action.CREATE), f"delete {DATASET}"),
    _after(step(f"run {IMPORT}", Action.RUN), f"create {DATASET}"),
    _after(step(f"mark {DATASET}", Action.MARK), f"run {IMPORT}"),
    _after(step(f"run {TRAINING}", Action.RUN), f"mark {DATASET}", f"create {DATASET}"),
    _after(step(f"update {CAMPAIGN}", Action.UPDATE), f"run {TRAINING}"),
)

COSTS = Costs(
    standing=(
        Standing(
            address=parse_address(CAMPAIGN),
            before=Amount(usd=394.2, basis="1 TPS, v2 recipe"),
            after=Amount(usd=788.4, basis="2 TPS, v2 recipe"),
        ),
        Standing(
            address=parse_address("recommender/top-picks"),
            before=Amount(usd=273.75, bound=Bound.AT_LEAST, basis="running, 1 request/s"),
            after=Amount(usd=273.75, bound=Bound.AT_LEAST, basis="running, 1 request/s"),
        ),
    ),
    once=(
        OneOff(address=parse_address(IMPORT), amount=Amount(usd=0.175, basis="3.5 GB at 0.05 per GB")),
        OneOff(
            address=parse_address(TRAINING),
            amount=Amount(bound=Bound.UNKNOWN, basis="0.002 per 1,000 interactions"),
        ),
    ),
    as_of="2026-11-23",
    region="us-east-1",
    source="public files",
    notes=("the floor of v2 recipes is told by one source only",),
)

ESTIMATE = Estimate(
    seconds=4230,
    past=(
        Past(kind="dataset-import-job", count=5),
        Past(kind="solution-version", count=3),
        Past(kind="campaign", count=0),
    ),
)

AGREED = plan(
    change(
        DATASET,
        Action.RECREATE,
        "its schema cannot change in place",
        fields=(field("schema", "events", "events-v2", member="schemaArn", origin=Origin.PENDING),),
        effects=(Effect.LOSES_DATA,),
        notes=("streamed records exist nowhere else",),
    ),
    change(
        CAMPAIGN,
        Action.UPDATE,
        "changed in the file",
        fields=(field("minTPS", 1, 2, member="minProvisionedTPS", origin=Origin.PENDING),),
    ),
    change(IMPORT, Action.RUN, "nothing has been imported yet"),
    change(TRAINING, Action.RUN, "this plan imports new data"),
    environment=Environment(account="123456789012", region="eu-west-1", name="production"),
    steps=STEPS,
    costs=COSTS,
    estimate=ESTIMATE,
)
