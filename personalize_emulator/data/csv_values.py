"""One CSV cell against one schema field: from text to a typed value.

Source: https://docs.aws.amazon.com/personalize/latest/dg/preparing-training-data.html and the quotas on
lengths in https://docs.aws.amazon.com/personalize/latest/dg/limits.html.
"""

import math
import re
from collections.abc import Callable

from personalize_emulator.data.avro import SchemaField

_FORMATTING = "https://docs.aws.amazon.com/personalize/latest/dg/data-prep-formatting.html"
_ID_LENGTH = 256
_TEXT_LENGTH = 1000
_TEXTUAL_LENGTH = 20_000
_IDS = frozenset({"USER_ID", "ITEM_ID", "ACTION_ID"})
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


class CellError(ValueError):
    """A cell that fails its import job; `str(error)` is the job's failureReason."""


def cell_reader(field: SchemaField) -> Callable[[str], object]:
    """The function that reads this field's cells: the typed value, None for an empty nullable cell.

    It raises CellError for a cell that fails the job. Of several types, the first that fits wins.
    """
    readers = [_READERS[name] for name in field.types]
    text_reader = _text_reader(field)
    by_type = [text_reader if reader is None else reader for reader in readers]
    # TIMESTAMP is what a user gets wrong most often (dates instead of epoch seconds), hence words of its own.
    expected = "Unix epoch time in seconds" if field.name == "TIMESTAMP" else " or ".join(field.types)

    def read(cell: str) -> object:
        if not cell:
            if field.nullable:
                return None
            # Assumed: an empty cell is null, also in a string column.
            raise CellError(f"Input CSV has rows with no value for {field.name}, which cannot be null.")
        for reader in by_type:
            value = reader(cell)
            if value is not None:
                return value
        raise CellError(f"Input CSV has a value for {field.name} that is not of type {expected}.")

    return read


def _text_reader(field: SchemaField) -> Callable[[str], str]:
    if field.textual:
        # Too long a text is cut, not refused.
        return lambda cell: cell[:_TEXTUAL_LENGTH]
    limit = _ID_LENGTH if field.name in _IDS else _TEXT_LENGTH
    # The quota on categorical values is per value; a cell may hold several, separated by a pipe.
    several = field.categorical or field.name == "IMPRESSION"

    def read(cell: str) -> str:
        if len(cell) > limit and any(
            len(value) > limit for value in (cell.split("|") if several else (cell,))
        ):
            # The text of https://docs.aws.amazon.com/personalize/latest/dg/error-messages.html.
            raise CellError(
                f"Length cannot be more than {limit} characters for {field.name}. If no values exceed the "
                "character limit, make sure your data follows the formatting guidelines listed in "
                f"{_FORMATTING}."
            )
        return cell

    return read


def _integer(bits: int) -> Callable[[str], int | None]:
    def read(cell: str) -> int | None:
        # Twenty characters hold any long; a longer cell would only cost time.
        if len(cell) > 20 or not _INTEGER.fullmatch(cell):
            return None
        value = int(cell)
        return value if -(1 << bits) <= value < (1 << bits) else None

    return read


def _decimal(cell: str) -> float | None:
    if not _DECIMAL.fullmatch(cell):
        return None
    value = float(cell)
    return value if math.isfinite(value) else None


def _boolean(cell: str) -> bool | None:
    return {"true": True, "false": False}.get(cell.lower())


_READERS: dict[str, Callable[[str], object] | None] = {
    "int": _integer(31),
    "long": _integer(63),
    "float": _decimal,
    "double": _decimal,
    "boolean": _boolean,
    "string": None,
}
