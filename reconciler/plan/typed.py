"""Whether what was read from a document has the types that the plan's classes declare.

A frozen dataclass takes any value; a document that was edited may hold any. Values that may be of any form
(`Value`) and members that are classes of ours are the reader's own business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

Made = TypeVar("Made")


def _is_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, str) for one in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_HOLDS: Mapping[str, Callable[[object], bool]] = {
    "str": lambda value: isinstance(value, str),
    "str | None": lambda value: value is None or isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": _is_number,
    "tuple[str, ...]": _is_texts,
}


def typed(made: Made) -> Made:
    """The same object; TypeError, naming the member, when one is not of its declared type."""
    for member in fields(made):  # type: ignore[arg-type]
        holds: Any = _HOLDS.get(str(member.type))
        if holds and not holds(getattr(made, member.name)):
            raise TypeError(f"{member.name} of {type(made).__name__} is no {member.type}")
    return made
