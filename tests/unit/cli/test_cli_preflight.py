"""plan and apply look at the data that they would import, where they may."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_world import MAIN, World
from fake_data_files import IMPORT, LOCATION, OTHER, SOUND, SPOILT, STEP, Files, see

from reconciler.cli import stages
from reconciler.cli.options import Target
from reconciler.cli.preflight import Preflight
from reconciler.cli.screen import Screen
from reconciler.desired.load import load
from reconciler.errors import DeniedError, UnknownOutcomeError
from reconciler.model.address import parse_address
from reconciler.model.diagnostics import Severity
from reconciler.model.observed import ObservedObject
from reconciler.plan.changes import Action, Change, Step


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
    see(monkeypatch, world, (there,))
    assert world.run("plan").exit_code == 0
    assert files.asked == [f"read {LOCATION} 65536"]


@pytest.mark.parametrize("where", ["seen", "listed", "read"])
def test_what_may_not_be_read_is_noted_once_and_no_failure(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "seen":
        see(monkeypatch, world, None)
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
    for option in ("--preflight", "--retry-failed"):
        asked = world.run("apply", "plan.json", "--yes", option)
        assert (asked.exit_code, f"{option} goes with `plan --out`" in asked.stderr) == (64, True)
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
