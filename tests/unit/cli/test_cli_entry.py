"""The very first moment of a command."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from reconciler.cli.entry import run


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
