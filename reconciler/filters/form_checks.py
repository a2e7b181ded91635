"""What the expression alone shows to be wrong.

Source, unless said otherwise: developer guide, 'Filter expression structure and elements' and 'Guidelines and
requirements'. An error is what these pages or recorded answers say is refused; what they only do not show is
a warning.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from reconciler.filters.columns import CURRENT, DATASETS, SHOWN
from reconciler.filters.findings import error, warning
from reconciler.filters.tree import FieldRef, Placeholder
from reconciler.filters.value_checks import check_values
from reconciler.filters.wording import cited, label, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconciler.filters.findings import Finding
    from reconciler.filters.tree import Condition, Expression, Filter, Subject

_GOES_WITH: Mapping[Subject, tuple[str, ...]] = {
    "ItemID": ("ITEMS", "INTERACTIONS"),
    "ActionID": ("ACTIONS", "ACTION_INTERACTIONS"),
    "UserID": ("USERS", "INTERACTIONS"),
}
"""The datasets with which the guide's examples filter each sort of id."""
_MOST_PLACEHOLDERS = 25
"""Values of one request. Source: service model, shape FilterValues."""
_LONGEST_PLACEHOLDER = 50
"""Source: service model, shape FilterAttributeName."""


def check_form(tree: Filter) -> Iterator[Finding]:
    """Findings that need no schema."""
    yield from _one_subject(tree)
    yield from _placeholders(tree)
    for expression in tree.expressions:
        yield from _datasets(expression)
        yield from _joins(expression)
        for condition in expression.conditions:
            yield from check_values(condition, guarded=False)
        for condition in expression.guard:
            yield from check_values(condition, guarded=True)
            yield from _guard(condition)


def _one_subject(tree: Filter) -> Iterator[Finding]:
    first = tree.expressions[0]
    for expression in tree.expressions[1:]:
        if expression.subject != first.subject:
            yield warning(
                "filter/mixed-subjects",
                f"this expression filters {expression.subject}, the first one {first.subject}",
                expression.start,
                why="a request is answered with items, actions or users, so a filter is likely for one sort",
                fix="make two filters of it",
            )


def _placeholders(tree: Filter) -> Iterator[Finding]:
    names: dict[str, Placeholder] = {}
    for expression in tree.expressions:
        for condition in expression.all_conditions:
            for value in condition.values:
                if isinstance(value, Placeholder):
                    names.setdefault(value.name, value)
    for name, value in names.items():
        if len(name) > _LONGEST_PLACEHOLDER:
            yield warning(
                "filter/placeholder-name",
                f"the placeholder ${cited(name)} has {len(name)} characters",
                value.start,
                why=f"a request names its values by at most {_LONGEST_PLACEHOLDER} characters",
                fix="shorten it",
            )
    for value in list(names.values())[_MOST_PLACEHOLDERS:][:1]:
        yield warning(
            "filter/too-many-placeholders",
            f"the filter has {len(names)} placeholders",
            value.start,
            why=f"a request carries at most {_MOST_PLACEHOLDERS} values",
            fix="use fewer, or one name where the value is the same",
        )


def _datasets(expression: Expression) -> Iterator[Finding]:
    """The tested fields: of one dataset that goes with what is filtered."""
    first: str | None = None
    for condition in expression.conditions:
        field, word = condition.field, condition.field.dataset.upper()
        if word in CURRENT:
            yield _misplaced(field)
        elif word not in DATASETS:
            yield _unknown(field)
        elif first is None:
            first = word
            yield from _subject(expression, field)
        elif word != first:
            yield error(
                "filter/two-datasets",
                f"{label(field)} is not of {SHOWN[first]}, the expression's dataset",
                field.start,
                why="conditions joined by AND or OR are about one dataset",
                fix=f"chain a second expression with |: … | {expression.action} {expression.subject} WHERE …",
            )


def _misplaced(field: FieldRef) -> Finding:
    user = field.dataset.upper() == "CURRENTUSER"
    where = "in an IF" if user else "as the value that a field is compared with"
    fix = (
        f"put it at the end: IF {label(field)} …"
        if user
        else f"compare a column with it: Items.{field.name} … {label(field)}"
    )
    summary = f"{field.dataset} stands only {where}"
    return error("filter/current-misplaced", summary, field.start, fix=fix)


def _unknown(field: FieldRef) -> Finding:
    word = field.dataset.upper()
    close = get_close_matches(word, SHOWN, n=1, cutoff=0.7)
    hint = f"did you mean {SHOWN[close[0]]}?" if close else f"write {listed(list(SHOWN.values()))}"
    summary = f"{cited(field.dataset)} is no dataset"
    if word == "ACTION":
        return warning(
            "filter/singular-action",
            summary,
            field.start,
            why="one example of the guide has it so, all others and the list of datasets have Actions",
            fix=f"write {SHOWN['ACTIONS']}.{field.name}",
        )
    return error("filter/unknown-dataset", summary, field.start, fix=hint)


def _subject(expression: Expression, field: FieldRef) -> Iterator[Finding]:
    word = field.dataset.upper()
    known = _GOES_WITH[expression.subject]
    if word in known:
        return
    fix = f"test a column of {listed([SHOWN[one] for one in known])}"
    if word == "USERS" and expression.subject == "ItemID":
        fix += f", and the user of the request at the end: IF CurrentUser.{field.name} …"
    yield warning(
        "filter/subject",
        f"{expression.subject} is filtered by {SHOWN[word]}",
        field.start,
        why="no example of the guide does so, and the service is likely to refuse it",
        fix=fix,
    )


def _joins(expression: Expression) -> Iterator[Finding]:
    if len(set(expression.joins)) > 1:
        index = expression.joins.index("OR" if expression.joins[0] == "AND" else "AND")
        yield warning(
            "filter/and-or",
            "AND and OR stand in one expression",
            expression.conditions[index + 1].start,
            why="which of the two binds more tightly is not documented, and there are no parentheses",
            fix="use one of them, and chain expressions with |",
        )


def _guard(condition: Condition) -> Iterator[Finding]:
    field = condition.field
    if field.dataset.upper() == "CURRENTUSER":
        return
    yield error(
        "filter/if-field",
        f"an IF tests {label(field)}",
        field.start,
        why="an IF is about the user of the request only",
        fix=f"write CurrentUser.{field.name} if it is a column of the users",
    )
