"""A first schema: the Avro document, what was decided for each column, and the lines for personalize.yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from reconciler.render.escape import visible

if TYPE_CHECKING:
    from reconciler.data.dataset import DataColumn
    from reconciler.data.header_fit import Problem
    from reconciler.data.inference import Inferred
    from reconciler.render.paint import Paint

NAMESPACE = "com.amazonaws.personalize.schema"
_FLAGS = ("categorical", "textual")


def schema_document(record: str, columns: Iterable[DataColumn]) -> str:
    """The Avro document, one field a line, as a file has it but for the last line feed."""
    fields = ",\n".join(f"    {json.dumps(_field(one))}" for one in columns)
    return (
        f'{{\n  "type": "record",\n  "name": "{record}",\n  "namespace": "{NAMESPACE}",\n'
        f'  "fields": [\n{fields}\n  ],\n  "version": "1.0"\n}}'
    )


def _field(column: DataColumn) -> dict[str, object]:
    (kind,) = column.types
    said: dict[str, object] = {"name": column.name, "type": ["null", kind] if column.nullable else kind}
    return said | {flag: True for flag in _FLAGS if getattr(column, flag)}


def columns_text(columns: Sequence[Inferred], paint: Paint) -> str:
    """What was decided for each column, and why."""
    rows = [(one.column.name, _kind(one.column), one) for one in columns]
    name_width = max(len(name) for name, _, _ in rows)
    kind_width = max(len(kind) for _, kind, _ in rows)
    return "\n".join(
        line
        for name, kind, one in rows
        for line in _column(name.ljust(name_width), kind.ljust(kind_width), one, paint)
    )


def _column(name: str, kind: str, one: Inferred, paint: Paint) -> Iterator[str]:
    yield f"  {paint('name', name)}  {kind}  {one.because}"
    if one.remark:
        yield f"  {' ' * len(name)}    {paint('warning', 'note:')} {visible(one.remark)}"


def _kind(column: DataColumn) -> str:
    words = [*column.types, *(flag for flag in _FLAGS if getattr(column, flag))]
    return ", ".join([*words, "null"] if column.nullable else words)


def problems_text(problems: Iterable[Problem], paint: Paint) -> str:
    """What stands against a schema, each with why and what to do."""
    return "\n".join(line for one in problems for line in _problem(one, paint))


def _problem(one: Problem, paint: Paint) -> Iterator[str]:
    yield f"{paint('danger', 'error:')} {visible(one.what)}"
    if one.why:
        yield f"    why:   {visible(one.why)}"
    yield f"    to do: {visible(one.fix)}"


def lines_to_paste(*, name: str, path: str, kind: str, domain: str | None, file: str) -> str:
    """The entries below schemas and datasetGroups; the group's name and the import are left to people."""
    of_domain = f", domain: {domain}" if domain else ""
    group = [f"    domain: {domain}"] if domain else []
    return "\n".join(
        [
            "schemas:",
            f"  {scalar(name)}: {{avro: {scalar(path)}{of_domain}}}",
            "datasetGroups:",
            "  GROUP:  # your dataset group",
            *group,
            "    datasets:",
            f"      {kind}:",
            f"        schema: {scalar(name)}",
            f"        # import: {{from: s3://BUCKET/{visible(file)}, role: ROLE_ARN, when: changed}}",
        ]
    )


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def scalar(text: str) -> str:
    """A text as YAML has it: quoted where it would be read as something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes on one line, with an escape for what does not show."""
    return '"' + "".join(map(_character, text)) + '"'


def _character(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    return one if visible(one) == one else f"\\U{ord(one):08x}"
