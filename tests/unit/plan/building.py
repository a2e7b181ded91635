"""Files and accounts made by hand: a shop with one of everything, and the account that applying it leaves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from reconciler.kinds import KINDS
from reconciler.kinds.kind import UNMANAGED
from reconciler.model.address import Address, parse_address
from reconciler.model.desired import Adoption, Consent, DesiredResource, DesiredState, Forgetting
from reconciler.model.diagnostics import Position
from reconciler.model.health import health_of
from reconciler.model.observed import (
    Environment,
    ObservedObject,
    ObservedResource,
    ObservedRun,
    ObservedSchema,
    ObservedState,
)
from reconciler.model.values import resolved
from reconciler.plan.build import build_plan
from reconciler.plan.changes import Action, Change, FieldChange, Plan, Step
from reconciler.plan.marks import ADDRESS, STACK
from reconciler.plan.naming import arn_of
from reconciler.plan.world import World

HERE = Environment(account="123456789012", region="eu-west-1")
MINE = "shop"
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
BORN = datetime(2026, 1, 1, tzinfo=UTC)
LINE = Position("personalize.yaml", 1, 1)
DATA = "s3://shop-data/interactions.csv"
ROLE = "arn:aws:iam::123456789012:role/import"
AVRO: dict[str, Any] = {
    "type": "record",
    "name": "Interactions",
    "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"}],
}
SCHEMA, GROUP, DATASET = "schema/events", "dataset-group/shop", "dataset/shop/interactions"
IMPORT, TRACKER, FILTER = f"{DATASET}/import", "event-tracker/shop", "filter/unseen"
SOLUTION, TRAINING, CAMPAIGN = "solution/recs", "solution/recs/training", "campaign/home"


def arn(resource: str) -> str:
    return HERE.arn(resource)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def declared(
    text: str,
    *,
    group: str = "shop",
    solution: str = "recs",
    tags: Mapping[str, str] | None = None,
    **fields: Any,
) -> DesiredResource:
    """A declaration as the loader makes it; `a__b` is the field a.b, defaults that are managed come along."""
    address = parse_address(text)
    kind = KINDS[address.kind]
    values = {field.key: field.absent for field in kind.fields if field.absent is not UNMANAGED}
    values |= {key.replace("__", "."): value for key, value in fields.items()}
    home = Address("dataset-group", (address.keys[0] if len(address.keys) == 2 else group,))
    parents: dict[str, Address] = {}
    if address.kind == "event-tracker":
        home = Address("dataset-group", address.keys)
    if address.kind not in {"schema", "dataset-group"}:
        parents["dataset-group"] = home
    if address.kind == "dataset":
        parents["schema"] = Address("schema", (str(values["schema"]),))
    if address.kind == "dataset-import-job":
        parents["dataset"] = Address("dataset", address.keys)
    if address.kind == "solution-version":
        parents["solution"] = Address("solution", address.keys)
    if address.kind == "campaign":
        parents["solution"] = Address("solution", (solution,))
    return DesiredResource(
        address=address,
        fields=values,  # type: ignore[arg-type]
        parents=parents,
        tags=(tags or {}) if kind.taggable else {},
        position=LINE,
    )


def file(*resources: DesiredResource, **more: Any) -> DesiredState:
    """A file that declares these, in this order; a later declaration of an address wins."""
    base: dict[str, Any] = {
        "file": "personalize.yaml",
        "stack": MINE,
        "account": HERE.account,
        "region": HERE.region,
        "resources": {one.address: one for one in resources},
        "digest": "d" * 64,
    }
    return DesiredState(**{**base, **more})


def shop(*changed: DesiredResource, without: Iterable[str] = (), **more: Any) -> DesiredState:
    """A file with one of everything, some of it changed, some left out."""
    everything = (
        declared(SCHEMA, avro=AVRO),
        declared(GROUP),
        declared(DATASET, schema="events"),
        declared(IMPORT, **{"from": DATA, "role": ROLE, "when": "changed"}),
        declared(TRACKER, name="clicks"),
        declared(FILTER, expression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'),
        declared(SOLUTION, recipe="aws-user-personalization-v2"),
        declared(TRAINING, when="imported"),
        declared(CAMPAIGN, minTPS=1),
    )
    left_out = {parse_address(text) for text in without}
    return file(*(one for one in (*everything, *changed) if one.address not in left_out), **more)


def objects(**tags: str) -> dict[str, tuple[ObservedObject, ...]]:
    """What stands at the import's location: `etag` and `days` since it was put there."""
    etag, days = tags.get("etag", "e1"), float(tags.get("days", "60"))
    return {DATA: (ObservedObject(key="interactions.csv", etag=etag, modified=ago(days=days)),)}


def nothing(**more: Any) -> ObservedState:
    """An empty account, with the data in its bucket."""
    return ObservedState(**{"environment": HERE, "resources": {}, "objects": objects(), **more})


def plan(desired: DesiredState, observed: ObservedState, **more: Any) -> Plan:
    return build_plan(desired, observed, **{"now": NOW, "tool_version": "1", **more})


def world(desired: DesiredState, observed: ObservedState, **more: Any) -> World:
    return World(**{"desired": desired, "observed": observed, "now": NOW, **more})


