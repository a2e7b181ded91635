"""`reconcile init`: a first personalize.yaml with its schemas, offline."""

from __future__ import annotations

import io
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.catalog.dataset_columns import CUSTOM, DOMAINS
from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.first_answers import Answers, as_options, complete
from reconciler.cli.options import DEFAULT_FILE, speech_options
from reconciler.cli.screen import Screen
from reconciler.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconciler.cli.first_answers import First
    from reconciler.data.dataset import DataColumn
    from reconciler.render.first_file import FirstDataset, FirstFile

_FIX = "remove or rename it, or name another folder with --dir"


@click.command(cls=Command)
@click.option("--dir", "folder", default=".", show_default=True, metavar="DIR", help="Where the files go.")
@click.option("--stack", metavar="NAME", help="The owner mark on everything; names begin with it.")
@click.option("--group", metavar="NAME", help="The dataset group.  [default: as the stack]")
@click.option("--region", metavar="REGION", help="The AWS region.  [default: AWS_REGION]")
@click.option("--account", metavar="ID", help="Refuse any other account.  [default: that of the role]")
@click.option(
    "--domain",
    type=click.Choice((CUSTOM, *DOMAINS), case_sensitive=False),
    metavar=f"[{CUSTOM}|{'|'.join(DOMAINS)}]",
    help="The group's domain.  [default: custom]",
)
@click.option("--interactions", metavar="FILE.csv", help="Infer the schema from it; else a minimal one.")
@click.option("--items", metavar="FILE.csv", help="A dataset of items, its schema inferred from this.")
@click.option("--users", metavar="FILE.csv", help="Likewise of users.")
@click.option(
    "--import-from", "bucket", metavar="s3://BUCKET/FOLDER/", help="Where the CSV files are imported from."
)
@click.option("--role", metavar="ARN", help="With --import-from: the role with which Personalize reads it.")
@click.option("--recipe", metavar="NAME", help="What to train, or none.  [default: items for a user]")
@click.option("--yes", is_flag=True, help="Ask nothing: take what is usual for all else.")
@speech_options
@click.pass_obj
def init(
    screen: Screen,
    /,
    folder: str,
    yes: bool,
    interactions: str | None,
    items: str | None,
    users: str | None,
    **said: str | None,
) -> int:
    """Write a first personalize.yaml and its schemas: asks on a terminal, or takes options.

    Nothing is called, and no file is replaced. CSV files need the extra [data].
    """
    from reconciler.cli.new_files import write_new  # noqa: PLC0415
    from reconciler.cli.reader import need_reader  # noqa: PLC0415
    from reconciler.desired.every_environment import check  # noqa: PLC0415
    from reconciler.render.diagnostics import diagnostics_text, validity  # noqa: PLC0415
    from reconciler.render.first_file import first_file  # noqa: PLC0415

    place = Path(folder)
    file = place / DEFAULT_FILE
    if file.exists() or file.is_symlink():
        raise SetupError(f"{file} is there already, and nothing was written", fix=_FIX)
    files = {"interactions": interactions, "items": items, "users": users}
    if any(files.values()):
        need_reader("init with a CSV file")
    first = complete(Answers(files=files, **said), place, screen, ask=not yes)
    _require_own_names(first)
    made = _file(first, screen)
    if made is None:
        screen.say("nothing was written")
        if first.asked:
            again = shlex.join(("reconcile", "init", "--dir", folder, *as_options(first)))
            screen.say(f"\nOnce it is changed, the same answers again:\n  {again}")
        return Exit.FAILED
    _require_valid(first_file(made, inline=True))
    texts = {place / one.path: f"{one.document}\n" for one in made.datasets}
    write_new({**texts, file: first_file(made)}, fix=_FIX)
    checked = check(str(file), stdin=None)
    if checked.diagnostics:
        screen.say(diagnostics_text(checked.diagnostics, paint=screen.err_paint, width=screen.err_width))
    resources = {name: len(state.resources) for name, state in checked.states.items()}
    screen.data("\n".join(f"wrote {one}" for one in (file, *texts)))
    screen.data(validity(str(file), checked.diagnostics, resources))
    screen.note(_next_steps(place, made, first.files))
    return Exit.DONE


