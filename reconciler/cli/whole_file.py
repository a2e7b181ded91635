"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from reconciler.errors import SetupError


def write_whole(path: Path, text: str) -> None:
    """Replace the file, or make it, in one step and readable by its owner alone.

    OSError when it cannot be written: then it is as it was. So it is where a signal cuts the writing off.
    """
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:32]}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def check_out(path: str, file: str, *, what: str = "plan", done: str = "planned", instead: str = "") -> None:
    """UsageError when `path` names no file, or the one that is `done`: the `what` would replace it.

    `instead` says how to have it on standard output, if not with --format json.
    """
    if not path:
        raise click.UsageError("--out names no file: it is empty")
    if path == "-" or path.endswith(os.sep):
        raise click.UsageError(f"--out {path} names no file; {instead or f'--format json prints the {what}'}")
    with suppress(OSError, ValueError):
        if os.path.samefile(path, file):
            raise click.UsageError(f"--out {path} would replace the file that is {done}")


def save_whole(path: str, text: str, *, what: str, hint: str) -> None:
    """`write_whole` for what a user wants saved; SetupError, with `hint` for a link, when it cannot be.

    No link is replaced: as root, /dev/stdout would be a file from then on, for everybody.
    """
    place = Path(path)
    try:
        if place.exists() and not place.is_file():
            raise SetupError(
                f"{what} cannot be saved as {path}: it is there and is no file",
                fix="name a file with --out",
            )
        if place.is_symlink():
            raise SetupError(f"{what} cannot be saved as {path}: it is a link", fix=hint)
        write_whole(place, text)
    except OSError as error:
        raise SetupError(f"{what} cannot be saved as {path}: {error.strerror}") from error
