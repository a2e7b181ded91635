"""A stand-in for the account behind the stages, so that commands run without AWS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fake_locks import FakeLocks

from reconciler.cli.main import reconcile
from reconciler.cli.stages import Live
from reconciler.model.address import parse_address
from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment, ObservedState
from reconciler.model.values import Json
from reconciler.plan.changes import Action, Call, Change, FieldChange, Origin, Plan, Refusal, Scope, Step

ENVIRONMENT = Environment(account="123456789012", region="eu-west-1")
FILE = 'version: 1\nstack: shop\naccount: "123456789012"\nregion: eu-west-1\n'
HEADER = "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n"
MAIN = """
version: 1
stack: shop
account: "123456789012"
region: eu-west-1
schemas:
  events:
    avro:
      type: record
      name: Interactions
      namespace: com.amazonaws.personalize.schema
      fields:
        - {name: USER_ID, type: string}
        - {name: ITEM_ID, type: string}
        - {name: EVENT_TYPE, type: string}
        - {name: TIMESTAMP, type: long}
      version: "1.0"
datasetGroups:
  shop:
    datasets:
      interactions:
        schema: events
        import: {from: s3://data/day/events.csv, role: "arn:aws:iam::123456789012:role/Access"}
"""
"""A file with one import, of interactions with this header."""
STEP = Step(
    id="adopt dataset-group/shop",
    address=parse_address("dataset-group/shop"),
    action=Action.ADOPT,
    kind="dataset-group",
    arn=ENVIRONMENT.arn("dataset-group/shop"),
    calls=(Call(operation="TagResource", request={"resourceArn": "x", "tags": []}),),
)
ADOPT = Change(address=STEP.address, action=Action.ADOPT, reason="listed under adopt")
DRIFTED = Change(
    address=parse_address("campaign/home-page"),
    action=Action.UPDATE,
    reason="changed outside",
    fields=(FieldChange(field="minTPS", member="minProvisionedTPS", before=2, after=1, origin=Origin.DRIFT),),
)
REFUSED = replace(
    DRIFTED, refusal=Refusal(rule="foreign", why="another stack's", fix="ask its owner", paste="- paste me")
)
DUE = Change(
    address=parse_address("solution/s/training"), action=Action.RUN, reason="older than 30d", due=True
)


class Api:
    """Takes every call; `refuse` makes them fail."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.refuse: Exception | None = None

    def call(self, operation: str, request: Mapping[str, Json]) -> Mapping[str, Json]:
        self.calls.append(operation)
        if self.refuse:
            raise self.refuse
        return {}

    def pages(self, operation: str, request: Mapping[str, Json], result: str) -> list[Mapping[str, Json]]:
        return []

    def paced(self, operation: str) -> bool:
        return False

    def let_go(self) -> None:
        pass


@dataclass
class World:
    """What the commands will find; `changes` make the plan."""

    folder: Path
    changes: tuple[Change, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    api: Api = field(default_factory=Api)
    raises: BaseException | None = None
    locks: FakeLocks = field(default_factory=FakeLocks)
    data_files: Any = None

    def plan(self, now: datetime | None = None) -> Plan:
        refused = any(change.refusal for change in self.changes)
        adopts = any(change.action is Action.ADOPT for change in self.changes)
        base: dict[str, Any] = {
            "environment": ENVIRONMENT,
            "stack": "shop",
            "file": "personalize.yaml",
            "changes": self.changes,
            "steps": (STEP,) if adopts and not refused else (),
            "fingerprint": "f1",
            "tool_version": "0.1.0",
            "made_at": (now or datetime.fromisoformat("2026-11-23T22:40:01+00:00")).isoformat(),
        }
        return Plan(**{**base, **self.more})

    def run(self, *arguments: str, **more: Any) -> Result:
        return CliRunner().invoke(reconcile, arguments, catch_exceptions=False, **more)


def install(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """Put the world behind the stages' seams."""

    @contextmanager
    def connected(*_: Any) -> Iterator[Live]:
        yield Live(
            environment=ENVIRONMENT,
            api=world.api,
            inventory=None,
            storage=None,
            data_files=world.data_files,
            locks=world.locks,
            parallelism=2,
        )  # type: ignore[arg-type]

    def look(*_: Any) -> ObservedState:
        world.locks.calls.append("look")
        if world.raises:
            raise world.raises
        return ObservedState(environment=ENVIRONMENT, resources={})

    def decide(
        desired: DesiredState,
        _observed: ObservedState,
        *,
        retry_failed: bool = False,
        only_runs: bool = False,
        now: datetime | None = None,
    ) -> Plan:
        whole = Scope.WHOLE if desired.destroyed is None else Scope.DESTROY
        made = replace(world.plan(now), scope=Scope.RUNS if only_runs else whole, stack=desired.stack)
        return replace(made, environment=replace(made.environment, name=desired.environment))

    monkeypatch.setattr("reconciler.cli.stages.connected", connected)
    monkeypatch.setattr("reconciler.cli.stages.look", look)
    monkeypatch.setattr("reconciler.cli.stages.decide", decide)