def settled(desired: DesiredState, **more: Any) -> ObservedState:
    """The account that applying the file to an empty one leaves: every request became a resource."""
    made = build_plan(desired, nothing(**more), now=BORN, tool_version="1")
    arns: dict[Address, str] = {}
    resources: dict[Address, tuple[ObservedResource, ...]] = {}
    runs: dict[str, tuple[ObservedRun, ...]] = {}
    schemas: dict[str, ObservedSchema] = {}
    for order, step in enumerate(made.steps):
        born = BORN + timedelta(hours=order)
        arns[step.address] = where = step.arn if isinstance(step.arn, str) else _invented(step, arns)
        body: Any = resolved(step.calls[-1].request, arns)
        tags = {one["tagKey"]: one["tagValue"] for one in body.pop("tags", ())}
        kind = KINDS[step.kind]
        if kind.run:
            runs[fed(str(step.address))] = (job(str(body.get(kind.name_member, where)), where, created=born),)
        elif step.kind == "schema":
            schemas[body["name"]] = ObservedSchema(
                arn=where, name=body["name"], domain=body.get("domain"), content=json.loads(body["schema"])
            )
        else:
            body |= {kind.arn_member: where, "status": "ACTIVE", "creationDateTime": born.isoformat()}
            resources[step.address] = (
                ObservedResource(
                    address=step.address,
                    arn=where,
                    name=str(body.get("name")),
                    body=body,
                    tags=tags if kind.taggable else None,
                    health=health_of("ACTIVE"),
                    created=born,
                ),
            )
    return nothing(**{"resources": resources, "runs": runs, "schemas": schemas, **more})


def of(request: Mapping[str, Any]) -> str:
    """The ARN of what a run's request feeds or trains."""
    return str(request.get("datasetArn") or request["solutionArn"])


def _invented(step: Step, arns: Mapping[Address, str]) -> str:
    if step.kind == "solution-version":
        number = 1 if step.address.name == "recs" else 2
        return f"{arns[Address('solution', step.address.keys)]}/{number:08x}"
    return arn("event-tracker/0000000a")


def job(name: str, where: str = "", *, status: str = "ACTIVE", created: datetime, **more: Any) -> ObservedRun:
    """A run that took ten minutes."""
    return ObservedRun(
        **{
            "arn": where or arn(f"dataset-import-job/{name}"),
            "name": name,
            "health": health_of(status),
            "status": status,
            "created": created,
            "updated": created + timedelta(minutes=10),
            **more,
        }
    )


def version(number: int, *, status: str = "ACTIVE", created: datetime, **more: Any) -> ObservedRun:
    """A solution version of the shop's solution."""
    where = arn(f"solution/recs/{number:08x}")
    return job(where, where, status=status, created=created, **more)


def live(state: ObservedState, text: str) -> ObservedResource:
    """The one live resource of an address."""
    (found,) = state.resources[parse_address(text)]
    return found


def altered(state: ObservedState, text: str, *, tags: Any = None, **body: Any) -> ObservedState:
    """The account after somebody changed a resource: members of its body, or all of its tags."""
    old = live(state, text)
    new = {**old.body, **body}
    changed = replace(
        old,
        body=new,
        health=health_of(new.get("status")),  # type: ignore[arg-type]
        tags=old.tags if tags is None else tags,
    )
    return replace(state, resources={**state.resources, old.address: (changed,)})


def tagged(state: ObservedState, text: str, **tags: str | None) -> ObservedState:
    """The account after somebody set (or with None took away) tags."""
    merged = {**(live(state, text).tags or {}), **tags}
    return altered(state, text, tags={key: value for key, value in merged.items() if value is not None})


def unowned(state: ObservedState, *texts: str, owner: str | None = None) -> ObservedState:
    """The account with these resources owned by nobody, or by another stack."""
    for text in texts:
        state = altered(state, text, tags={STACK: owner, ADDRESS: text} if owner else {})
    return state


def gone(state: ObservedState, *texts: str) -> ObservedState:
    left_out = {parse_address(text) for text in texts}
    return replace(state, resources={k: v for k, v in state.resources.items() if k not in left_out})


def fed(text: str) -> str:
    """The ARN of what the run at this address feeds or trains."""
    return str(arn_of(parse_address(text.rpartition("/")[0]), HERE))


def runs(state: ObservedState, text: str) -> tuple[ObservedRun, ...]:
    """The runs of an address, newest first."""
    return state.runs.get(fed(text), ())


def with_runs(state: ObservedState, text: str, *runs: ObservedRun) -> ObservedState:
    """The account with exactly these runs at an address, newest first."""
    return replace(state, runs={**state.runs, fed(text): runs})


def change(made: Plan, text: str) -> Change:
    (found,) = [one for one in made.changes if str(one.address) == text]
    return found


def field(made: Plan, text: str, key: str) -> FieldChange:
    (found,) = [one for one in change(made, text).fields if one.field == key]
    return found


def step(made: Plan, action: Action, text: str) -> Step:
    """The one step of this action on what has this address, or that id where there are several."""
    found = [one for one in made.steps if one.action is action and str(one.address) == text]
    exact = [one for one in found if one.id == f"{action.value} {text}"]
    (only,) = exact or found
    return only


def request(made: Plan, action: Action, text: str) -> Mapping[str, Any]:
    """The request of a step's only call."""
    (call,) = step(made, action, text).calls
    return call.request


def actions(made: Plan) -> dict[str, str]:
    """What is done, by address; what is as it should be is left out."""
    return {str(one.address): one.action.value for one in made.changes if one.action is not Action.NONE}


def consent(action: str, text: str, change_id: str) -> Consent:
    return Consent(action=action, address=parse_address(text), change=change_id, because="", position=LINE)


def adopt(text: str, *, subtree: bool = False, from_stack: str | None = None) -> Adoption:
    return Adoption(address=parse_address(text), subtree=subtree, from_stack=from_stack, position=LINE)


def forget(text: str) -> Forgetting:
    return Forgetting(address=parse_address(text), position=LINE)
