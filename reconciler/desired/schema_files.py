"""Schema files: found below the file's folder only, read as JSON, held to the form of an Avro record."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reconciler.desired.avro_form import check_avro
from reconciler.desired.findings import error, has_errors, shown
from reconciler.desired.json_nodes import read_json
from reconciler.desired.node import plain
from reconciler.desired.source import MAX_BYTES, Source, decode, too_large

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.model.diagnostics import Diagnostic, Position
    from reconciler.model.values import Json


class SchemaFiles:
    """Reads the documents that schemas name; each file once. `sources` keeps them in order."""

    def __init__(self, folder: str) -> None:
        self._folder = FilePath(folder or ".")
        self._documents: dict[str, Node | None] = {}
        self.sources: list[Source] = []
        self.problems: list[Diagnostic] = []

    def content(self, avro: Node) -> Json:
        """The document behind a schema's `avro` as a value, None where it cannot be read."""
        if not isinstance(avro.value, str):
            self.problems += check_avro(avro)
        document = self.document(avro)
        return plain(document) if document else None

    def document(self, avro: Node) -> Node | None:
        """The document behind a schema's `avro`: the mapping itself, or the file that a text names."""
        if not isinstance(avro.value, str):
            return avro
        if avro.value not in self._documents:
            self._documents[avro.value] = self._file(avro.value, avro.position)
        return self._documents[avro.value]

    def _file(self, name: str, named: Position) -> Node | None:
        source = self._open(name, named)
        if not isinstance(source, Source):
            self.problems.append(source)
            return None
        self.sources.append(source)
        text = decode(source)
        if not isinstance(text, str):
            self._add([text], named)
            return None
        document, problems = read_json(text, source.file)
        self._add(problems, named)
        if document is None or has_errors(problems):
            return None
        self._add(list(check_avro(document)), named)
        return document

    def _add(self, problems: list[Diagnostic], named: Position) -> None:
        told = f"this schema file is named at {named}"
        self.problems += [replace(item, why=f"{item.why}; {told}" if item.why else told) for item in problems]

    def _open(self, name: str, named: Position) -> Source | Diagnostic:
        outside = _outside(name)
        if outside:
            fix = "name a file below this one's folder, e.g. specs/avro/items.avsc"
            return error("schema/outside", f"{shown(name)} {outside}", named, fix=fix)
        path = self._folder / name
        try:
            found = path.resolve(strict=True)
            if not found.is_relative_to(self._folder.resolve()):
                leads = f"{shown(name)} leads out of this file's folder"
                return error("schema/outside", leads, named, fix="copy the schema below the folder")
            # A device or pipe could block or never end; hence only regular files, asked before opening.
            if not stat.S_ISREG(found.stat().st_mode):
                return error("schema/not-a-file", f"{shown(name)} is no regular file", named, fix=_FIX)
            with found.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return error("schema/missing", f"the schema file {shown(name)} does not exist", named, fix=_FIX)
        except (OSError, RuntimeError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or "it is no path"
            return error("schema/unreadable", f"{shown(name)} cannot be read: {reason}", named, fix=_FIX)
        return too_large(str(path), data) or Source(str(path), data)


_FIX = "name an .avsc file below this file's folder, or write the schema inline"


def _outside(name: str) -> str:
    """Why a name cannot be a file below the folder, "" when it can."""
    path = PurePosixPath(name.replace("\\", "/"))
    if "://" in name:
        return "is a URL; schemas are files"
    if path.is_absolute() or (len(name) > 1 and name[1] == ":"):
        return "is absolute; schema files are named from this file's folder"
    return "leads out of this file's folder" if ".." in path.parts else ""
