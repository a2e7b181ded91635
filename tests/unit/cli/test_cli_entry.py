"""The very first moment of a command."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from click.shell_completion import ShellComplete

from reconciler.cli.entry import run
from reconciler.cli.main import reconcile


def test_ctrl_c_while_the_program_is_being_loaded_is_exit_130_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def main() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "reconciler.cli.main", SimpleNamespace(main=main))
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_shell_is_told_the_commands() -> None:
    completed = ShellComplete(reconcile, {}, "reconcile", "_RECONCILE_COMPLETE").get_completions([], "")
    assert {"validate", "plan", "apply", "drift"} <= {one.value for one in completed}
