"""Notes what a program does beyond reading and printing: connections, writes, other programs."""

from __future__ import annotations

import os
import sys
from typing import Any

VARIABLE = "HOSTILE_DEEDS"
_REACHING_OUT = {
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
}
_CHANGING = {
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "os.chmod",
}
_RUNNING = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pty.spawn", "ctypes.dlopen"}
_NOWHERE = ("/dev/null", "/dev/tty")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch(path: str) -> None:
    """From now on, one line at the end of `path` for every such deed of this process."""
    into = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if _is_a_deed(event, arguments):
            os.write(into, f"{event} {arguments!r}"[:300].replace("\n", " ").encode() + b"\n")

    sys.addaudithook(note)


def _is_a_deed(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "open":
        path, _, flags = arguments
        return isinstance(flags, int) and bool(flags & _WRITING) and path not in _NOWHERE
    return event in _REACHING_OUT | _CHANGING | _RUNNING
