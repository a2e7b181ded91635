"""`reconcile validate`: what is wrong with the files, offline."""

from __future__ import annotations

import json
import sys

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import environment_option, file_option, format_option, speech_options
from reconciler.cli.screen import Screen


@click.command(cls=Command)
@file_option
@environment_option
@format_option("text", "json", "github")
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
    else:
        if checked.diagnostics:
            screen.data(diagnostics_text(checked.diagnostics, paint=screen.out_paint) + "\n")
        screen.data(validity(file, checked.diagnostics, resources))
    return Exit.DONE if checked.states else Exit.FAILED
