"""Exit codes and streams: the table in the documentation, row by row."""

from __future__ import annotations

import json

import pytest
from cli_world import ADOPT, DRIFTED, DUE, REFUSED, World

from reconciler.errors import DeniedError, InvalidError, ReconcilerError
from reconciler.model.observed import ReadProblem

PROBLEMS = {"problems": (ReadProblem(what="denied", operation="ListCampaigns"),)}


@pytest.mark.parametrize("arguments", [(), ("nothing",), ("plan", "--nothing"), ("plan", "--format", "xml")])
def test_wrong_usage_is_64_and_prints_no_data(world: World, arguments: tuple[str, ...]) -> None:
    result = world.run(*arguments)
    assert (result.exit_code, result.stdout) == (64, "")
    assert result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "--parallelism", "0"),
        ("plan", "--parallelism", "33"),
        ("apply", "--timeout", "5"),
        ("apply", "--timeout", "0h"),
        ("apply", "--timeout", "-1h"),
        ("apply", "--timeout", "5 hours"),
        ("plan", "--emulator", "--endpoint-url", "http://127.0.0.1:1"),
        ("plan", "--emulator", "--profile", "x"),
        ("plan", "--seed", "seed.yaml"),
        ("drift", "--fail-on", "everything"),
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(world: World, arguments: tuple[str, ...]) -> None:
    assert world.run(*arguments).exit_code == 64


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("--version",), ("plan", "--help")])
def test_help_is_data_and_0(world: World, arguments: tuple[str, ...]) -> None:
    result = world.run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout


def test_a_plan_without_differences_is_0(world: World) -> None:
    assert world.run("plan", "--detailed-exitcode").exit_code == 0


def test_a_plan_with_differences_is_0_or_2_when_asked(world: World) -> None:
    world.changes = (DRIFTED,)
    assert world.run("plan").exit_code == 0
    assert world.run("plan", "--detailed-exitcode").exit_code == 2


def test_a_refused_plan_is_printed_whole_and_is_1(world: World) -> None:
    world.changes = (REFUSED, ADOPT)
    result = world.run("plan", "--detailed-exitcode")
    assert result.exit_code == 1
    assert "- paste me" in result.stdout
    assert result.stdout.splitlines()[-1].endswith("1 refused.")


def test_an_incomplete_plan_is_1_and_says_so(world: World) -> None:
    world.more = dict(PROBLEMS)
    result = world.run("plan")
    assert result.exit_code == 1
    assert "ncomplete" in result.stdout


@pytest.mark.parametrize(
    ("changes", "arguments", "code"),
    [
        ((), (), 0),
        ((DRIFTED,), (), 2),
        ((DUE,), (), 0),
        ((DUE,), ("--fail-on", "due"), 2),
        ((DUE,), ("--fail-on", "changed"), 0),
        ((DUE, DRIFTED), (), 2),
    ],
)
def test_drift_is_2_unless_something_is_only_due(
    world: World, changes: tuple[object, ...], arguments: tuple[str, ...], code: int
) -> None:
    world.changes = changes  # type: ignore[assignment]
    assert world.run("drift", *arguments).exit_code == code


def test_incomplete_drift_is_1_whatever_else_was_found(world: World) -> None:
    world.changes, world.more = (DRIFTED,), dict(PROBLEMS)
    assert world.run("drift").exit_code == 1


def test_drift_names_address_field_direction_and_cause(world: World) -> None:
    world.changes = (DRIFTED,)
    line = next(line for line in world.run("drift").stdout.splitlines() if "campaign/home-page" in line)
    assert "minTPS (minProvisionedTPS) 1 → 2" in line
    assert "changed outside" in line


@pytest.mark.parametrize("command", ["plan", "drift", "apply"])
def test_json_is_alone_on_standard_output(world: World, command: str) -> None:
    world.changes = (ADOPT,)
    result = world.run(command, "--format", "json", *(["--yes"] if command == "apply" else []))
    assert json.loads(result.stdout)["format_version"] == "1.0"


@pytest.mark.parametrize("command", ["plan", "drift", "apply"])
def test_a_missing_file_is_1_and_no_data(world: World, command: str) -> None:
    result = world.run(command, "-f", "none.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "none.yaml does not exist" in result.stderr


@pytest.mark.parametrize(
    "error",
    [
        ReconcilerError("it is \x1b[31mwrong", why="because", fix="mend it"),
        DeniedError("no", operation="ListCampaigns", code="AccessDeniedException", fix="ask"),
        RuntimeError("two\nlines"),
        KeyError("k"),
        PermissionError(13, "Permission denied", "x.json"),
        RecursionError("deep"),
    ],
)
def test_whatever_stops_a_run_is_1_and_no_traceback(world: World, error: Exception) -> None:
    world.raises = error
    result = world.run("plan")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
    assert "error:" in result.stderr


def test_a_mistake_of_ours_asks_for_a_report_and_v_shows_where(world: World) -> None:
    world.raises = ZeroDivisionError("x")
    assert "internal error: ZeroDivisionError: x" in world.run("plan").stderr
    assert "please report" in world.run("plan").stderr
    assert "Traceback" in world.run("plan", "-v").stderr


def test_ctrl_c_is_130(world: World) -> None:
    world.raises = KeyboardInterrupt()
    assert world.run("plan").exit_code == 130


def test_apply_without_a_terminal_needs_yes(world: World) -> None:
    world.changes = (ADOPT,)
    result = world.run("apply")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "--yes" in result.stderr


def test_apply_without_a_terminal_needs_the_account_in_the_file(world: World) -> None:
    (world.folder / "personalize.yaml").write_text("version: 1\nstack: shop\n", encoding="utf-8")
    result = world.run("apply", "--yes")
    assert result.exit_code == 1
    assert "account" in result.stderr


def test_apply_does_it_and_reports_every_address(world: World) -> None:
    world.changes = (ADOPT,)
    result = world.run("apply", "--yes")
    assert (result.exit_code, world.api.calls) == (0, ["TagResource"])
    assert "adopted       dataset-group/shop" in result.stdout
    assert "adopting dataset-group/shop" in result.stderr


def test_apply_with_nothing_to_do_says_so_and_needs_no_yes(world: World) -> None:
    result = world.run("apply")
    assert (result.exit_code, world.api.calls) == (0, [])
    assert "No differences" in result.stdout


@pytest.mark.parametrize("more", [{}, PROBLEMS])
def test_apply_of_a_refused_or_incomplete_plan_changes_nothing(world: World, more: dict[str, object]) -> None:
    world.changes, world.more = ((ADOPT,) if more else (ADOPT, REFUSED)), dict(more)
    result = world.run("apply", "--yes")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "nothing was changed" in result.stderr


def test_a_failed_step_is_1_with_the_services_reason(world: World) -> None:
    world.changes = (ADOPT,)
    world.api.refuse = InvalidError("bad tag", operation="TagResource", code="InvalidInputException")
    result = world.run("apply", "--yes")
    assert result.exit_code == 1
    assert "bad tag" in result.stdout
    assert "1 failed" in result.stdout


def test_quiet_keeps_standard_error_empty(world: World) -> None:
    world.changes = (ADOPT,)
    assert world.run("apply", "--yes", "-q").stderr == ""


def test_standard_input_is_a_file(world: World) -> None:
    result = world.run("plan", "-f", "-", input='version: 1\nstack: shop\naccount: "123456789012"\n')
    assert result.exit_code == 0
