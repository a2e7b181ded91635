"""Files that people go on to edit: made together or not at all, and never in place of others unasked."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from reconciler.errors import SetupError


def write_new(texts: Mapping[Path, str], *, fix: str) -> None:
    """Make all of these files, and the folders that they need, or none.

    SetupError, with `fix`, when one is there already, or when one cannot be written.
    """
    standing = [path for path in texts if path.exists() or path.is_symlink()]
    if standing:
        raise _there(standing[0], fix)
    temporary: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for path, text in texts.items():
            made += _folders(path.parent)
            temporary[path] = _written(path, text)
        for path, written in temporary.items():
            # Unlike a rename, a link never takes the place of what somebody else has made meanwhile.
            os.link(written, path)
            made.append(path)
    except BaseException as error:
        for path in reversed(made):
            _remove(path)
        if isinstance(error, FileExistsError):
            raise _there(path, fix) from error
        if isinstance(error, OSError):
            raise SetupError(f"{path} cannot be written: {error.strerror}") from error
        raise
    finally:
        for written in temporary.values():
            written.unlink(missing_ok=True)


def _there(path: Path, fix: str) -> SetupError:
    return SetupError(f"{path} is there already, and nothing was written", fix=fix)


def _folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; what had to be made, the uppermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _written(path: Path, text: str) -> Path:
    """The text in a file beside `path`, readable by whom the system lets read new files."""
    beside = path.with_name(f".{path.name[:32]}-{secrets.token_hex(4)}")
    with beside.open("x", encoding="utf-8") as stream:
        try:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            beside.unlink()
            raise
    return beside


def _remove(path: Path) -> None:
    """Away with what this run has made; a folder that somebody has put something into stays."""
    with suppress(OSError):
        path.rmdir() if path.is_dir() else path.unlink()
