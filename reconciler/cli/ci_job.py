"""What the commands of `reconcile ci` have in common: options, annotations, and the page of the run."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reconciler.cli.command import Command
from reconciler.cli.screen import Screen
from reconciler.errors import ReconcilerError, SetupError
from reconciler.model.diagnostics import InputError

if TYPE_CHECKING:
    from reconciler.github.client import Client
    from reconciler.github.event import Job
    from reconciler.model.desired import DesiredState
    from reconciler.model.diagnostics import Diagnostic
    from reconciler.render.ci_markdown import Source

NO_ROLE = "No role is configured for this environment."
_ROLE = "RECONCILE_ROLE"


def _role(_ctx: click.Context, _param: click.Parameter, given: str | None) -> str | None:
    """As given, or as in the environment: there, click takes set and empty for not set."""
    return os.environ.get(_ROLE) if given is None else given


role_option = click.option(
    "--role",
    callback=_role,
    metavar="ARN",
    help="The role that the job has assumed; empty when none is configured. Also RECONCILE_ROLE.",
)


class JobCommand(Command):
    """A command whose errors are annotations of the run too."""

    def report(self, error: ReconcilerError, screen: Screen) -> None:
        """Say it in the log, and where people look first."""
        with quoted(screen):
            super().report(error, screen)
        if isinstance(error, InputError):
            annotate_findings(screen, error.diagnostics)
        else:
            annotate(screen, "error", error.what, error.why, error.fix)


def annotate(screen: Screen, level: str, *lines: str) -> None:
    """An annotation on the run's page."""
    from reconciler.render.workflow_commands import annotation  # noqa: PLC0415

    screen.data(annotation(level, *lines, title="reconcile"))


def annotate_findings(screen: Screen, diagnostics: Sequence[Diagnostic]) -> None:
    """An annotation for each, at its line."""
    from reconciler.render.diagnostics import diagnostics_github  # noqa: PLC0415

    if diagnostics:
        screen.data(diagnostics_github(diagnostics))


@contextmanager
def quoted(screen: Screen) -> Iterator[None]:
    """Inside, nothing that is printed is taken for a command by the runner, whatever file or account say."""
    from reconciler.render.workflow_commands import paused  # noqa: PLC0415

    begin, end = paused(secrets.token_hex(16))
    screen.data(begin)
    try:
        yield
    finally:
        screen.data(end)


def the_job() -> Job:
    """What runs, from the variables and the event that the runner has set."""
    from reconciler.github.event import read_job  # noqa: PLC0415

    return read_job(os.environ)


def the_file(path: str, environment: str | None, screen: Screen) -> DesiredState:
    """What the file says; its warnings are annotations, its errors an InputError."""
    from reconciler.desired.load import load  # noqa: PLC0415

    loaded = load(path, stdin=sys.stdin, environment=environment or None)
    if loaded.state is None:
        raise InputError(loaded.diagnostics)
    annotate_findings(screen, loaded.diagnostics)
    return loaded.state


def on_github(job: Job) -> Client:
    """A connection as the job; SetupError where the client library is not installed."""
    try:
        from reconciler.github.client import Client  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise SetupError(
            "the client library for GitHub is not installed", fix="pip install 'personalize-reconciler[ci]'"
        ) from error
    return Client(job)


def source_of(job: Job, commit: str, run: int | None = None) -> Source:
    """Commit and run with the addresses of their pages."""
    from reconciler.render.ci_markdown import Source  # noqa: PLC0415

    return Source(commit=commit, commit_page=job.commit_url(commit), run_page=job.run_url(run))


def summarise(markdown: str) -> None:
    """Add to the page of the run."""
    from reconciler.github.runner import write_summary  # noqa: PLC0415

    write_summary(os.environ, markdown)


def nothing_to_do(screen: Screen, why: str) -> None:
    """Say on the run's page why it did nothing."""
    from reconciler.render.markdown import prose  # noqa: PLC0415

    annotate(screen, "notice", why)
    summarise(prose(why))
