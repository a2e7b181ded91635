"""Read documents and say what the interpreter had to do for it: `watcher.py plan|file|control FILE…`.

The first document is harmless; it is read before anybody watches, so that everything has been imported.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import yaml

from reconciler.cli.saved_plan import read_plan
from reconciler.desired.load import load
from reconciler.desired.refusals import refusals
from reconciler.desired.yaml_nodes import read_yaml
from reconciler.errors import ReconcilerError
from reconciler.plan.document import to_document

_QUIET = {"builtins.id", "object.__getattr__", "sys._getframe"}
"""Looking at what is in memory already."""


def read_and_write(path: str) -> None:
    """What `apply FILE` does with a plan before it is found equal to one made now."""
    to_document(read_plan(path))


def unsafe(path: str) -> None:
    """What a careless reader would do."""
    with open(path) as stream:
        yaml.unsafe_load(stream)


READERS: dict[str, Callable[[str], Any]] = {
    "plan": read_and_write,
    "file": lambda path: load(path, stdin=sys.stdin, environment=None),
    "control": unsafe,
}


def _told(event: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """What an event is about; of a file opened by flags, whether for reading alone."""
    if event == "open" and arguments[1] is None:
        changing = arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        return arguments[0], "w" if changing else "r"
    return arguments[:2]


def main(kind: str, harmless: str, *paths: str) -> None:
    events: list[list[str]] = []
    read = READERS[kind]
    read(harmless)
    root, _ = read_yaml("unknown: 1", harmless)
    assert root
    assert refusals(root), "what tells of mistakes is imported, too"
    watched = [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watched[0] and event not in _QUIET:
            events.append([event, *(str(one) for one in _told(event, arguments))])

    sys.addaudithook(hook)
    ended = 0
    for path in paths:
        with suppress(ReconcilerError):
            read(path)
            ended += 1
    watched[0] = False
    sys.stdout.write(json.dumps({"read": ended, "events": events}))


if __name__ == "__main__":
    main(*sys.argv[1:])
