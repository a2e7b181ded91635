"""ports.DataFiles by a local folder, which holds what the buckets hold, or some of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from reconciler.data.dataset import DataFile
from reconciler.errors import SetupError
from reconciler.ports import Readable


class LocalFiles:
    """Files below a folder: at the path of the S3 key, else by its last part."""

    def __init__(self, folder: str) -> None:
        """SetupError when there is no such folder."""
        self._folder = Path(folder).resolve()
        if not self._folder.is_dir():
            raise SetupError(f"there is no folder {folder}", fix="name one with --local")

    def files(self, location: str) -> Sequence[DataFile]:
        """The file for the object, or by name those in the folder for a prefix; empty if none is there."""
        key = location.removeprefix("s3://").partition("/")[2]
        for part in dict.fromkeys((key, key.rstrip("/").rpartition("/")[2])):
            # A link that leads elsewhere is read, as those in a folder are; a key does not.
            found = Path(os.path.normpath(self._folder / part))
            if not found.is_relative_to(self._folder):
                continue
            if found.is_file() and not key.endswith("/"):
                return (self._file(found),)
            if found.is_dir() and (key.endswith("/") or not key):
                return tuple(self._file(one) for one in sorted(found.iterdir()) if one.is_file())
        return ()

    def beginning(self, file: DataFile, size: int) -> bytes:
        """The file's first bytes."""
        with self.open(file) as stream:
            return stream.read(size)

    def open(self, file: DataFile) -> AbstractContextManager[Readable]:
        """The file's bytes."""
        return (self._folder / file.name).open("rb")

    def _file(self, path: Path) -> DataFile:
        return DataFile(name=str(path.relative_to(self._folder)), size=path.stat().st_size)
