"""What is wrong with the values of one condition, whatever the schemas are.

Source: as in `form_checks`. That comparisons test numbers and lists texts is the guide's; what becomes of
the other way round is not known, except for order, which was seen refused for texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconciler.filters.findings import error, warning
from reconciler.filters.tree import LISTING, ORDERING, Asterisk, FieldRef, Number, Placeholder, Text
from reconciler.filters.wording import cited, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconciler.filters.findings import Finding
    from reconciler.filters.tree import Condition, Value

_PLACEHOLDER = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def check_values(condition: Condition, *, guarded: bool) -> Iterator[Finding]:
    """The findings about each value; `guarded` for a condition of an IF."""
    for value in condition.values:
        if isinstance(value, Text):
            yield from _text(condition, value, guarded=guarded)
        elif isinstance(value, Number):
            yield from _number(condition, value)
        elif isinstance(value, Placeholder):
            yield from _placeholder(condition, value)
        elif isinstance(value, Asterisk):
            yield from _asterisk(condition, value)
        else:
            yield from _field(value)
    yield from _mixed(condition)


def _text(condition: Condition, value: Text, *, guarded: bool) -> Iterator[Finding]:
    placeholder = bool(_PLACEHOLDER.fullmatch(value.value))
    bare = f"write {cited(value.value)} without quotes"
    if placeholder and condition.operator not in ORDERING:
        turned = ", and IN, and turn INCLUDE into EXCLUDE or EXCLUDE into INCLUDE"
        yield warning(
            "filter/quoted-placeholder",
            f"{cited(value.value)} stands in quotes",
            value.start,
            why="so it is a text, and no placeholder whose value comes with a request",
            fix=bare + (turned if condition.operator == "NOT IN" else ""),
        )
        return
    if value.quote == "'":
        yield warning(
            "filter/single-quotes",
            "a text stands in single quotes",
            value.start,
            why="the guide writes double ones; only posts show single ones, and no answer of the service",
            fix="write it in double quotes",
        )
    if condition.operator in ORDERING:
        yield error(
            "filter/order-of-text",
            f"{condition.operator} compares numbers, and {cited(value.value)} is a text",
            value.start,
            fix=bare if placeholder else "write a number without quotes, or IN (…) to compare texts",
        )
    elif condition.operator not in LISTING and not guarded:
        yield warning(
            "filter/text-comparison",
            f"{condition.operator} compares {label(condition.field)} with a text",
            value.start,
            why="the guide compares numbers so, and texts in lists",
            fix=f'write {"IN" if condition.operator == "=" else "NOT IN"} ("{cited(value.value)}")',
        )


def _number(condition: Condition, value: Number) -> Iterator[Finding]:
    if condition.operator in LISTING:
        yield warning(
            "filter/number-in-list",
            f"{condition.operator} lists the number {cited(value.text)}",
            value.start,
            why="lists are compared as texts, and the guide shows no other",
            fix=f'write it in double quotes, "{cited(value.text)}", or compare with =',
        )
    if not _PLAIN.fullmatch(value.text):
        yield warning(
            "filter/number-form",
            f"{cited(value.text)} is an unusual way to write a number",
            value.start,
            why="the guide shows digits and a decimal point only",
            fix="write it in digits",
        )


def _placeholder(condition: Condition, value: Placeholder) -> Iterator[Finding]:
    if condition.operator == "NOT IN":
        yield error(
            "filter/placeholder-not-in",
            f"the placeholder ${cited(value.name)} stands in a NOT IN",
            value.start,
            why="the service answers: Placeholders are not allowed with NOT_IN operator",
            fix="write IN, and turn INCLUDE into EXCLUDE or EXCLUDE into INCLUDE",
        )


def _asterisk(condition: Condition, value: Asterisk) -> Iterator[Finding]:
    field = condition.field
    word, name = field.dataset.upper(), field.name.upper()
    if condition.operator not in LISTING or (word, name) != ("INTERACTIONS", "EVENT_TYPE"):
        yield error(
            "filter/asterisk",
            f"an asterisk is compared with {label(field)}",
            value.start,
            why="it means every event type, in Interactions.EVENT_TYPE IN or NOT IN only",
            fix="list the values that are meant",
        )


def _field(value: FieldRef) -> Iterator[Finding]:
    if value.dataset.upper() != "CURRENTITEM":
        yield error(
            "filter/value-field",
            f"a field is compared with {label(value)}",
            value.start,
            why="of fields, only those of CurrentItem stand as values",
            fix="write CurrentItem.COLUMN, a placeholder such as $NAME, or a value",
        )


def _mixed(condition: Condition) -> Iterator[Finding]:
    """The grammar's list is of texts, or one other thing."""
    others = [value for value in condition.values if not isinstance(value, Text | Number)]
    if others and len(condition.values) > 1:
        yield warning(
            "filter/mixed-values",
            f"a list holds {_called(others[0])} beside other values",
            others[0].start,
            why="the guide shows several texts or one placeholder; a placeholder takes several values itself",
            fix="list texts, or leave one placeholder",
        )


def _called(value: Value) -> str:
    if isinstance(value, Placeholder):
        return f"the placeholder ${cited(value.name)}"
    return "an asterisk" if isinstance(value, Asterisk) else "a field"
