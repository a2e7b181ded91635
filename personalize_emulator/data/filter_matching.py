"""Conditions against data: which rows satisfy a condition, given the values of one request.

Source: https://docs.aws.amazon.com/personalize/latest/dg/creating-filter-expressions.html and
https://docs.aws.amazon.com/personalize/latest/dg/API_RS_GetRecommendations.html (filterValues).
"""

import operator
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from personalize_emulator.data.filter_tree import Condition, Everything, Field, FilterError, Parameter

Row = Mapping[str, object]

# Adjustable quotas of the service: what a filter sees of a user's past, per event type.
SEEN_INTERACTIONS = {"INTERACTIONS": 100, "ACTION_INTERACTIONS": 300}
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_LISTED = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^",]*))\s*(,|$)', re.DOTALL)


def split_values(text: str, name: str) -> list[str]:
    """A request's value for one parameter: quoted or bare values, separated by commas; else FilterError."""
    values = []
    position = 0
    while True:
        match = _LISTED.match(text, position)
        if match is None:
            raise FilterError(f"Invalid value for the filter parameter {name}.")  # Assumed: text.
        quoted, bare, separator = match.groups()
        values.append(re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare.strip())
        if not separator:
            return values
        position = match.end()


def row_test(
    condition: Condition, values: Mapping[str, str], current_item: Row | None
) -> Callable[[Row], bool]:
    """Whether a row of items, actions or users satisfies the condition; FilterError for unfit values."""
    name = condition.field.name
    if condition.operator in {"IN", "NOT IN"}:
        wanted = frozenset(_texts(condition, values, current_item))
        negated = condition.operator == "NOT IN"
        # Assumed: a row without a value is in no list.
        return lambda row: (not wanted.isdisjoint(_parts(_get(row, name)))) is not negated
    operand = _operand(condition, values, current_item)
    return lambda row: _compare(condition.operator, _scalar(_get(row, name)), operand)


def items_of_events(condition: Condition, values: Mapping[str, str], interactions: Sequence[Row]) -> set[str]:
    """The ids that the user had an interaction of the condition's event types with, newest 100 per type."""
    wanted = {text.casefold() for text in _texts(condition, values, None)}
    anything = any(isinstance(value, Everything) for value in condition.values)
    negated = condition.operator in {"NOT IN", "!="}
    limit = SEEN_INTERACTIONS[condition.field.dataset]
    seen: Counter[str] = Counter()
    found = set()
    for interaction in reversed(interactions):
        # Case is ignored for event types, and only for them.
        event_type = str(interaction.get("EVENT_TYPE") or "").casefold()
        seen[event_type] += 1
        if seen[event_type] <= limit and (anything or event_type in wanted) is not negated:
            found.add(str(interaction.get("ITEM_ID") or interaction.get("ACTION_ID") or ""))
    return found


def _operand(condition: Condition, values: Mapping[str, str], current_item: Row | None) -> str | float | None:
    value = condition.values[0]
    if isinstance(value, Parameter):
        return _one(values[value.name], value.name)
    if isinstance(value, Field):
        return _scalar(_get(_current(current_item), value.name))
    return None if isinstance(value, Everything) else value


def _texts(condition: Condition, values: Mapping[str, str], current_item: Row | None) -> list[str]:
    texts: list[str] = []
    for value in condition.values:
        if isinstance(value, Parameter):
            texts.extend(split_values(values[value.name], value.name))
        elif isinstance(value, Field):
            texts.extend(_parts(_get(_current(current_item), value.name)))
        elif not isinstance(value, Everything):
            texts.append(str(value))
    return texts


def _current(row: Row | None) -> Row:
    if row is None:
        # Assumed: text. The guide allows CurrentItem for related items only.
        raise FilterError("A filter with CurrentItem can only be used to get related items.")
    return row


def _get(row: Row, name: str) -> object:
    if name in row:
        return row[name]
    return next((value for key, value in row.items() if key.upper() == name), None)


def _parts(value: object) -> list[str]:
    """The texts that IN compares: the values of a categorical cell, and the cell as a whole."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value, *value.split("|")] if "|" in value else [value]
    # A whole float prints as people write it: 3 rather than 3.0.
    return [str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)]


def _scalar(value: object) -> str | float | None:
    return float(value) if isinstance(value, (int, float)) else None if value is None else str(value)


def _one(text: str, name: str) -> str | float:
    found = split_values(text, name)
    if len(found) != 1:
        raise FilterError(f"The filter parameter {name} takes one value.")  # Assumed: text.
    try:
        return float(found[0])
    except ValueError:
        return found[0]


def _compare(symbol: str, left: str | float | None, right: str | float | None) -> bool:
    # Assumed: no comparison holds for a missing value, not even "!=".
    if left is None or right is None:
        return False
    if isinstance(left, float) and isinstance(right, float):
        return _COMPARE[symbol](left, right)
    # The guide compares a string with "=" in an IF; order is for numbers only.
    equal = not set(_parts(left)).isdisjoint(_parts(right))
    return symbol == ("=" if equal else "!=")
