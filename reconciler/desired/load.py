"""Files to DesiredState, or to all that is wrong with them: the entrance to this package.

`every_environment` beside it answers for a whole file with environments.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, BinaryIO, TextIO

from reconciler.desired.avro_record import readable
from reconciler.desired.clashes import check_clashes
from reconciler.desired.document import Document, read_document
from reconciler.desired.environments import Resolved, chosen, names, resolved
from reconciler.desired.excerpts import with_excerpts
from reconciler.desired.explained import explained
from reconciler.desired.filter_findings import check_filters
from reconciler.desired.findings import MAX_FINDINGS, has_errors, in_order
from reconciler.desired.group_columns import GroupColumns
from reconciler.desired.ignoring import NOTHING, ignored_data, unignored
from reconciler.desired.intents import read_intents
from reconciler.desired.locks import read_lock
from reconciler.desired.metric_findings import check_metrics
from reconciler.desired.names import check_cut, check_names, check_references, check_use
from reconciler.desired.node import find, value_position
from reconciler.desired.places import declared
from reconciler.desired.prefixes import check_lengths, check_stack, prefixed, with_prefix
from reconciler.desired.recipe_findings import check_recipes
from reconciler.desired.resources import address_of, build
from reconciler.desired.rules import check_rules
from reconciler.desired.schema_files import SchemaFiles
from reconciler.desired.schema_findings import check_schemas
from reconciler.desired.schema_quotas import check_schema_quotas
from reconciler.desired.source import STDIN, Source
from reconciler.desired.tags import check_counts, check_tags, lower_case
from reconciler.desired.value_order import AVRO, arranged
from reconciler.desired.variable_rules import check_variables
from reconciler.kinds import KINDS
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from reconciler.desired.node import Node, Path
    from reconciler.desired.places import Place
    from reconciler.desired.resources import Declared
    from reconciler.model.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What the files say. `state` is None exactly when a diagnostic is an error. `sources` are the files."""

    state: DesiredState | None
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]


def load(path: str, *, stdin: TextIO | BinaryIO | None, environment: str | None = None) -> Loaded:
    """Read the file at `path`, or `stdin` when it is "-", and the schema files that it names.

    `environment` says which of its named environments is meant; None for a file without any.
    Schema files are found from the file's folder, from the current one for standard input.
    Raises nothing for anything that a file can hold: that is what the diagnostics are for.
    """
    loaded = load_document(read_document(path, stdin), environment)
    return replace(loaded, diagnostics=with_excerpts(loaded.diagnostics, loaded.sources))


def load_document(document: Document, environment: str | None) -> Loaded:
    """What a file that has been read says, for the environment that is meant."""
    sources = (document.source,)
    if document.root is None:
        return Loaded(state=None, diagnostics=document.problems, sources=sources)
    name = chosen(document.root, environment)
    if isinstance(name, Diagnostic):
        found = in_order(document.source.file, document.problems, [name])
        return Loaded(state=None, diagnostics=found, sources=sources)
    every, across = whole_file(document.root)
    loaded = load_environment(document, every[name], across)
    if not name:
        return loaded
    # What one environment has nothing of another may have: only a look at all of them can tell.
    left = tuple(one for one in loaded.diagnostics if one.code != NOTHING)
    return replace(loaded, diagnostics=left)


def whole_file(root: Node) -> tuple[Mapping[str, Resolved], list[Diagnostic]]:
    """The file as each of its environments has it, "" being a file without, and what is wrong with all.

    Names clash whichever environment is meant, since two that share an account share its names.
    """
    every = {name: resolved(root, name) for name in names(root) or ("",)}
    clashes = check_clashes(root, every.values()) if len(every) > 1 else ()
    return every, [*islice(check_variables(root), MAX_FINDINGS), *clashes]


