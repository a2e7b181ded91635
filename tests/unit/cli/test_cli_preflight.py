"""plan and apply look at the data that they would import, where they may."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_world import HEADER, MAIN, World

from reconciler.cli import stages
from reconciler.cli.options import Target
from reconciler.cli.preflight import Preflight
from reconciler.cli.screen import Screen
from reconciler.data.dataset import DataFile
from reconciler.desired.load import load
from reconciler.errors import DeniedError, UnknownOutcomeError
from reconciler.model.address import parse_address
from reconciler.model.diagnostics import Severity
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


@pytest.fixture
def files(world: World) -> Files:
    """A file with one import, which the plan starts."""
    (world.folder / "personalize.yaml").write_text(MAIN, encoding="utf-8")
    world.changes, world.more, world.data_files = (IMPORT,), {"steps": (OTHER, STEP)}, Files()
    made: Files = world.data_files
    return made


def denied(code: str = "AccessDenied") -> DeniedError:
    return DeniedError("no", operation="GetObject", code=code)


def test_sound_data_is_looked_at_by_one_call_and_nothing_is_said(world: World, files: Files) -> None:
    result = world.run("plan")
    assert (result.exit_code, result.stderr) == (0, "")
    assert files.asked == [f"list {LOCATION}", f"read {LOCATION} 65536"]
    assert "1 to run, 0 refused" in result.stdout


def test_an_error_refuses_the_plan_and_apply_changes_nothing(world: World, files: Files) -> None:
    files.data = SPOILT
    result = world.run("plan")
    assert result.exit_code == 1
    assert "note: data/timestamp-milliseconds: TIMESTAMP: 1 row" in result.stdout
    assert f"({LOCATION}:2)" in result.stdout
    assert "0 to run, 1 refused" in result.stdout
    applied = world.run("apply", "--yes")
    assert (applied.exit_code, world.api.calls) == (1, [])
    assert "nothing was changed" in applied.stderr


def test_json_carries_the_findings(world: World, files: Files) -> None:
    files.data = SPOILT
    (change,) = json.loads(world.run("plan", "--format", "json").stdout)["changes"]
    assert change["refusal"]["rule"] == "preflight"
    assert change["notes"][0].startswith("data/timestamp-milliseconds: ")


def test_a_refused_plan_is_not_saved(world: World, files: Files) -> None:
    files.data = SPOILT
    result = world.run("plan", "--out", "plan.json")
    assert (result.exit_code, (world.folder / "plan.json").exists()) == (1, False)


@pytest.mark.parametrize("how", ["--no-preflight", "RECONCILE_PREFLIGHT"])
def test_without_it_nothing_is_asked(world: World, files: Files, how: str) -> None:
    files.data = SPOILT
    arguments = [how] if how.startswith("--") else []
    result = world.run("plan", *arguments, env={} if arguments else {how: "0"})
    assert (result.exit_code, files.asked) == (0, [])


def test_a_plan_that_imports_nothing_asks_nothing(world: World, files: Files) -> None:
    world.more = {"steps": (OTHER,)}
    assert world.run("plan").exit_code == 0
    assert files.asked == []


def test_objects_that_were_seen_already_are_not_listed_again(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = ObservedObject(
        key="day/events.csv", etag="e", modified=datetime(2026, 1, 1, tzinfo=UTC), size=len(SOUND)
    )
    seen(monkeypatch, world, (there,))
    assert world.run("plan").exit_code == 0
    assert files.asked == [f"read {LOCATION} 65536"]


def folder(world: World, monkeypatch: pytest.MonkeyPatch, sizes: Mapping[str, int]) -> None:
    """The import is of a folder with objects of these names and sizes."""
    path: Path = world.folder / "personalize.yaml"
    path.write_text(MAIN.replace("day/events.csv", "day/"), encoding="utf-8")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    seen(
        monkeypatch,
        world,
        tuple(
            ObservedObject(key=f"day/{name}", etag="e", modified=moment, size=size)
            for name, size in sizes.items()
        ),
        "s3://data/day/",
    )


def test_of_many_files_the_first_are_looked_at_and_what_lies_beside_them_does_not_count(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = {"_SUCCESS": 0, ".part.crc": 8, "empty.csv": 0}
    folder(world, monkeypatch, {**beside, **{f"part-{n:02}.csv": 99 for n in range(20)}})
    assert "warning" not in world.run("plan").stdout
    assert len(files.asked) == 20
    folder(world, monkeypatch, {**beside, **{f"part-{n:02}.csv": 99 for n in range(21)}})
    files.asked.clear()
    assert "only the first 20 of 21 files were looked at" in world.run("plan").stdout
    assert len(files.asked) == 20


def test_a_folder_of_empty_files_is_said_not_to_be_looked_at(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(world, monkeypatch, {"_SUCCESS": 0, "a.csv": 0})
    result = world.run("plan")
    assert (result.exit_code, files.asked) == (0, [])
    assert (
        "warning: the data of dataset/shop/interactions was not looked at: all 2 files in s3://data/day/ are "
        "empty, or have names like _SUCCESS\n"
    ) in result.stdout


def test_a_first_line_that_goes_on_behind_what_is_read_is_said(world: World, files: Files) -> None:
    files.data = b"A" * 70_000
    assert (
        f"was not looked at: the first line at {LOCATION} is longer than 64 KiB\n" in world.run("plan").stdout
    )


def test_a_file_that_two_datasets_import_is_read_once(world: World, files: Files) -> None:
    path: Path = world.folder / "personalize.yaml"
    body = MAIN[MAIN.index("    datasets:\n") :]
    path.write_text(f"{MAIN}  again:\n{body}", encoding="utf-8")
    address = parse_address("dataset/again/interactions/import")
    world.changes = (IMPORT, replace(IMPORT, address=address))
    world.more = {"steps": (STEP, replace(STEP, id=f"run {address}", address=address))}
    files.data = SPOILT
    assert "0 to run, 2 refused" in world.run("plan").stdout
    assert [one for one in files.asked if one.startswith("read")] == [f"read {LOCATION} 65536"]


def seen(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    objects: tuple[ObservedObject, ...] | None,
    location: str = LOCATION,
) -> None:
    environment = world.plan().environment
    state = ObservedState(environment=environment, resources={}, objects={location: objects})
    monkeypatch.setattr("reconciler.cli.stages.look", lambda *_: state)


@pytest.mark.parametrize("where", ["seen", "listed", "read"])
def test_what_may_not_be_read_is_noted_once_and_no_failure(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "seen":
        seen(monkeypatch, world, None)
    files.there = None if where == "listed" else True
    files.raises = denied() if where == "read" else None
    result = world.run("plan")
    assert (result.exit_code, result.stderr) == (
        0,
        f"data not looked at: the credentials may not read {LOCATION}\n",
    )
    assert "warning" not in result.stdout
    assert world.run("plan", "-q").stderr == ""


def test_what_may_not_be_read_is_a_warning_where_it_was_asked_for(world: World, files: Files) -> None:
    files.raises = denied()
    result = world.run("plan", "--preflight")
    assert (result.exit_code, result.stderr) == (0, "")
    said = f"the data of dataset/shop/interactions was not looked at: the credentials may not read {LOCATION}"
    assert f"warning: {said}" in result.stdout


def test_several_that_may_not_be_read_are_counted(world: World, files: Files) -> None:
    schema = (
        "  rows:\n    avro: {type: record, name: Items, namespace: com.amazonaws.personalize.schema, "
        "fields: [{name: ITEM_ID, type: string}, {name: N, type: ['null', long]}], version: '1.0'}\n"
    )
    text = MAIN.replace("datasetGroups:\n", f"{schema}datasetGroups:\n")
    text += (
        "      items:\n        schema: rows\n"
        '        import: {from: s3://data/items.csv, role: "arn:aws:iam::123456789012:role/Access"}\n'
    )
    (world.folder / "personalize.yaml").write_text(text, encoding="utf-8")
    address = parse_address("dataset/shop/items/import")
    more = Step(
        id=f"run {address}", address=address, action=Action.RUN, kind=STEP.kind, arn="x", calls=STEP.calls
    )
    world.changes = (IMPORT, Change(address=address, action=Action.RUN, reason="due"))
    world.more = {"steps": (STEP, more)}
    files.raises = denied()
    assert world.run("plan").stderr.endswith("may not read s3://data/day/events.csv and 1 more\n")


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (
            UnknownOutcomeError("s3 is away", operation="GetObject", code="EndpointConnectionError"),
            "s3 is away",
        ),
        (denied("ExpiredToken"), "no"),
    ],
)
def test_trouble_on_the_way_is_a_warning(world: World, files: Files, raised: Exception, said: str) -> None:
    files.raises = raised
    result = world.run("plan")
    assert result.exit_code == 0
    assert f"warning: the data of dataset/shop/interactions was not looked at: {said}\n" in result.stdout


def test_an_object_that_is_not_there_yet_is_a_warning(world: World, files: Files) -> None:
    files.there = False
    result = world.run("plan")
    assert result.exit_code == 0
    assert f"was not looked at: there is no file at {LOCATION}" in result.stdout


def test_a_saved_plan_holds_whatever_its_data_was_and_is_not_looked_at_again(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.data = SOUND.replace(b"i1", b"i|1")
    assert "warning: the data of" in world.run("plan", "--out", "plan.json").stdout
    world.more = {"steps": ()}
    document = json.loads((world.folder / "plan.json").read_text())
    assert len(document["warnings"]) == 1
    (world.folder / "plan.json").write_text(json.dumps({**document, "steps": []}))
    files.asked.clear()
    asked = world.run("apply", "plan.json", "--yes", "--preflight")
    assert (asked.exit_code, "--preflight goes with `plan --out`" in asked.stderr) == (64, True)
    assert world.run("apply", "plan.json", "--yes", env={"RECONCILE_PREFLIGHT": "1"}).exit_code == 0
    assert files.asked == []


def test_an_ignored_warning_is_left_out(world: World, files: Files) -> None:
    files.data = SOUND.replace(b"i1", b"i|1")
    path: Path = world.folder / "personalize.yaml"
    entry = "{rule: data/odd-id, at: dataset/shop/interactions, because: known}"
    path.write_text(f"{MAIN}validate: {{ignore: [{entry}]}}\n", encoding="utf-8")
    result = world.run("plan")
    assert (result.exit_code, "odd" in result.stdout) == (0, False)


def test_findings_stand_where_the_file_says_what_is_imported(world: World, files: Files) -> None:
    files.data = SPOILT
    desired = load("personalize.yaml", stdin=None).state
    assert desired
    with stages.connected(desired, Target(), Screen()) as live:
        looking = Preflight(desired, live, Screen(), asked=None)
        assert looking.findings == ()
        looking.checked(world.plan(), stages.look(desired, live, Screen()))
        (found,) = looking.findings
        looking.checked(world.plan(), stages.look(desired, live, Screen()))
    assert (found.code, found.severity) == ("data/timestamp-milliseconds", Severity.ERROR)
    assert found.fix
    assert found.position
    assert MAIN.splitlines()[found.position.line - 1].strip().startswith("import: ")
    assert files.asked == [f"list {LOCATION}", f"read {LOCATION} 65536"], "a second plan asks nothing again"
