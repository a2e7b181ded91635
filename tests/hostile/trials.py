"""Running a program on hostile input, held to bounds: what it said, took, reached and left behind.

A small process of its own forks for every trial: a fork of pytest would start with pytest's own memory, and
even a program started by it is charged for that. In a fork, the program's modules are loaded already, which
makes hundreds of trials affordable; `installed` starts the command as a user does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
SECONDS = 10 if sys.gettrace() else 2
"""Of processor time; how long it takes on a clock depends on who else is at work.

Under a tracer, such as that of coverage, everything is several times slower, and two seconds promise nothing.
"""
MEBIBYTES = 300
"""At the most at any moment, resident."""
RUNS_OUT = -24  # SIGXCPU


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One run: `program` is a name known to the worker, or an installed command when `installed`."""

    program: str
    arguments: tuple[str, ...]
    folder: str
    environment: Mapping[str, str] = field(default_factory=dict)
    installed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How it ended. `code` is negative for a signal; `deeds` are connections, writes and other programs."""

    code: int
    out: str
    err: str
    seconds: float
    mebibytes: float
    deeds: tuple[str, ...]
    knocked: bool

    @property
    def said(self) -> str:
        """Both streams, for searching."""
        return self.out + self.err


class Trials:
    """The process that runs trials one after the other."""

    def __init__(self) -> None:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "GITHUB_"))
        }
        self._process = subprocess.Popen(
            [sys.executable, HERE / "worker.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=clean,
        )

    def run(self, trial: Trial) -> Ended:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(trial)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the worker has died"
        return Ended(**json.loads(line))

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
