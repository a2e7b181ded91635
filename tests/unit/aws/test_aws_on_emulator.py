"""The adapters and apply together on the emulator's server: what stubs and fakes cannot prove."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from reconciler.apply.executors import Inline
from reconciler.apply.outcome import Ended
from reconciler.apply.run import apply_plan
from reconciler.aws.inventory import TaggedResources
from reconciler.aws.personalize import Personalize
from reconciler.aws.session import connect
from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.observed import Environment
from reconciler.plan.changes import Action, Call, Plan, Step, Until

if TYPE_CHECKING:
    from personalize_emulator.served import Served

AVRO = json.dumps(
    {
        "type": "record",
        "name": "Interactions",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": "USER_ID", "type": "string"},
            {"name": "ITEM_ID", "type": "string"},
            {"name": "TIMESTAMP", "type": "long"},
        ],
        "version": "1.0",
    }
)


class EmulatedClock:
    """The emulator's own virtual time: waiting steps it."""

    def __init__(self, served: Served) -> None:
        self._served, self._seconds = served, 0.0

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self._seconds)

    def elapsed(self) -> float:
        return self._seconds

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        if finished.empty():
            assert seconds is not None
            self._served.advance(seconds)
            self._seconds += seconds
            return None
        return finished.get()


class Silent:
    def emit(self, event: Any) -> None:
        pass


def step(
    verb: Action,
    kind: str,
    keys: tuple[str, ...],
    arn: str,
    operation: str,
    request: dict[str, Any],
    *needs: str,
) -> Step:
    address = Address(kind, keys)
    until = Until.GONE if verb is Action.DELETE else Until.READY
    return Step(
        id=f"{verb.value} {address}",
        address=address,
        action=verb,
        kind=kind,
        arn=arn,
        calls=(Call(operation=operation, request=request),),
        until=None if kind == "schema" else until,
        needs=needs,
    )


def test_a_group_with_a_dataset_comes_and_goes(personalize_server: Served) -> None:
    connection = connect(profile=None, region="eu-west-1", endpoint_url=personalize_server.url, parallelism=4)
    account, partition = connection.identity()
    here = Environment(account=account, region="eu-west-1", partition=partition)
    clock = EmulatedClock(personalize_server)
    api = Personalize(connection, clock)
    group, dataset, schema = (
        here.arn(name) for name in ("dataset-group/shop", "dataset/shop/INTERACTIONS", "schema/s")
    )

    def marks(address: str) -> list[dict[str, str]]:
        pairs = {"reconcile:stack": "shop", "reconcile:address": address}
        return [{"tagKey": key, "tagValue": value} for key, value in pairs.items()]

    make = (
        step(Action.CREATE, "schema", ("s",), schema, "CreateSchema", {"name": "s", "schema": AVRO}),
        step(
            Action.CREATE,
            "dataset-group",
            ("shop",),
            group,
            "CreateDatasetGroup",
            {"name": "shop", "tags": marks("dataset-group/shop")},
        ),
        step(
            Action.CREATE,
            "dataset",
            ("shop", "interactions"),
            dataset,
            "CreateDataset",
            {
                "name": "d",
                "datasetGroupArn": group,
                "datasetType": "Interactions",
                "schemaArn": schema,
                "tags": marks("dataset/shop/interactions"),
            },
            "create schema/s",
            "create dataset-group/shop",
        ),
    )
    made = apply_plan(plan(here, make), api, clock=clock, events=Silent(), executor=Inline())
    assert [result.detail for result in made.results] == ["", "", ""]
    assert {result.ended for result in made.results} == {Ended.DONE}
    assert set(TaggedResources(connection).find(["shop"])) == {group, dataset}
    again = apply_plan(plan(here, make), api, clock=clock, events=Silent(), executor=Inline())
    assert [result.calls for result in again.results] == [(), (), ()]
    assert {result.ended for result in again.results} == {Ended.DONE}

    remove = (
        step(
            Action.DELETE,
            "dataset",
            ("shop", "interactions"),
            dataset,
            "DeleteDataset",
            {"datasetArn": dataset},
        ),
        step(
            Action.DELETE,
            "dataset-group",
            ("shop",),
            group,
            "DeleteDatasetGroup",
            {"datasetGroupArn": group},
            "delete dataset/shop/interactions",
        ),
    )
    gone = apply_plan(plan(here, remove), api, clock=clock, events=Silent(), executor=Inline())
    assert {result.ended for result in gone.results} == {Ended.DONE}
    assert api.pages("ListDatasetGroups", {}, KINDS["dataset-group"].listing.result) == []  # type: ignore[union-attr]


def plan(here: Environment, steps: tuple[Step, ...]) -> Plan:
    return Plan(environment=here, stack="shop", file="personalize.yaml", changes=(), steps=steps)
