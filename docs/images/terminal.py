"""What a command prints when a person looks on."""

from __future__ import annotations

import os
import pty
import subprocess

from installed import BIN, Checkout

COLUMNS = 112


def on_a_terminal(checkout: Checkout, *arguments: str) -> str:
    """The prompt and all that follows, colours included."""
    ours, theirs = pty.openpty()
    environment = {**checkout.environment, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [BIN / "reconcile", *arguments],
        cwd=checkout.folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    process.wait()
    prompt = f"\x1b[32m$\x1b[0m reconcile {' '.join(arguments)}\n"
    return prompt + shown.decode().replace("\r\n", "\n")
