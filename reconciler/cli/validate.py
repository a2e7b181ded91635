"""`reconcile validate`: what is wrong with the files, offline."""

from __future__ import annotations

import json
import sys

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import file_option, format_option, speech_options
from reconciler.cli.screen import Screen


@click.command(cls=Command)
@file_option
@format_option("text", "json", "github")
@speech_options
@click.pass_obj
def validate(screen: Screen, /, file: str, form: str) -> int:
    """Check the file and the schema files that it names. Nothing is called."""
    from reconciler.desired.load import load  # noqa: PLC0415
    from reconciler.render.diagnostics import (  # noqa: PLC0415
        diagnostics_document,
        diagnostics_github,
        diagnostics_text,
        validity,
    )

    loaded = load(file, stdin=sys.stdin)
    resources = len(loaded.state.resources) if loaded.state else 0
    if form == "json":
        document = diagnostics_document(file, loaded.diagnostics, resources)
        screen.data(json.dumps(document, indent=2, ensure_ascii=False))
    elif form == "github":
        if loaded.diagnostics:
            screen.data(diagnostics_github(loaded.diagnostics))
    else:
        if loaded.diagnostics:
            screen.data(diagnostics_text(loaded.diagnostics, paint=screen.out_paint) + "\n")
        screen.data(validity(file, loaded.diagnostics, resources))
    return Exit.DONE if loaded.state else Exit.FAILED
