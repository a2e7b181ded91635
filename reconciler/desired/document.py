"""The file as a tree: read, decoded, parsed, nothing yet understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TextIO

from reconciler.desired.environments import too_many
from reconciler.desired.findings import in_order
from reconciler.desired.source import STDIN, Source, decode, read_source
from reconciler.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from reconciler.desired.node import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file. `root` is None when nothing can be made of it, and `problems` then say why."""

    source: Source
    root: Node | None
    problems: tuple[Diagnostic, ...] = ()


def read_document(path: str, stdin: TextIO | BinaryIO | None) -> Document:
    """The file at `path`, or `stdin` when it is "-"."""
    source = read_source(path, stdin)
    if isinstance(source, Diagnostic):
        nothing = Source(STDIN if path == "-" else path, b"")
        return Document(source=nothing, root=None, problems=(source,))
    text = decode(source)
    if isinstance(text, Diagnostic):
        return Document(source=source, root=None, problems=(text,))
    # YAML takes time to import, which `reconcile --help` should not pay.
    from reconciler.desired.yaml_nodes import read_yaml  # noqa: PLC0415

    root, reading = read_yaml(text, source.file)
    many = too_many(root) if root else None
    found = in_order(source.file, reading, [many] if many else [])
    return Document(source=source, root=None if many else root, problems=found)
