"""What a job leaves for its runner: outputs for later steps, and the page of the run."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from reconciler.errors import SetupError


def write_output(variables: Mapping[str, str], name: str, value: str) -> bool:
    """Set an output of the step; False where there is no runner to take it.

    The delimiter cannot be foretold, so that no value can end itself and set another output.
    """
    path = variables.get("GITHUB_OUTPUT")
    if not path:
        return False
    end = f"end-{secrets.token_hex(16)}"
    _append(path, f"{name}<<{end}\n{value}\n{end}\n")
    return True


def write_summary(variables: Mapping[str, str], markdown: str) -> None:
    """Add to the page of the run; left out where there is no runner."""
    path = variables.get("GITHUB_STEP_SUMMARY")
    if path:
        _append(path, f"{markdown}\n\n")


def scratch(variables: Mapping[str, str]) -> Path:
    """A folder that the runner empties after the job; SetupError where there is none."""
    path = variables.get("RUNNER_TEMP")
    if not path:
        raise SetupError("RUNNER_TEMP is not set", why="the plan is left there for a later step")
    return Path(path)


def _append(path: str, text: str) -> None:
    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise SetupError(f"{path} of the runner cannot be written: {error.strerror}") from error