def _require_own_names(first: First) -> None:
    """SetupError when two datasets would be imported from the same object."""
    kinds: dict[str, str] = {}
    files = {"interactions": "interactions.csv", **first.files}
    for kind, path in files.items() if first.bucket else ():
        name = Path(path).name
        other = kinds.setdefault(name, kind)
        if other != kind:
            raise SetupError(
                f"the files of {other} and {kind} are both called {name}, and nothing was written",
                why=f"both would be imported from {first.bucket}{name}",
                fix="rename one of them, here and in the bucket",
            )


def _file(first: First, screen: Screen) -> FirstFile | None:
    """What the file says; None, which has been said, when no schema fits a CSV file."""
    from reconciler.render.first_file import FirstFile  # noqa: PLC0415

    datasets = [
        _dataset(kind, first, screen)
        for kind in ("interactions", *(one for one in first.files if one != "interactions"))
    ]
    known = tuple(one for one in datasets if one is not None)
    if len(known) < len(datasets):
        return None
    return FirstFile(
        stack=first.stack,
        group=first.group,
        region=first.region,
        account=first.account,
        domain=first.domain,
        datasets=known,
        bucket=first.bucket,
        role=first.role,
        recipe=first.recipe,
    )


def _dataset(kind: str, first: First, screen: Screen) -> FirstDataset | None:
    from reconciler.catalog.dataset_columns import dataset_form  # noqa: PLC0415
    from reconciler.cli.inferring import check_length, inferred  # noqa: PLC0415
    from reconciler.render.first_file import FirstDataset  # noqa: PLC0415
    from reconciler.render.first_schema import schema_document  # noqa: PLC0415

    form = dataset_form(kind, first.domain)
    assert form is not None, "every domain has these three types"
    csv = first.files.get(kind, "")
    columns: list[DataColumn] = list(_minimal())
    if csv:
        look = inferred(csv, kind, form, screen)
        if look is None:
            return None
        columns = [one.column for one in look.columns]
    document = schema_document(form.record, columns)
    check_length(document, csv)
    return FirstDataset(kind=kind, document=document, path=f"schemas/{kind}.avsc", file=Path(csv).name)


def _minimal() -> tuple[DataColumn, ...]:
    """Interactions without a file to go by: with EVENT_TYPE, since no column can be added later on."""
    from reconciler.data.dataset import DataColumn  # noqa: PLC0415

    types = {"USER_ID": "string", "ITEM_ID": "string", "EVENT_TYPE": "string", "TIMESTAMP": "long"}
    return tuple(DataColumn(name=name, types=(kind,)) for name, kind in types.items())


def _require_valid(text: str) -> None:
    """SetupError when the file would not be valid, as for an answer that the service refuses."""
    from reconciler.desired.load import load  # noqa: PLC0415
    from reconciler.model.diagnostics import Severity  # noqa: PLC0415

    found = load("-", stdin=io.StringIO(text)).diagnostics
    first = next((one for one in found if one.severity is Severity.ERROR), None)
    if first is not None:
        raise SetupError(f"{first.summary} [{first.code}]; nothing was written", why=first.why, fix=first.fix)


def _next_steps(place: Path, made: FirstFile, files: Mapping[str, str]) -> str:
    steps = [] if place == Path() else [(f"cd {shlex.quote(str(place))}", "")]
    steps.append(("reconcile validate", "after every edit"))
    steps.append(("reconcile plan --emulator", "what an apply would do, on a local emulator"))
    folders = {str(Path(one).parent) for one in files.values()}
    if made.bucket and len(folders) == 1:
        local = (
            shlex.quote(str(Path(folders.pop()).resolve())) if place != Path() else shlex.quote(folders.pop())
        )
        steps.append((f"reconcile check-data --local {local}", "the CSV files, before they go to the bucket"))
    if made.account and made.role:
        steps.append(("reconcile iam", "the permissions that it needs"))
    steps.append(("reconcile plan", "the same for your account; nothing is changed"))
    width = max(len(command) for command, _ in steps)
    return "\n".join(["\nNext:", *(f"  {command.ljust(width)}  {what}".rstrip() for command, what in steps)])
