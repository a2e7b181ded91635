"""Filter expressions held against the schemas of their dataset group, with every finding at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.desired.findings import error
from reconciler.desired.node import find, key_position
from reconciler.desired.rules.check import group_of
from reconciler.desired.written import before_comment, place_in
from reconciler.kinds import KINDS
from reconciler.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reconciler.desired.group_columns import GroupColumns
    from reconciler.desired.node import Node, Path
    from reconciler.desired.resources import Declared
    from reconciler.filters.columns import Columns
    from reconciler.filters.findings import Finding


def check_filters(items: Sequence[Declared], columns_of: GroupColumns, root: Node) -> Iterator[Diagnostic]:
    """What is wrong with every declared filter.

    The filters of a group that declares no dataset here are read, and held against no columns.
    """
    used: dict[Path, set[tuple[str, str]]] = {}
    columns: dict[Path, Columns | None] = {}
    for item in (item for item in items if item.place.kind is KINDS["filter"]):
        group = group_of(item)
        if group not in used:
            used[group], columns[group] = set(), columns_of.of(group)
        yield from _expression(item, columns[group], used[group])
    for group, fields in used.items():
        yield from _too_many(fields, root, group)


def _expression(item: Declared, columns: Columns | None, used: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """The findings about one filter; its fields are added to those that its group's filters use."""
    # The parser library takes longer to import than most files take to be read.
    from reconciler.filters.check import check, fields_of  # noqa: PLC0415
    from reconciler.filters.grammar import parse  # noqa: PLC0415
    from reconciler.filters.mistakes import Mistake  # noqa: PLC0415

    node = find(item.node, ("expression",)) or item.node if item.node else None
    text = str(item.resource.fields["expression"])
    assert node, "a filter is declared by its expression"
    found = parse(text)
    if isinstance(found, Mistake):
        where = place_in(node, found.offset)
        fix = found.fix
        if text[found.offset : found.offset + 1] in {'"', "'"} and before_comment(node):
            fix = "put the whole expression in quotes, or behind >-: the # begins a comment of YAML"
        yield error("filter/syntax", f"{found.summary}{_at(node, found.offset)}", where, fix=fix)
        return
    used |= fields_of(found)
    for one in check(found, columns):
        yield _diagnostic(one.rule, one, node)


def _diagnostic(code: str, one: Finding, node: Node) -> Diagnostic:
    return Diagnostic(
        code=code,
        summary=f"{one.summary}{_at(node, one.offset)}",
        why=one.why,
        fix=one.fix,
        severity=one.severity,
        position=place_in(node, one.offset),
    )


def _at(node: Node, offset: int) -> str:
    """The place in words, where the file cannot show it since variables are filled in."""
    return "" if node.written else f", at character {offset + 1} of the expression"


def _too_many(used: Collection[tuple[str, str]], root: Node, group: Path) -> Iterator[Diagnostic]:
    from reconciler.filters.check import MOST_FIELDS_OF_GROUP  # noqa: PLC0415

    if len(used) > MOST_FIELDS_OF_GROUP:
        yield error(
            "filter/too-many-fields-of-group",
            f"the group's filters use {len(used)} distinct fields; the service takes {MOST_FIELDS_OF_GROUP}",
            key_position(root, (*group, "filters")),
            fix="use fewer columns, or combine some of them in one column of the data",
        )
