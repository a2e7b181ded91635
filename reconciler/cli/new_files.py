"""Files that people go on to edit: made together or not at all, and never in place of others unasked."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from reconciler.errors import SetupError

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def write_new(texts: Mapping[Path, str], *, fix: str) -> None:
    """Make all of these files, and the folders that they need, or none.

    SetupError, with `fix`, when one is there already, or when one cannot be written.
    """
    standing = [path for path in texts if path.exists() or path.is_symlink()]
    if standing:
        raise _there(standing[0], fix)
    made: list[Path] = []
    try:
        _write(texts, made, fix)
    except BaseException:
        for path in reversed(made):
            _remove(path)
        raise


def _write(texts: Mapping[Path, str], made: list[Path], fix: str) -> None:
    """Write each beside its place, then put all in place; `made` hears of what stands where it should."""
    beside: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            with _told(path):
                _make_folder(path.parent, made)
                beside[path] = _written(path, text)
        for path, written in beside.items():
            with _told(path):
                _link(written, path, fix)
            made.append(path)
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)


def _link(written: Path, path: Path, fix: str) -> None:
    """Unlike a rename, a link never takes the place of what somebody else has made meanwhile."""
    try:
        os.link(written, path)
    except FileExistsError as error:
        raise _there(path, fix) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _copy(written, path, fix)


def _copy(written: Path, path: Path, fix: str) -> None:
    """Where the file system has no links, as on memory sticks and some shared folders."""
    try:
        with path.open("xb") as stream:
            try:
                stream.write(written.read_bytes())
            except BaseException:
                path.unlink()
                raise
    except FileExistsError as error:
        raise _there(path, fix) from error


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}") from error


def _there(path: Path, fix: str) -> SetupError:
    return SetupError(f"{path} is there already, and nothing was written", fix=fix)


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, as far as they are missing."""
    for one in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        one.mkdir()
        made.append(one)


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
