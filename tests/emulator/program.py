"""The installed program as a subprocess."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from typing import Any


class Program:
    """`personalize-emulator serve` on a free port; `wait` steps its clock."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.ready = self.process.stdout.readline()
        found = re.search(r"http://\S+", self.ready)
        assert found, self.process.communicate()[1]
        self.url = found[0]

    def ask(self, method: str, path: str, document: Any = None) -> Any:
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(self.url + path, data=body, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def wait(self, seconds: float) -> None:
        self.ask("POST", "/emulator/clock", {"advance": seconds})

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.kill()
        self.process.communicate()

    def stop(self) -> tuple[int, str, str]:
        """SIGTERM; (exit code, stdout after the ready line, stderr)."""
        self.process.terminate()
        out, error = self.process.communicate(timeout=20)
        return self.process.returncode, out, error


COMMAND = [sys.executable, "-c", "from personalize_emulator.cli import main; main()"]


def run(*arguments: str) -> tuple[int, str, str]:
    """A run that ends by itself: (exit code, stdout, stderr)."""
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stdout, done.stderr
