"""`reconcile validate`: what is wrong with the files, offline."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import environment_option, file_option, format_option, speech_options
from reconciler.cli.screen import Screen

if TYPE_CHECKING:
    from reconciler.model.diagnostics import Diagnostic

_PAGES = "Documentation"
"""The label of the address at which the package says that docs/ is published."""


@click.command(cls=Command)
@file_option
@environment_option
@format_option("text", "json", "github", "sarif")
@speech_options
@click.pass_obj
def validate(screen: Screen, /, file: str, environment: str | None, form: str) -> int:
    """Check the file, in all of its environments or one, and the schema files that it names.

    Nothing is called.
    """
    from reconciler.desired.every_environment import check  # noqa: PLC0415
    from reconciler.render.diagnostics import (  # noqa: PLC0415
        diagnostics_document,
        diagnostics_github,
        diagnostics_text,
        validity,
    )

    checked = check(file, stdin=sys.stdin, environment=environment)
    resources = {name: len(state.resources) for name, state in checked.states.items()}
    if form == "json":
        document = diagnostics_document(file, checked.diagnostics, resources)
        screen.data(json.dumps(document, indent=2, ensure_ascii=False))
    elif form == "github":
        if checked.diagnostics:
            screen.data(diagnostics_github(checked.diagnostics))
    elif form == "sarif":
        screen.data(json.dumps(_sarif(checked.diagnostics), indent=2, ensure_ascii=False))
    else:
        if checked.diagnostics:
            paint, width = screen.out_paint, screen.out_width
            screen.data(diagnostics_text(checked.diagnostics, paint=paint, width=width) + "\n")
        screen.data(validity(file, checked.diagnostics, resources))
    return Exit.DONE if checked.states else Exit.FAILED


def _sarif(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    from importlib.metadata import metadata  # noqa: PLC0415

    from reconciler import __version__  # noqa: PLC0415
    from reconciler.desired.rules import rules  # noqa: PLC0415
    from reconciler.render.sarif import sarif_document  # noqa: PLC0415

    urls = metadata("personalize-reconciler").get_all("Project-URL", [])
    return sarif_document(diagnostics, rules(), version=__version__, pages=published(urls))


def published(urls: Iterable[str]) -> str:
    """Of a package's `Project-URL` lines ("LABEL, ADDRESS"), the documentation's address; "" without one."""
    labelled = (line.partition(", ") for line in urls)
    return next((address for label, _, address in labelled if label == _PAGES), "")
