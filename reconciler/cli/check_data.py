"""`reconcile check-data`: what is wrong with the CSV files that imports name."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import (
    Target,
    environment_option,
    file_option,
    format_option,
    speech_options,
    target_options,
)
from reconciler.cli.screen import Screen, is_terminal
from reconciler.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconciler.data.dataset import Dataset
    from reconciler.data.report import Checked, Report
    from reconciler.model.desired import DesiredState
    from reconciler.ports import DataFiles
    from reconciler.render.paint import Paint
    from reconciler.scan.checking import Task


@click.command("check-data", cls=Command)
@file_option
@environment_option
@click.option(
    "--local", metavar="DIR", help="Look for the files below DIR rather than in S3; nothing is called."
)
@click.option(
    "--only",
    multiple=True,
    metavar="ADDRESS",
    help="Only this dataset, such as dataset/GROUP/items. May be repeated.",
)
@format_option("text", "json", "html")
@click.option("--out", metavar="FILE", help="Write the report to FILE; readable by you alone.")
@click.option(
    "--values/--no-values",
    default=None,
    help="Whether a few values are quoted, cut short.  [default: only where a terminal shows the report]",
)
@target_options
@speech_options
@click.pass_obj
def check_data(
    screen: Screen,
    /,
    file: str,
    environment: str | None,
    local: str | None,
    only: tuple[str, ...],
    form: str,
    out: str | None,
    values: bool | None,
    **target: Any,
) -> int:
    """Read the CSV files of all imports and hold them against their schemas. Nothing is changed.

    Exit 1 when something is an error. Needs the extra [data].
    """
    from reconciler.cli.reader import need_reader  # noqa: PLC0415
    from reconciler.cli.stages import read_file  # noqa: PLC0415
    from reconciler.cli.whole_file import check_out  # noqa: PLC0415
    from reconciler.data.report import Report  # noqa: PLC0415

    where = Target(**target)
    if local is not None and where.emulator:
        raise click.UsageError("--local calls nothing, so leave --emulator out")
    if out is not None:
        check_out(out, file, what="report", done="checked")
    need_reader("check-data")
    desired = read_file(file, screen, environment)
    datasets = _datasets(desired, only)
    with _files(desired, local, where, screen) as source:
        tasks = _tasks(desired, datasets, source)
        if out is not None and local is not None:
            for one in (file for task in tasks for file in task.files):
                check_out(out, os.path.join(local, one.name), what="report", done="checked")
        checked = _check(tasks, source, screen)
    checked = tuple(one.without(desired.ignored.get(one.dataset.address, ())) for one in checked)
    report = Report(file=desired.file, environment=desired.environment, datasets=checked)
    shown = is_terminal(screen.out) if values is None else values
    _show(report, form, out, screen, values=shown)
    return Exit.FAILED if report.errors else Exit.DONE


def _datasets(desired: DesiredState, only: tuple[str, ...]) -> tuple[Dataset, ...]:
    from reconciler.data.uses import chosen, imported  # noqa: PLC0415
    from reconciler.model.address import parse_address  # noqa: PLC0415

    try:
        datasets = chosen(imported(desired), [parse_address(one) for one in only])
    except ValueError as error:
        raise click.UsageError(f"--only: {error}") from error
    if not datasets:
        raise SetupError(
            f"{desired.file} imports no data, so there is none to check",
            fix="say below a dataset where its rows come from: import: {from: s3://…, role: …}",
        )
    return datasets


@contextmanager
def _files(desired: DesiredState, local: str | None, where: Target, screen: Screen) -> Iterator[DataFiles]:
    """The folder, or S3."""
    if local is not None:
        from reconciler.scan.local_files import LocalFiles  # noqa: PLC0415

        yield LocalFiles(local)
        return
    from reconciler.cli.stages import connected  # noqa: PLC0415

    with connected(desired, where, screen) as live:
        yield live.data_files


def _tasks(desired: DesiredState, datasets: Sequence[Dataset], source: DataFiles) -> tuple[Task, ...]:
    """The datasets with their files; SetupError for what may not be read."""
    from reconciler.data.uses import training_of  # noqa: PLC0415
    from reconciler.scan.checking import Task  # noqa: PLC0415

    tasks: list[Task] = []
    for dataset in datasets:
        files = source.files(dataset.location)
        if files is None:
            raise SetupError(
                f"{dataset.location} may not be read",
                why="the credentials lack s3:GetObject, or s3:ListBucket on the bucket",
                fix="use credentials that may read it, or name a folder with the files with --local",
            )
        training = training_of(desired, dataset)
        tasks.append(Task(dataset=dataset, files=tuple(files), training=training))
    return tuple(tasks)


def _check(tasks: Sequence[Task], source: DataFiles, screen: Screen) -> tuple[Checked, ...]:
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415
    from reconciler.cli.reading_bar import reading_bar  # noqa: PLC0415
    from reconciler.scan.checking import check  # noqa: PLC0415

    now = int(SystemClock().now().timestamp())
    total = sum(one.size for task in tasks for one in task.files)
    with reading_bar(total, screen) as step:
        return check(tasks, source, now=now, step=lambda dataset: step(str(dataset.address)))


def _show(report: Report, form: str, out: str | None, screen: Screen, *, values: bool) -> None:
    from reconciler.cli.whole_file import save_whole  # noqa: PLC0415
    from reconciler.render.data_text import summary  # noqa: PLC0415
    from reconciler.render.paint import Paint  # noqa: PLC0415

    text = _text(report, form, screen.out_paint if out is None else Paint(), values=values)
    if out is None:
        screen.data(text)
        return
    save_whole(out, f"{text}\n", what="the report", hint="name the file itself with --out")
    screen.say(f"{summary(report)} Written to {out}.")


def _text(report: Report, form: str, paint: Paint, *, values: bool) -> str:
    from reconciler.desired.rules import rules  # noqa: PLC0415

    if form == "json":
        from reconciler.cli.showing import as_json  # noqa: PLC0415
        from reconciler.render.data_document import data_document  # noqa: PLC0415

        return as_json(data_document(report, rules(), values=values))
    if form == "html":
        from reconciler.render.data_page import data_page  # noqa: PLC0415

        return data_page(report, rules(), values=values)
    from reconciler.render.data_text import data_text  # noqa: PLC0415

    return data_text(report, rules(), paint=paint, values=values)
