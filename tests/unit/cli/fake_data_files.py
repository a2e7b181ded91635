"""A stand-in for the objects that imports name, and a plan that imports one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from cli_world import HEADER, World

from reconciler.data.dataset import DataFile
from reconciler.model.address import parse_address
from reconciler.model.observed import ObservedObject, ObservedState
from reconciler.plan.changes import Action, Call, Change, Step

LOCATION = "s3://data/day/events.csv"
SOUND = f"{HEADER}mary,i1,watch,1735689600\n".encode()
SPOILT = f"{HEADER}mary,i1,watch,1735689600000\n".encode()
ADDRESS = parse_address("dataset/shop/interactions/import")
IMPORT = Change(address=ADDRESS, action=Action.RUN, reason="nothing has been imported yet")
STEP = Step(
    id="run dataset/shop/interactions/import",
    address=ADDRESS,
    action=Action.RUN,
    kind="dataset-import-job",
    arn="arn:aws:personalize:eu-west-1:123456789012:dataset-import-job/x",
    calls=(Call(operation="CreateDatasetImportJob", request={"jobName": "x", "importMode": "INCREMENTAL"}),),
)
OTHER = Step(
    id="adopt dataset-group/shop",
    address=parse_address("dataset-group/shop"),
    action=Action.ADOPT,
    kind="dataset-group",
    arn="arn",
)


@dataclass
class Files:
    """One object, or an answer that is none."""

    data: bytes = SOUND
    there: bool | None = True
    raises: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def files(self, location: str) -> tuple[DataFile, ...] | None:
        self.asked.append(f"list {location}")
        file = DataFile(name=location, size=len(self.data))
        return None if self.there is None else ((file,) if self.there else ())

    def beginning(self, file: DataFile, size: int) -> bytes:
        self.asked.append(f"read {file.name} {size}")
        if self.raises:
            raise self.raises
        return self.data[:size]


def see(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    objects: tuple[ObservedObject, ...] | None,
    location: str = LOCATION,
) -> None:
    """Let these objects be known from reading the account; None is a location that may not be read."""
    environment = world.plan().environment
    state = ObservedState(environment=environment, resources={}, objects={location: objects})
    monkeypatch.setattr("reconciler.cli.stages.look", lambda *_: state)
