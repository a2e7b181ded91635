"""Schemas held against the datasets that use them, with every finding at its place in the document.

What is required, reserved and counted is in `catalog`; what a record may hold at all is found as it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconciler.catalog.dataset_columns import IDENTIFYING, NEVER_CATEGORICAL, RECORDS, dataset_form
from reconciler.desired.avro_record import columns_of
from reconciler.desired.findings import did_you_mean, error, listed, shown, warning
from reconciler.desired.node import find, key_position
from reconciler.desired.rules.check import domain_of
from reconciler.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconciler.catalog.dataset_columns import DatasetForm, Keyword
    from reconciler.desired.avro_record import Column
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic


class _Use(NamedTuple):
    """A document as one dataset uses it: `of` names the dataset type, `used` says which dataset."""

    document: Node
    columns: Mapping[str, Column]
    form: DatasetForm
    of: str
    used: str


def check_schemas(
    items: Sequence[Declared], documents: Mapping[str, Node], root: Node
) -> Iterator[Diagnostic]:
    """The findings about every schema that a dataset uses; `documents` are the readable ones by name.

    Datasets of one type and domain ask the same of a schema, so it is held against the first of them.
    """
    seen: set[tuple[str, str, str | None]] = set()
    for item in items:
        if item.place.kind is not KINDS["dataset"]:
            continue
        name, kind = str(item.said.get("schema")), item.resource.address.name
        domain = domain_of(item, root)
        form, document = dataset_form(kind, domain), documents.get(name)
        if form and document and (name, kind, domain) not in seen:
            seen.add((name, kind, domain))
            group = f"a group of domain {domain}" if domain else "a custom group"
            where = key_position(root, item.place.path)
            use = _Use(
                document,
                {column.name: column for column in columns_of(document)},
                form,
                f"{kind} dataset of {group}",
                f"the dataset at {where} uses this schema",
            )
            yield from _fits(use, kind)


def _fits(use: _Use, kind: str) -> Iterator[Diagnostic]:
    yield from _record(use, kind)
    for name, keyword in use.form.required.items():
        yield from _required(use, name, keyword)
    for name, keyword in use.form.keywords.items():
        if name in use.columns:
            yield from _keyword(use, use.columns[name], keyword)
    yield from _metadata(use)
    yield from _texts(use)
    yield from _item_names(use, kind)


def _record(use: _Use, kind: str) -> Iterator[Diagnostic]:
    name = find(use.document, ("name",))
    if name is None or not isinstance(name.value, str):
        return
    record, said = use.form.record, _plain(name.value)
    others = {_plain(one): of for of, one in RECORDS.items() if of != kind}
    fix = f'write "name": "{record}"'
    if said in others:
        yield error(
            "schema/other-dataset",
            f"the record {shown(name.value)} is of the {others[said]} dataset, not of the {kind} dataset",
            name.position,
            why=use.used,
            fix=f"{fix}, or name another schema in the dataset",
        )
    elif said != _plain(record):
        yield warning(
            "schema/record-of-no-dataset",
            f"the record is called {shown(name.value)}; in the guide a schema of this dataset is {record}",
            name.position,
            why=use.used,
            fix=fix,
        )


def _plain(name: str) -> str:
    """A record's name, of which the service was seen to take another case."""
    return name.replace("_", "").upper()


def _required(use: _Use, name: str, keyword: Keyword) -> Iterator[Diagnostic]:
    column = use.columns.get(name)
    where = use.document.entries["fields"].node.position
    if column is None and keyword.also in use.columns:
        yield warning(
            "schema/other-spelling",
            f"{keyword.also} stands where the {use.of} needs {name}",
            use.columns[keyword.also].at("name"),
            why=f"one page of the guide writes {keyword.also}, all others {name}; {use.used}",
            fix=f"rename it to {name}, here and in the CSV's header",
        )
    elif column is None:
        close = next((one for one in use.columns if one.upper() == name), None) or ""
        yield error(
            "schema/missing-field",
            f"the {use.of} needs the field {name}",
            use.columns[close].at("name") if close else where,
            why=use.used,
            fix=did_you_mean(close, [name]) or f"add {{{_as_written(name, keyword)}}}",
        )
    elif keyword.flag and not column.has(keyword.flag):
        yield error(
            "schema/required-flag",
            f"the required field {name} is not {keyword.flag}",
            column.at("name"),
            why=use.used,
            fix=f'add "{keyword.flag}": true',
        )


