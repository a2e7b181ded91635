"""Ends that hardly anybody sees: odd streams, odd machines, a second word too early."""

from __future__ import annotations

import getpass
import io
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from cli_world import FILE, World
from click.testing import CliRunner

from reconciler.cli import emulator
from reconciler.cli.command import run_group
from reconciler.cli.exits import Exit
from reconciler.cli.holder import present_holder
from reconciler.cli.interrupts import stopping
from reconciler.cli.main import main, reconcile
from reconciler.cli.screen import Screen, is_terminal
from reconciler.cli.showing import may_show_sensitive
from reconciler.errors import SetupError
from reconciler.model.diagnostics import Diagnostic, Severity
from reconciler.render.diagnostics import diagnostics_github


class Terminal(io.StringIO):
    """Where a person sits."""

    def isatty(self) -> bool:
        return True


def test_what_only_the_account_knows_is_shown_on_a_terminal_alone() -> None:
    said = io.StringIO()
    assert may_show_sensitive(True, Screen(out=Terminal(), err=said))
    assert said.getvalue() == ""
    assert not may_show_sensitive(True, Screen(out=io.StringIO(), err=said))
    assert "not a terminal" in said.getvalue()
    assert not may_show_sensitive(False, Screen(out=Terminal(), err=said))


def test_a_closed_stream_is_no_terminal() -> None:
    stream = io.StringIO()
    stream.close()
    assert not is_terminal(stream)
    assert not is_terminal(None)


def test_a_full_disk_behind_standard_output_is_an_error_and_not_passed_over() -> None:
    with open("/dev/full", "w") as full, pytest.raises(OSError, match="No space left"):
        Screen(out=full).data("the plan")


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
def test_ctrl_c_before_a_command_has_begun_is_130(
    error: type[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    class Slow(click.Group):
        def get_command(self, _ctx: click.Context, _name: str) -> click.Command | None:
            raise error

    assert run_group(Slow(), ["plan"], "reconcile") == Exit.INTERRUPTED
    assert "interrupted" in capsys.readouterr().err


def test_warnings_of_the_file_are_said_beside_the_plan(world: World) -> None:
    avro = '{type: record, name: I, version: "1.0", fields: [{name: USER_ID, type: string}]}'
    (world.folder / "personalize.yaml").write_text(f"{FILE}schemas: {{s: {{avro: {avro}}}}}\n")
    done = world.run("plan")
    assert "schema/unused" in done.stderr
    assert "schema/unused" not in done.stdout


def test_a_user_without_a_name_holds_a_lock_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in containers that run under an id of their own."""

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert present_holder("apply", datetime(2026, 11, 2, tzinfo=UTC)).who == f"user {os.getuid()}"


def test_elsewhere_than_in_the_main_thread_signals_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it is called from another program: Python takes handlers from the main thread only."""
    monkeypatch.setattr(sys, "argv", ["reconcile", "--version"])
    ended: list[object] = []

    def run() -> None:
        with stopping(lambda: ended.append("asked")):
            try:
                main()
            except SystemExit as end:
                ended.append(end.code)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert ended == [0]


def test_a_finding_without_a_place_is_an_annotation_of_the_whole_run() -> None:
    found = Diagnostic(code="x/y", summary="no", severity=Severity.ERROR)
    assert diagnostics_github([found]) == "::error title=x/y::no"


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / emulator.STATE).write_text("a file")
    with pytest.raises(SetupError, match="cannot be made: File exists"):
        emulator._make_folder(Path(emulator.STATE))


def test_an_emulator_of_another_environment_is_found_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "personalize-emulator"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert emulator._program()[0] == sys.executable
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert emulator._program() == [str(program)]


def test_an_emulator_that_does_not_end_when_asked_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('ready at http://127.0.0.1:1', flush=True); signal.pause()"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(emulator, "_program", lambda: [sys.executable, "-c", deaf])
    monkeypatch.setattr(emulator, "_STOP_SECONDS", 0.05)
    started: list[int] = []
    with emulator.local_emulator(
        account=None, region=None, file="personalize.yaml", seed=None, screen=Screen(quiet=True)
    ):
        noted: dict[str, Any] = emulator._noted(Path(emulator.STATE))
        started.append(noted["pid"])
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


RUNNER = {
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_REPOSITORY": "acme/recommendations",
    "GITHUB_RUN_ID": "7",
    "GITHUB_SHA": "0" * 40,
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_TOKEN": "ghs_secret",
}


def in_a_job(world: World, *arguments: str, **variables: str | None) -> Any:
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        variables.setdefault(name, None)
    return CliRunner().invoke(reconcile, ["ci", *arguments], env={**RUNNER, **variables})


def test_without_a_runner_the_environments_are_printed(world: World) -> None:
    done = in_a_job(world, "matrix")
    assert done.exit_code == 0
    assert done.stdout.startswith('environments=[{"environment":"","region":"eu-west-1"')


def test_an_environment_that_the_file_does_not_have_is_told_with_those_it_has(world: World) -> None:
    (world.folder / "personalize.yaml").write_text(f"{FILE}environments: {{a: {{}}, b: {{}}}}\n")
    done = in_a_job(world, "matrix", "--env", "c")
    assert done.exit_code == 1
    assert "has no environment 'c'" in done.stderr
    assert "a, b" in done.stderr


def test_apply_is_for_branches(world: World) -> None:
    done = in_a_job(world, "apply", GITHUB_REF="refs/tags/v1")
    assert done.exit_code == 1
    assert "apply is for a branch" in done.stderr


@pytest.mark.parametrize("command", ["apply", "drift"])
def test_a_file_with_mistakes_is_annotated_and_nothing_is_called(command: str, world: World) -> None:
    (world.folder / "personalize.yaml").write_text("version: 1\nstack: [\n")
    done = in_a_job(world, command)
    assert done.exit_code == 1
    assert "::error file=personalize.yaml,line=" in done.stdout


def test_without_the_client_of_github_the_remedy_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "reconciler.github.client", None)
    done = in_a_job(world, "apply")
    assert done.exit_code == 1
    assert "personalize-reconciler[ci]" in done.stderr
