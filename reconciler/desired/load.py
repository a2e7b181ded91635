"""Files to DesiredState, or to all that is wrong with them: the only entrance to this package."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, BinaryIO, TextIO

from reconciler.desired.findings import MAX_FINDINGS, has_errors, in_order
from reconciler.desired.intents import read_intents
from reconciler.desired.names import check_names, check_references, check_use
from reconciler.desired.node import find
from reconciler.desired.places import declared
from reconciler.desired.resources import address_of, build
from reconciler.desired.rules import check_rules
from reconciler.desired.schema_files import SchemaFiles
from reconciler.desired.source import STDIN, Source, decode, read_source
from reconciler.desired.tags import check_counts, check_tags
from reconciler.kinds import KINDS
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reconciler.desired.node import Node, Path
    from reconciler.desired.places import Place
    from reconciler.desired.resources import Declared
    from reconciler.model.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What the files say. `state` is None exactly when a diagnostic is an error."""

    state: DesiredState | None
    diagnostics: tuple[Diagnostic, ...]


def load(path: str, *, stdin: TextIO | BinaryIO | None) -> Loaded:
    """Read the file at `path`, or `stdin` when it is "-", and the schema files that it names.

    Schema files are found from the file's folder, from the current one for standard input.
    Raises nothing for anything that a file can hold: that is what the diagnostics are for.
    """
    source = read_source(path, stdin)
    if isinstance(source, Diagnostic):
        return Loaded(state=None, diagnostics=(source,))
    text = decode(source)
    if isinstance(text, Diagnostic):
        return Loaded(state=None, diagnostics=(text,))
    # YAML and JSON Schema take a tenth of a second to import, which `reconcile --help` should not pay.
    from reconciler.desired.validation import mistakes  # noqa: PLC0415
    from reconciler.desired.yaml_nodes import read_yaml  # noqa: PLC0415

    root, reading = read_yaml(text, source.file)
    if root is None:
        return Loaded(state=None, diagnostics=in_order(source.file, reading))
    wrong = mistakes(root)
    if len(wrong) > MAX_FINDINGS:
        found = in_order(source.file, reading, [item.diagnostic for item in wrong])
        return Loaded(state=None, diagnostics=found)
    state, meaning = _understood(root, source, [item.path for item in wrong])
    found = in_order(source.file, reading, [item.diagnostic for item in wrong], meaning)
    return Loaded(state=None if has_errors(found) else state, diagnostics=found)


def _understood(root: Node, source: Source, wrong: Sequence[Path]) -> tuple[DesiredState, list[Diagnostic]]:
    """The state as far as the well-formed parts say it, and what is wrong between them."""
    places = list(declared(root))
    sound = _sound(places, wrong)
    tags = find(root, ("tags",))
    items = build(root, sound, _texts(tags))
    addresses = {address_of(place) for place in places} | {item.resource.address for item in items}
    intents = read_intents(root, addresses, wrong)
    files = SchemaFiles("" if source.file == STDIN else str(FilePath(source.file).parent))
    resources = {item.resource.address: _with_content(item, files) for item in items}
    found = [
        *check_names(root, places),
        *islice(check_references(items, addresses), MAX_FINDINGS),
        *(() if wrong else check_use(items)),
        *(finding for node in (tags, *_tags(root, sound)) for finding in check_tags(node)),
        *check_counts(items),
        *check_rules(items, root),
        *intents.problems,
        *files.problems,
    ]
    state = DesiredState(
        file=source.file,
        stack=_scalar(root, "stack") or "",
        account=_scalar(root, "account"),
        region=_scalar(root, "region"),
        resources={address: resources[address] for address in sorted(resources, key=_rank)},
        consent=intents.consent,
        adopt=intents.adopt,
        forget=intents.forget,
        policy=intents.policy,
        digest=_digest([source.data, *files.read]),
    )
    return state, found


def _sound(places: Iterable[Place], wrong: Collection[Path]) -> list[Place]:
    """The places in which nothing is wrong; a mistake spoils the innermost place around it."""
    by_path = {place.path: place for place in places}
    spoilt: set[Path] = set()
    for path in wrong:
        inner = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in by_path), None)
        if inner is not None:
            spoilt.add(inner)
    return [place for path, place in by_path.items() if path not in spoilt]


def _with_content(item: Declared, files: SchemaFiles) -> DesiredResource:
    """A schema's `avro` is its content, wherever that stands; other resources are left as they are."""
    avro = item.node.entries.get("avro") if item.node else None
    if item.place.kind is not KINDS["schema"] or avro is None:
        return item.resource
    fields = {**item.resource.fields, "avro": files.content(avro.node)}
    return replace(item.resource, fields=fields)


def _tags(root: Node, places: Iterable[Place]) -> list[Node | None]:
    return [find(root, (*place.path, "tags")) for place in places if not place.kind.run]


def _texts(tags: Node | None) -> dict[str, str]:
    entries = tags.entries if tags else {}
    return {key: entry.node.value for key, entry in entries.items() if isinstance(entry.node.value, str)}


def _scalar(root: Node, key: str) -> str | None:
    entry = root.entries.get(key)
    return entry.node.value if entry and isinstance(entry.node.value, str) else None


def _rank(address: Address) -> tuple[int, Address]:
    return KINDS[address.kind].rank, address


def _digest(files: Sequence[bytes]) -> str:
    """SHA-256 over all bytes, each file preceded by its length so that none runs into the next."""
    digest = hashlib.sha256()
    for data in files:
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
