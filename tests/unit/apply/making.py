"""Steps as the planner would write them, and a run on the fake account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fake_account import STACK, Recorder, VirtualClock, arn, plan
from fake_life import LivelyAccount

from reconciler.apply.executors import Inline
from reconciler.apply.outcome import Ended, Outcome, Result
from reconciler.apply.run import apply_plan
from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.values import Unknown
from reconciler.plan.changes import Action, Call, Step, Until
from reconciler.plan.marks import ADDRESS as ADDRESS_KEY
from reconciler.plan.marks import DIGEST as DIGEST_KEY
from reconciler.plan.marks import STACK as STACK_KEY


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"tagKey": key, "tagValue": value} for key, value in tags.items()]


GROUP = arn("dataset-group/shop")


def ours(address: Address) -> dict[str, str]:
    return {STACK_KEY: STACK, ADDRESS_KEY: str(address), DIGEST_KEY: "1 x=0001"}


def create(kind: str, name: str, *needs: str, **request: Any) -> Step:
    row, address = KINDS[kind], Address(kind, (name,))
    body = {row.name_member: name} if row.resource else {}
    tags = {"tags": tag_list(ours(address))} if row.taggable else {}
    return Step(
        id=f"create {address}",
        address=address,
        action=Action.CREATE,
        kind=kind,
        arn=arn(row.resource.format(name=name)) if row.resource else Unknown(address),
        calls=(Call(operation=row.create, request={**body, **request, **tags}),),
        until=Until.READY if kind != "schema" else None,
        needs=needs,
    )


def group(name: str = "shop", *needs: str) -> Step:
    return create("dataset-group", name, *needs)


def solution(name: str, *needs: str) -> Step:
    return create("solution", name, *needs, datasetGroupArn=GROUP)


def training(name: str, *needs: str) -> Step:
    return create("solution-version", name, *needs, solutionArn=arn(f"solution/{name}"))


def campaign(name: str, of: str, *needs: str) -> Step:
    return create("campaign", name, *needs, solutionVersionArn=Unknown(Address("solution-version", (of,))))


def update(kind: str, name: str, *needs: str, **request: Any) -> Step:
    row, address = KINDS[kind], Address(kind, (name,))
    where = arn(row.resource.format(name=name))
    return Step(
        id=f"update {address}",
        address=address,
        action=Action.UPDATE,
        kind=kind,
        arn=where,
        calls=(Call(operation=row.update, request={row.arn_member: where, **request}),),
        until=Until.UPDATED,
        marks=(Call(operation="TagResource", request={"resourceArn": where, "tags": tag_list({"d": "2"})}),),
        needs=needs,
    )


def delete(kind: str, name: str, *needs: str, expects: str = "", action: Action = Action.DELETE) -> Step:
    row, address = KINDS[kind], Address(kind, (name,))
    where = arn(row.resource.format(name=name))
    return Step(
        id=f"delete {address}",
        address=address,
        action=action,
        kind=kind,
        arn=where,
        calls=(Call(operation=row.delete, request={row.arn_member: where}),),
        until=Until.GONE,
        needs=needs,
        expects=expects,
    )


def stop_trainings(name: str, *needs: str) -> Step:
    address, where = Address("solution-version", (name,)), arn(f"solution/{name}")
    return Step(
        id=f"stop {address}",
        address=address,
        action=Action.STOP,
        kind="solution-version",
        arn=where,
        calls=(Call(operation="StopSolutionVersionCreation", request={"solutionVersionArn": f"{where}/*"}),),
        until=Until.IDLE,
        needs=needs,
    )


def switch(verb: str, name: str, *needs: str) -> Step:
    """Start or Stop a recommender."""
    address, where = Address("recommender", (name,)), arn(f"recommender/{name}")
    return Step(
        id=f"{verb.lower()} {address}",
        address=address,
        action=Action(verb.lower()),
        kind="recommender",
        arn=where,
        calls=(Call(operation=f"{verb}Recommender", request={"recommenderArn": where}),),
        until=Until.READY if verb == "Start" else Until.STOPPED,
        needs=needs,
    )


def wait(kind: str, name: str, until: Until, where: str = "") -> Step:
    row, address = KINDS[kind], Address(kind, (name,))
    return Step(
        id=f"wait {address}",
        address=address,
        action=Action.WAIT,
        kind=kind,
        arn=where or arn(row.resource.format(name=name)),
        until=until,
    )


class World:
    """A clock, an account and what the last run told."""

    def __init__(self, takes: Mapping[str, float] | None = None) -> None:
        self.clock = VirtualClock()
        self.api = LivelyAccount(self.clock, takes=takes)
        self.recorder = Recorder()

    def own(self, kind: str, name: str, **body: Any) -> str:
        """A ready resource that carries our marks."""
        address = Address(kind, (name,))
        where = arn(KINDS[kind].resource.format(name=name))
        return self.api.add(kind, where, tags=ours(address), name=name, **body)

    def run(self, *steps: Step, **options: Any) -> Outcome:
        options.setdefault("executor", Inline())
        return apply_plan(plan(*steps), self.api, clock=self.clock, events=self.recorder, **options)

    def only(self, step: Step, **options: Any) -> Result:
        """How a plan of this one step ends."""
        (result,) = self.run(step, **options).results
        return result


def ends(outcome: Outcome) -> dict[str, Ended]:
    return {result.step: result.ended for result in outcome.results}
