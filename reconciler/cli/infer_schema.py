"""`reconcile infer-schema`: a first schema from a CSV file, offline."""

from __future__ import annotations

import re
from pathlib import Path

import click

from reconciler.catalog.dataset_columns import CUSTOM, DOMAINS, RECORDS
from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import speech_options
from reconciler.cli.screen import Screen

_TYPES = tuple(RECORDS)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")


@click.command("infer-schema", cls=Command)
@click.argument("csv", metavar="FILE.csv")
@click.option(
    "--type",
    "kind",
    type=click.Choice(_TYPES, case_sensitive=False),
    metavar=f"[{'|'.join(_TYPES)}]",
    required=True,
    help="The type of the dataset that the rows are for.",
)
@click.option(
    "--domain",
    type=click.Choice((CUSTOM, *DOMAINS), case_sensitive=False),
    metavar=f"[{CUSTOM}|{'|'.join(DOMAINS)}]",
    help="The domain of its group.  [default: custom]",
)
@click.option("--name", metavar="NAME", help="The schema's name in personalize.yaml.  [default: as the file]")
@click.option("--out", metavar="FILE.avsc", help="Write the document to FILE.avsc.")
@click.option("--force", is_flag=True, help="With --out: replace the file if it is there.")
@speech_options
@click.pass_obj
def infer_schema(
    screen: Screen,
    /,
    csv: str,
    kind: str,
    domain: str | None,
    name: str | None,
    out: str | None,
    force: bool,
) -> int:
    """Read FILE.csv and print a first Avro document for it, a schema to go on from.

    Nothing is called. Standard error says what was decided and what to paste into personalize.yaml; with
    --out the lines to paste go to standard output. Exit 1 when no schema can fit. Needs the extra [data].
    """
    from reconciler.catalog.dataset_columns import dataset_form  # noqa: PLC0415
    from reconciler.cli.inferring import check_length, inferred  # noqa: PLC0415
    from reconciler.cli.reader import need_reader  # noqa: PLC0415
    from reconciler.data.likeness import schema_name  # noqa: PLC0415
    from reconciler.render.first_schema import lines_to_paste, schema_document  # noqa: PLC0415

    domain = None if domain == CUSTOM else domain
    form = dataset_form(kind, domain)
    if form is None:
        raise click.UsageError(f"a group of domain {domain} has no dataset of type {kind}")
    if name is not None and not _NAME.fullmatch(name):
        raise click.UsageError("--name takes letters, digits, hyphens and underscores, at most 63 in all")
    if force and out is None:
        raise click.UsageError("--force goes with --out")
    if out is not None:
        _check_out(out, csv, force=force)
    need_reader("infer-schema")
    look = inferred(csv, kind, form, screen)
    if look is None:
        return Exit.FAILED
    document = schema_document(form.record, [one.column for one in look.columns])
    check_length(document, csv)
    named = name or schema_name(Path(csv).stem, kind)
    where = out or f"schemas/{named}.avsc"
    pasted = lines_to_paste(name=named, path=where, kind=kind, domain=domain, file=Path(csv).name)
    if out is None:
        screen.data(document)
        screen.note(f"\nFor personalize.yaml, once the document is saved as {where}:\n\n{pasted}")
    else:
        _save(out, document, force=force)
        screen.data(pasted)
    return Exit.DONE


def _check_out(out: str, csv: str, *, force: bool) -> None:
    """Before anything is read: whether the document may go there."""
    from reconciler.cli.whole_file import check_out  # noqa: PLC0415
    from reconciler.errors import SetupError  # noqa: PLC0415

    check_out(out, csv, what="document", done="read", instead="without it the document is printed")
    if Path(out).exists() and not force:
        raise SetupError(f"{out} is there already", fix=_FIX)


def _save(out: str, document: str, *, force: bool) -> None:
    from reconciler.cli.new_files import write_new  # noqa: PLC0415
    from reconciler.cli.whole_file import save_whole  # noqa: PLC0415

    text = f"{document}\n"
    if force and Path(out).exists():
        save_whole(out, text, what="the document", hint="name the file itself with --out")
    else:
        write_new({Path(out): text}, fix=_FIX)


_FIX = "name another file, or pass --force to replace it"