def load_environment(document: Document, meant: Resolved, across: Sequence[Diagnostic]) -> Loaded:
    """What the file says for one of its environments; `across` are the findings of the whole file."""
    # JSON Schema takes a tenth of a second to import, which `reconcile --help` should not pay.
    from reconciler.desired.validation import mistakes  # noqa: PLC0415

    file, sources = document.source.file, (document.source,)
    stages = [document.problems, [*across, *meant.problems]]
    if meant.root is None:
        return Loaded(state=None, diagnostics=in_order(file, *stages), sources=sources)
    wrong = mistakes(meant.root)
    stages.append(explained([item.diagnostic for item in wrong], meant))
    if len(wrong) > MAX_FINDINGS:
        return Loaded(state=None, diagnostics=in_order(file, *stages), sources=sources)
    paths = [item.path for item in wrong]
    paths += _unread(meant.root, {item.path for item in wrong if item.diagnostic.code == "file/unknown-key"})
    files = SchemaFiles(_folder_of(file))
    state, meaning = _understood(meant, meant.root, document.source, files, paths)
    stages.append(explained(meaning, meant))
    left, problems = unignored(meant.root, stages, paths, _folder_of(file))
    found = in_order(file, *left, problems)
    about_data = ignored_data(meant.root, paths)
    ignored = {prefixed(address, meant.prefix): named for address, named in about_data.items()}
    sound = None if has_errors(found) else replace(state, ignored=ignored)
    return Loaded(state=sound, diagnostics=found, sources=(*sources, *files.sources))


def _understood(
    meant: Resolved, root: Node, source: Source, files: SchemaFiles, wrong: Sequence[Path]
) -> tuple[DesiredState, list[Diagnostic]]:
    """The state as far as the well-formed parts say it, and what is wrong between them."""
    places = list(declared(root))
    sound = _sound(places, wrong)
    tags = find(root, ("tags",))
    items, shared = build(root, sound, _texts(tags)), lower_case(tags)
    addresses = {address_of(place) for place in places} | {item.resource.address for item in items}
    intents = read_intents(root, {prefixed(one, meant.prefix) for one in addresses}, wrong)
    resources = [with_prefix(_with_content(item, files), meant.prefix) for item in items]
    documents, columns = _documents(items, files), GroupColumns(items, resources, root)
    stack = _scalar(root, "stack") or ""
    found = [
        *check_names(root, places),
        *check_lengths((item.resource for item in items), meant),
        *check_stack(stack, value_position(root, ("stack",)), meant),
        *islice(check_references(items, addresses), MAX_FINDINGS),
        *(() if wrong else check_use(items)),
        *check_cut(resources),
        *check_tags(tags, {}),
        *(finding for node in _tags(root, sound) for finding in check_tags(node, shared)),
        *check_counts(items),
        *check_rules(items, root),
        *islice(check_filters(items, columns, root), MAX_FINDINGS),
        *islice(check_schemas(items, documents, root), MAX_FINDINGS),
        *check_schema_quotas(items, documents, root),
        *check_metrics(items, columns, root),
        *islice(check_recipes(items, columns, root), MAX_FINDINGS),
        *intents.problems,
        *files.problems,
    ]
    state = DesiredState(
        file=source.file,
        stack=f"{meant.prefix}{stack}",
        environment=meant.name,
        account=_scalar(root, "account"),
        region=_scalar(root, "region"),
        resources={one.address: one for one in sorted(resources, key=lambda one: _rank(one.address))},
        consent=intents.consent,
        adopt=intents.adopt,
        forget=intents.forget,
        policy=intents.policy,
        lock=read_lock(find(root, ("lock",))),
        digest=_digest([source.data, *(one.data for one in files.sources)]),
    )
    return state, found


def _folder_of(file: str) -> str:
    """Where schema files are named from: the file's folder, "" for the current one."""
    return "" if file == STDIN else str(FilePath(file).parent)


def _unread(root: Node, unknown: Collection[Path]) -> list[Path]:
    """The places below keys that nobody knows: what stands there has not been looked at."""
    return [
        place.path
        for place in (declared(root) if unknown else ())
        if any(place.path[:end] in unknown for end in range(len(place.path)))
    ]


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
    fields = {**item.resource.fields, "avro": arranged(files.content(avro.node), AVRO)}
    return replace(item.resource, fields=fields)


def _documents(items: Iterable[Declared], files: SchemaFiles) -> dict[str, Node]:
    """The documents whose columns are all well-formed, by the names of their schemas."""
    found: dict[str, Node] = {}
    for item in items:
        avro = find(item.node, ("avro",)) if item.node and item.place.kind is KINDS["schema"] else None
        document = files.document(avro) if avro else None
        if document and readable(document):
            found[item.resource.address.name] = document
    return found


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
