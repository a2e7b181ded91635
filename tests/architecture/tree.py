"""The files of this repository as git would see them, without asking git: a tarball has none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_IGNORED = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split() if line]
_HOSTILE = ("tests", "hostile")
_NOT_TEXT = {".sqlite3", ".png", ".pyc"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is not ignored, relative to the root, in order."""
    return tuple(sorted(_walk()))


def _walk() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name != ".git" and not _ignored(name)]
        yield from (Path(folder, name).relative_to(ROOT) for name in names if not _ignored(name))


def _ignored(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in _IGNORED)


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file with its content."""
    return ((path, _text(path)) for path in files() if path.suffix not in _NOT_TEXT)


def _text(path: Path) -> str:
    # Some of the hostile files are no text on purpose; what can be read of them is looked at all the same.
    return (ROOT / path).read_text(errors="replace" if path.parts[:2] == _HOSTILE else "strict")


def sources(*folders: str) -> list[Path]:
    """Python files below these folders."""
    return [path for path in files() if path.suffix == ".py" and path.parts[0] in folders]


def pages() -> list[Path]:
    """README.md and what stands in docs/."""
    return [path for path in files() if path.suffix == ".md" and path.parts[0] in {"README.md", "docs"}]
