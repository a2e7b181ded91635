"""What a trial may run in a fork: the commands, and the emulator's readers that no command shows alone."""

# ruff: noqa: PLC0415, T201 - loaded where needed, in a fork that prints
from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LOADED = (
    "jsonschema",
    "yaml",
    "reconciler.cli.apply",
    "reconciler.cli.main",
    "reconciler.cli.plan",
    "reconciler.cli.saved_plan",
    "reconciler.cli.stages",
    "reconciler.cli.validate",
    "reconciler.desired.every_environment",
    "reconciler.desired.refusals",
    "reconciler.plan.document",
    "reconciler.render.diagnostics",
    "personalize_emulator.cli",
    "personalize_emulator.data.csv_import",
    "personalize_emulator.data.filters",
    "personalize_emulator.emulator",
    "personalize_emulator.seed",
    "personalize_emulator.server",
)


def load() -> None:
    """Import what most trials need, once for all."""
    for name in _LOADED:
        importlib.import_module(name)


def _reconcile(arguments: Sequence[str]) -> None:
    from reconciler.cli.main import reconcile

    reconcile.main(args=list(arguments), prog_name="reconcile")


def _emulator(arguments: Sequence[str]) -> None:
    from personalize_emulator.cli import main

    main(list(arguments))


def _import(arguments: Sequence[str]) -> None:
    """What a dataset import job does with one file."""
    from personalize_emulator.data.avro import parse_schema
    from personalize_emulator.data.csv_import import ImportFailed, read_records

    path, schema, dataset_type = arguments
    try:
        records = read_records([(path, Path(path).read_bytes())], parse_schema(schema), dataset_type)
    except ImportFailed as failed:
        print(failed.reason)
        sys.exit(1)
    print(f"{len(records)} records")


def _filter(arguments: Sequence[str]) -> None:
    """What CreateFilter does with an expression."""
    from personalize_emulator.data.filters import FilterError, parse_filter

    try:
        parse_filter(Path(arguments[0]).read_text(encoding="utf-8"))
    except FilterError as refused:
        print(refused)
        sys.exit(1)
    print("a filter")


def _post(arguments: Sequence[str]) -> None:
    """One request to a running emulator: its own endpoint or an operation, the body from a file."""
    from urllib.error import HTTPError
    from urllib.request import ProxyHandler, Request, build_opener

    from personalize_emulator.emulator import Emulator
    from personalize_emulator.server import Server

    path, target, body = arguments
    server = Server(Emulator())
    server.start()
    headers = {"Content-Type": "application/x-amz-json-1.1"} | ({"X-Amz-Target": target} if target else {})
    request = Request(server.url + path, data=Path(body).read_bytes(), method="POST", headers=headers)
    try:
        with build_opener(ProxyHandler({})).open(request) as answer:
            print(answer.status, answer.read().decode())
    except HTTPError as refused:
        print(refused.code, refused.read().decode())
        sys.exit(1)


def _python(arguments: Sequence[str]) -> None:
    """For the test of the trials themselves."""
    exec(arguments[0], {})


PROGRAMS: dict[str, Callable[[Sequence[str]], None]] = {
    "reconcile": _reconcile,
    "personalize-emulator": _emulator,
    "import": _import,
    "filter": _filter,
    "post": _post,
    "python": _python,
}
