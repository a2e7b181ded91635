"""What CreateFilter refuses although the grammar allows it.

Source: https://docs.aws.amazon.com/personalize/latest/dg/filter-expression-guidelines-requirements.html, and
for the known texts https://docs.aws.amazon.com/personalize/latest/dg/error-messages.html. The rest of each
message after "Invalid Expression" is assumed, as the page elides it.
"""

from collections.abc import Mapping, Sequence

from personalize_emulator.data.avro import DatasetSchema
from personalize_emulator.data.filter_tree import (
    INVALID,
    Condition,
    Everything,
    Expression,
    Field,
    FilterError,
    Parameter,
)

MAX_FIELDS = 10
CURRENT_USER = "CURRENTUSER"
CURRENT_ITEM = "CURRENTITEM"
INTERACTION_DATASETS = frozenset({"INTERACTIONS", "ACTION_INTERACTIONS"})
_FILTERABLE = {
    "ITEM": frozenset({"ITEMS", "INTERACTIONS"}),
    "ACTION": frozenset({"ACTIONS", "ACTION_INTERACTIONS"}),
    "USER": frozenset({"USERS", "INTERACTIONS"}),
}
_STANDS_FOR = {CURRENT_USER: "USERS", CURRENT_ITEM: "ITEMS"}


def check_structure(expressions: Sequence[Expression]) -> None:
    """Raise FilterError for what is wrong whatever the schemas are."""
    for expression in expressions:
        dataset = expression.alternatives[0][0].field.dataset
        # Assumed: which datasets go with which kind of ID; the guide's examples use no others.
        if dataset not in _FILTERABLE[expression.subject]:
            raise FilterError(f"{INVALID}{dataset} cannot be used here.")
        for condition in expression.conditions:
            _check_values(condition)
        for group in expression.alternatives:
            for condition in group:
                if condition.field.dataset != dataset:
                    raise FilterError(
                        f"{INVALID}conditions joined by AND or OR must use one dataset, {dataset}; "
                        "join expressions with | to use another."
                    )
        for condition in expression.guard:
            if condition.field.dataset != CURRENT_USER:
                raise FilterError(f"{INVALID}an IF condition can only use CurrentUser.")
    distinct = fields_of(expressions)
    if len(distinct) > MAX_FIELDS:
        raise FilterError(f"{INVALID}it uses {len(distinct)} distinct fields; at most {MAX_FIELDS}.")


def check_fields(expressions: Sequence[Expression], schemas: Mapping[str, DatasetSchema]) -> None:
    """Raise FilterError for fields that the group's datasets lack, or that cannot be filtered on."""
    for expression in expressions:
        for condition in expression.conditions:
            _check_field(condition.field, condition, schemas)
            for value in condition.values:
                if isinstance(value, Field):
                    _check_field(value, condition, schemas)


def fields_of(expressions: Sequence[Expression]) -> frozenset[tuple[str, str]]:
    """The distinct (dataset, field) pairs, for the quotas per filter and per group."""
    used = set()
    for expression in expressions:
        for condition in expression.conditions:
            for field in (condition.field, *(v for v in condition.values if isinstance(v, Field))):
                used.add((_STANDS_FOR.get(field.dataset, field.dataset), field.name))
    return frozenset(used)


def _check_values(condition: Condition) -> None:
    for value in condition.values:
        if isinstance(value, Parameter) and condition.operator == "NOT IN":
            raise FilterError(
                f"Could not create filter. Invalid input symbol: ${value.name}. "
                "Placeholders are not allowed with NOT_IN operator."
            )
        if isinstance(value, Everything):
            event_type = (condition.field.dataset, condition.field.name) == ("INTERACTIONS", "EVENT_TYPE")
            if not event_type or condition.operator not in {"IN", "NOT IN"}:
                raise FilterError(f"{INVALID}* can only be used with Interactions.EVENT_TYPE.")
        if isinstance(value, Field) and value.dataset != CURRENT_ITEM:
            raise FilterError(f"{INVALID}only CurrentItem fields can be used as values.")
        # Assumed: a quoted value may be tested for equality, but not for order.
        if isinstance(value, str) and condition.operator in {"<", "<=", ">", ">="}:
            raise FilterError(f"{INVALID}{condition.operator} compares numbers.")


def _check_field(field: Field, condition: Condition, schemas: Mapping[str, DatasetSchema]) -> None:
    dataset = _STANDS_FOR.get(field.dataset, field.dataset)
    label = f"{dataset}.{field.name}"
    if dataset in INTERACTION_DATASETS and field.name != "EVENT_TYPE":
        raise FilterError(f"{INVALID}{label}: interactions can only be filtered by EVENT_TYPE.")
    schema = schemas.get(dataset)
    if schema is None:
        raise FilterError(f"{INVALID}the dataset group has no {dataset} dataset.")
    declared = schema.field(field.name)
    if declared is None:
        raise FilterError(f"{INVALID}{label} is not a field of the dataset's schema.")
    if declared.textual:
        raise FilterError(f"{INVALID}{label} is textual and cannot be filtered on.")
    if "boolean" in declared.types:
        raise FilterError(f"{INVALID}{label} is boolean and cannot be filtered on.")
    if declared.types == ("string",) and condition.operator in {"<", "<=", ">", ">="}:
        raise FilterError(f"{INVALID}{label} is a string and {condition.operator} compares numbers.")
