"""What was measured in one column of a file of which no schema is known yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """Counts of cells; an empty cell is null, and every other count is of `filled` cells.

    `integers` are whole numbers of 64 bits, `oversized` larger ones, `decimals` all numbers. `padded` are
    those with a zero in front, such as 007; `commas` numbers with a comma for a point. `distinct` counts
    whole cells, about where there are many. `cells_with_pipe` have several values with pipes between them;
    `parts` and `distinct_parts` count single values. `separator` is what stands where pipes should, of a
    column whose cells seem to be lists, "" else. `spaced` are cells of several words, `dates` those that
    begin like 2024-12-31, 12/31/2024 or 31.12.2024, `null_words` those that say NULL, NaN or the like.
    `mean_length` is in characters. `largest` is the largest integer without its sign, `digits` the most
    digits of a number that count.
    `first_text` is the line of the first cell that is no number, 0 where all are or none is.
    """

    name: str
    nulls: int
    filled: int = 0
    integers: int = 0
    oversized: int = 0
    decimals: int = 0
    padded: int = 0
    commas: int = 0
    booleans: int = 0
    distinct: int = 0
    cells_with_pipe: int = 0
    parts: int = 0
    distinct_parts: int = 0
    spaced: int = 0
    dates: int = 0
    null_words: int = 0
    separator: str = ""
    mean_length: float = 0.0
    largest: int = 0
    digits: int = 0
    first_text: int = 0

    @property
    def is_integer(self) -> bool:
        """Whether every cell is a whole number of which no digit would be lost."""
        return 0 < self.filled == self.integers and not self.padded

    @property
    def is_number(self) -> bool:
        """Whether every cell is a number, no code that begins with a zero, and no id of many digits."""
        return 0 < self.filled == self.decimals and not self.padded and not self.oversized

    @property
    def is_boolean(self) -> bool:
        """Whether every cell is true or false."""
        return 0 < self.filled == self.booleans


DIGITS_OF_FLOAT = 7
"""Decimal digits that a number keeps in 32 bits. Source: IEEE 754."""