def _as_written(name: str, keyword: Keyword) -> str:
    flag = f', "{keyword.flag}": true' if keyword.flag else ""
    return f'"name": "{name}", "type": "{min(keyword.types)}"{flag}'


def _keyword(use: _Use, column: Column, keyword: Keyword) -> Iterator[Diagnostic]:
    """A required or reserved column, as it is."""
    yield from _type(use, column, keyword)
    name = column.name
    if name in IDENTIFYING and name in use.form.required and column.nullable and column.types:
        yield warning(
            "schema/required-null",
            f"the required field {name} may be null",
            column.at("type"),
            why=use.used,
            fix=f'write "type": "{min(keyword.types)}"',
        )
    if keyword.flag and name in use.form.reserved and not column.has(keyword.flag):
        yield warning(
            "schema/reserved-flag",
            f"the guide wants the reserved field {name} to be {keyword.flag}",
            column.at("name"),
            why=use.used,
            fix=f'add "{keyword.flag}": true, or rename the field',
        )
    if keyword.plain and column.has("categorical"):
        yield from _categorical(use, column)


def _type(use: _Use, column: Column, keyword: Keyword) -> Iterator[Diagnostic]:
    label = f"{column.name} is {listed(sorted(column.types) or ['null'])}"
    fix = f"make it {listed(sorted(keyword.types))}, or rename the field"
    if not column.types or not column.types <= keyword.types | keyword.untold:
        yield error(
            "schema/keyword-type",
            f"{label}; the {use.of} takes it as {listed(sorted(keyword.types))}",
            column.at("type"),
            why=use.used,
            fix=fix,
        )
    elif column.types & keyword.untold:
        yield warning(
            "schema/keyword-number",
            f"{label}; the guide has it as {listed(sorted(keyword.types))}",
            column.at("type"),
            why=use.used,
            fix=fix,
        )


def _categorical(use: _Use, column: Column) -> Iterator[Diagnostic]:
    summary, where = f"{column.name} cannot be categorical", column.at("categorical")
    if column.name in NEVER_CATEGORICAL:
        yield error(
            "schema/categorical-keyword", summary, where, why=use.used, fix="remove categorical from it"
        )
    else:
        yield warning(
            "schema/categorical-reserved",
            f"the guide has the reserved field {column.name} not categorical",
            where,
            why=use.used,
            fix="remove categorical from it",
        )


def _metadata(use: _Use) -> Iterator[Diagnostic]:
    """How many fields there are besides those that the service knows."""
    fields = use.document.entries["fields"].node.position
    own = [column for name, column in use.columns.items() if name not in use.form.keywords]
    reserved = [name for name in use.columns if name in use.form.reserved]
    most = use.form.most_metadata
    if len(own) > most:
        yield error(
            "schema/too-many-fields",
            f"there are {len(own)} metadata fields; the {use.of} takes {most}",
            own[most].at("name"),
            why=use.used,
            fix="remove fields that neither training nor filters need",
        )
    if not use.form.needs_metadata or own:
        return
    if reserved:
        yield warning(
            "schema/reserved-only",
            f"besides the required fields there is only {listed(reserved, 'and')}",
            fields,
            why=f"whether that is the metadata field that the guide asks for is not said; {use.used}",
            fix="add a metadata field",
        )
    else:
        yield error(
            "schema/no-metadata",
            f"the {use.of} needs a metadata field besides the required ones",
            fields,
            why=use.used,
            fix="add one, e.g. a categorical string, or leave the dataset out",
        )


def _texts(use: _Use) -> Iterator[Diagnostic]:
    for column in use.columns.values():
        if column.has("textual") and not use.form.textual:
            yield error(
                "schema/textual-dataset",
                f"{shown(column.name)} is textual, which only an items dataset takes",
                column.at("textual"),
                why=use.used,
                fix="remove textual; make it categorical if it has few distinct values",
            )


def _item_names(use: _Use, kind: str) -> Iterator[Diagnostic]:
    named = [column for column in use.columns.values() if column.has("itemName")]
    for column in named if kind != "items" else named[1:]:
        of = "of an items dataset" if kind != "items" else "in a schema"
        yield warning(
            "schema/item-name",
            f"{shown(column.name)} is the items' name, of which the guide knows one {of}",
            column.at("itemName"),
            why=use.used,
            fix="remove itemName",
        )
