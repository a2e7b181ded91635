"""Filters: what CreateFilter accepts, and which items a filter lets through.

Source: https://docs.aws.amazon.com/personalize/latest/dg/filter-expressions.html and
https://docs.aws.amazon.com/personalize/latest/dg/multiple-expression-example.html.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from personalize_emulator.data.avro import DatasetSchema
from personalize_emulator.data.filter_grammar import parse_expressions
from personalize_emulator.data.filter_matching import Row, items_of_events, row_test
from personalize_emulator.data.filter_rules import (
    CURRENT_ITEM,
    INTERACTION_DATASETS,
    check_fields,
    check_structure,
    fields_of,
)
from personalize_emulator.data.filter_tree import Condition, Expression, Field, FilterError, Parameter

__all__ = ["Filter", "FilterError", "check_filter", "parse_filter"]

_ID_NAMES = {"ITEM": "ITEM_ID", "ACTION": "ACTION_ID", "USER": "USER_ID"}


@dataclass(frozen=True, slots=True)
class Filter:
    """A parsed filter, ready to be asked about items (or actions, or users)."""

    expressions: tuple[Expression, ...]

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the placeholders, case kept, without the dollar sign."""
        return frozenset(name for expression in self.expressions for name in _parameters(expression))

    @property
    def fields(self) -> frozenset[tuple[str, str]]:
        """The distinct (dataset, field) pairs, which the group's quota counts over all its filters."""
        return fields_of(self.expressions)

    @property
    def uses_current_item(self) -> bool:
        """Whether it can only be used where the request names an item."""
        return any(
            isinstance(value, Field) and value.dataset == CURRENT_ITEM
            for expression in self.expressions
            for condition in expression.conditions
            for value in condition.values
        )

    def allows(
        self,
        item_id: str,
        *,
        items: Mapping[str, Row],
        user: Row,
        interactions: Sequence[Row],
        values: Mapping[str, str],
        current_item: Row | None = None,
    ) -> bool:
        """Whether one item passes; for many items of one request, `bind` does the common work once."""
        bound = self.bind(
            items=items, user=user, interactions=interactions, values=values, current_item=current_item
        )
        return bound(item_id)

    def bind(
        self,
        *,
        items: Mapping[str, Row],
        user: Row,
        interactions: Sequence[Row],
        values: Mapping[str, str],
        current_item: Row | None = None,
    ) -> Callable[[str], bool]:
        """The test for the items of one request, or FilterError if a needed value is missing or unfit.

        `items` are the rows of what is filtered by id, `user` the row of the request's user (may be empty),
        `interactions` that user's interactions, newest last, `values` the request's filterValues.
        """
        request = _Request(items, user, interactions, values, current_item)
        included: list[Callable[[str], bool]] = []
        excluded: list[Callable[[str], bool]] = []
        for expression in self.expressions:
            test = request.test(expression)
            if test is not None:
                (included if expression.include else excluded).append(test)

        def allowed(item_id: str) -> bool:
            if included and not any(test(item_id) for test in included):
                return False
            return not any(test(item_id) for test in excluded)

        return allowed


def parse_filter(expression: str) -> Filter:
    """Read a filterExpression, or raise FilterError for what is wrong whatever the schemas are."""
    expressions = parse_expressions(expression)
    check_structure(expressions)
    return Filter(expressions)


def check_filter(filter: Filter, schemas: Mapping[str, DatasetSchema]) -> None:  # noqa: A002 - its only name
    """Raise FilterError unless the group's datasets, by upper case type, have fields the filter can use."""
    check_fields(filter.expressions, schemas)


@dataclass(frozen=True, slots=True)
class _Request:
    items: Mapping[str, Row]
    user: Row
    interactions: Sequence[Row]
    values: Mapping[str, str]
    current_item: Row | None

    def test(self, expression: Expression) -> Callable[[str], bool] | None:
        """Which items satisfy the expression; None if it has no part in this request."""
        missing = sorted(_parameters(expression) - set(self.values))
        if missing and expression.include:
            # The rule is documented. Assumed: text.
            raise FilterError(f"Missing value for the filter parameter {missing[0]}.")
        for condition in expression.guard:
            # An EXCLUDE may go without values. Assumed: without that of its IF it is left out.
            if self._lacks_value(condition):
                return None
            if not row_test(condition, self.values, self.current_item)(self.user):
                # Assumed: an INCLUDE whose IF does not hold restricts nothing.
                return None
        # Assumed: "that portion of the expression" which goes unused for want of a value is the condition.
        groups = [
            [
                self._condition(condition, expression)
                for condition in group
                if not self._lacks_value(condition)
            ]
            for group in expression.alternatives
        ]
        used = [group for group in groups if group]
        return lambda item_id: any(all(test(item_id) for test in group) for group in used)

    def _lacks_value(self, condition: Condition) -> bool:
        return any(isinstance(v, Parameter) and v.name not in self.values for v in condition.values)

    def _condition(self, condition: Condition, expression: Expression) -> Callable[[str], bool]:
        if condition.field.dataset in INTERACTION_DATASETS:
            found = items_of_events(condition, self.values, self.interactions)
            if expression.subject == "USER":
                return lambda _: bool(found)
            return found.__contains__
        matches = row_test(condition, self.values, self.current_item)
        key = _ID_NAMES[expression.subject]
        items = self.items
        if condition.field.name == key:
            # The id counts even where the row is missing, or leaves it out.
            return lambda item_id: matches({key: item_id})
        return lambda item_id: matches(items.get(item_id, {}))


def _parameters(expression: Expression) -> frozenset[str]:
    return frozenset(
        value.name
        for condition in expression.conditions
        for value in condition.values
        if isinstance(value, Parameter)
    )
