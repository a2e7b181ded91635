"""What was measured in the files of a dataset: counts, first rows, distributions; no judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from reconciler.data.header import Unreadable
from reconciler.data.questions import Question

EXAMPLES = 3
"""Rows that are kept of those with the same fault."""
LONGEST_VALUE = 40
"""Characters of a value that are kept as an example."""
COUNTED_TYPES = 100
"""Event types that are counted one by one; the service takes ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A row by its file and line, the header being line 1, and a value in it, cut when long."""

    file: str
    line: int
    value: str = ""


def example(file: str, line: int, value: str | None) -> Example:
    """A row and a value in it, cut when long."""
    text = value or ""
    cut = text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
    return Example(file=file, line=line, value=cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many rows or ids, and the first few of them."""

    count: int
    examples: tuple[Example, ...] = ()

    @property
    def full(self) -> bool:
        """Whether no more examples are kept."""
        return len(self.examples) >= EXAMPLES

    def more(self, count: int, examples: tuple[Example, ...]) -> Found:
        """With so many more, and examples of them."""
        return Found(count=self.count + count, examples=(*self.examples, *examples)[:EXAMPLES])


class RowFault(Enum):
    """Why a row could not be read, or not as it stands."""

    TOO_FEW = "fewer values than the header has columns"
    TOO_MANY = "more values than the header has columns"
    QUOTES = "quotes that are not closed, or that text follows"
    ESCAPED_END = "a backslash before the quote that ends a value"
    DOUBLED = "quotes written twice to mean one"
    ENCODING = "bytes that are not UTF-8"
    SURPLUS = "empty values behind those of the last column"
    CARRIAGE = "a carriage return inside"
    TOO_LONG = "a line longer than can be read"


READ_ANYWAY = frozenset({RowFault.DOUBLED, RowFault.SURPLUS, RowFault.CARRIAGE})
"""Faults of rows that are in the table all the same."""


class Form(Enum):
    """What a histogram counts."""

    NUMBER = "number"
    TIME = "time"
    LENGTH = "length"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: the rows from `low` up to `high`; of single values `low` is the value and `high` empty.

    Of lengths both are whole numbers and belong to the bar.
    """

    low: str
    high: str = ""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProfile:
    """One column. `distinct` counts no nulls, and is an estimate within some per cent unless `exact`.

    `shared` tells of cells that all differ whether they share values nevertheless, as lists of them do.
    """

    name: str
    nulls: int
    distinct: int
    exact: bool
    shared: bool = False
    form: Form = Form.LENGTH
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProfile:
    """One file: its header as read, and what is odd about its first bytes."""

    name: str
    size: int
    header: tuple[str, ...] = ()
    mark: bool = False
    quoted: bool = False
    unreadable: Unreadable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCount:
    """How often one event type occurs, and how many users have two of it or more."""

    events: int
    users: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetProfile:
    """All files of one dataset.

    `beside` are the names of files that were not read, since programs write such ones beside their data,
    `empty` of those without a byte beside others that have some.
    `rows` are those that could be read. `stopped` tells that reading ended before the end, since too many
    rows could not be, or a whole file. `event_types` is empty for a dataset without that column. `users` are
    all that occur in events, `active_users` those with two or more.
    """

    files: tuple[FileProfile, ...]
    beside: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    rows: int = 0
    faults: Mapping[RowFault, Found] = field(default_factory=dict)
    answers: Mapping[Question, Found] = field(default_factory=dict)
    columns: tuple[ColumnProfile, ...] = ()
    duplicates: Found = Found(count=0)
    event_types: Mapping[str, EventCount] = field(default_factory=dict)
    users: int = 0
    active_users: int = 0
    stopped: bool = False

    @property
    def unread(self) -> bool:
        """Whether rows are in the files that could not be read."""
        return self.stopped or bool(self.faults.keys() - READ_ANYWAY)

    @property
    def unread_rows(self) -> int:
        """How many rows could not be read; the service may take some of them."""
        return sum(found.count for fault, found in self.faults.items() if fault not in READ_ANYWAY)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files)
