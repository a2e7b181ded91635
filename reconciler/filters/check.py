"""What is wrong with an expression that can be read: the entrance to all checks of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.filters.column_checks import check_columns
from reconciler.filters.columns import CURRENT
from reconciler.filters.findings import error
from reconciler.filters.form_checks import check_form
from reconciler.filters.tree import FieldRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconciler.filters.columns import Columns
    from reconciler.filters.findings import Finding
    from reconciler.filters.tree import Filter

MOST_FIELDS = 10
MOST_FIELDS_OF_GROUP = 20
"""Distinct fields of a filter, and of all filters of a group together.

Source: developer guide, 'Guidelines and requirements' of filter expressions and 'Endpoints and quotas'; older
editions say 5 and 10.
"""


def check(tree: Filter, columns: Columns | None) -> tuple[Finding, ...]:
    """All findings in order of their places; without `columns`, those that the expression alone shows."""
    found = [*check_form(tree), *_too_many(tree)]
    if columns is not None:
        found += check_columns(tree, columns)
    return tuple(sorted(found, key=lambda one: one.offset))


def fields_of(tree: Filter) -> frozenset[tuple[str, str]]:
    """The distinct fields as (DATASET, NAME) in capitals, what stands for a row counted as its dataset's."""
    return frozenset(_key(one) for one in _fields(tree))


def _too_many(tree: Filter) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for one in _fields(tree):
        seen.add(_key(one))
        if len(seen) > MOST_FIELDS:
            yield error(
                "filter/too-many-fields",
                f"the filter uses {len(fields_of(tree))} distinct fields; the service takes {MOST_FIELDS}",
                one.start,
                fix="use fewer columns, or combine some of them in one column of the data",
            )
            return


def _fields(tree: Filter) -> Iterable[FieldRef]:
    for expression in tree.expressions:
        for condition in expression.all_conditions:
            yield condition.field
            yield from (value for value in condition.values if isinstance(value, FieldRef))


def _key(one: FieldRef) -> tuple[str, str]:
    word = one.dataset.upper()
    return CURRENT.get(word, word), one.name.upper()
