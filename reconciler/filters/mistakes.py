"""The first thing in a text that is no filter expression: what was expected there, and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from reconciler.filters.wording import cited, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Where reading could not go on: an offset from 0 to the length of the text, and what could stand there.

    `expected` is in words, empty where it says nothing; `fix` says what to do.
    """

    offset: int
    summary: str
    expected: tuple[str, ...]
    fix: str


def too_long(length: int, most: int) -> Mistake:
    """A text of more characters than an expression can have."""
    summary = f"the expression has {length:,} characters; the service takes {most:,}"
    return Mistake(offset=most, summary=summary, expected=(), fix="split it into several filters")


def mistake_at(text: str, offset: int, accepted: Collection[str]) -> Mistake:
    """What is wrong at an offset, where one of these terminals of the grammar could stand."""
    expected = tuple(_expected(accepted))
    found = _FOUND.match(text, offset)
    here = found[0] if found else ""
    said = f"found {cited(here)}" if here else "the text ends"
    spot = _Spot(text, offset, here, frozenset(accepted))
    fix = next((told for hint in _HINTS if (told := hint(spot))), "")
    if not fix:
        fix = _USUAL.get(expected[0], f"write {listed(expected)} here")
    return Mistake(offset=offset, summary=f"expected {listed(expected)}, {said}", expected=expected, fix=fix)


_FOUND = re.compile(
    r"\s*(\"[^\"]*\"?|'[^']*'?|[A-Za-z_$][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]*)*|[0-9.]+|[=<>!|&]+|\S)", re.ASCII
)
_WORDS: Mapping[str, str] = {
    "ACTION": "INCLUDE or EXCLUDE",
    "SUBJECT": "ItemID, ActionID or UserID",
    "WHERE": "WHERE",
    "IN": "IN",
    "NOT": "NOT IN",
    "COMPARISON": "a comparison (= != < <= > >=)",
    "LPAR": "(",
    "COMMA": "a comma",
    "RPAR": ")",
    "AND": "AND",
    "OR": "OR",
    "IF": "IF",
    "VBAR": "|",
    "$END": "the end",
}
_USUAL: Mapping[str, str] = {
    "INCLUDE or EXCLUDE": "an expression starts like this: EXCLUDE ItemID WHERE …",
    "ItemID, ActionID or UserID": "say what is filtered: ItemID, ActionID or UserID",
    "WHERE": "write WHERE before the first condition",
    "a field": "name a dataset and its column, such as Items.GENRES",
    "a value": "write a text in double quotes, a number, $NAME or CurrentItem.COLUMN",
    "a comma": "separate values by commas, and close the list with )",
    ")": "close the parenthesis",
}


def _expected(accepted: Collection[str]) -> Iterator[str]:
    values = "TEXT" in accepted
    for terminal, word in _WORDS.items():
        if terminal in accepted and not (values and terminal == "LPAR"):
            yield word
    if values:
        yield "a value"
    elif "FIELD" in accepted:
        yield "CurrentItem.COLUMN" if "LPAR" in accepted else "a field"


@dataclass(frozen=True, slots=True)
class _Spot:
    """What a hint looks at: the text, the offset, the word there, and what could stand there."""

    text: str
    offset: int
    word: str
    accepted: frozenset[str]

    @property
    def bare(self) -> str:
        return self.word.strip().upper()

    @property
    def before(self) -> str:
        return self.text[: self.offset].rstrip()

    def accepts(self, terminal: str) -> bool:
        return terminal in self.accepted


_ODD = re.compile(r"[A-Za-z0-9_.$-]*([^\t-\r -~])")
_CURLY = "“”„‟‘’‚‛«»`´"  # noqa: RUF001 - these are what is looked for
_SYMBOLS: Mapping[str, str] = {
    "-": "names hold letters, digits and _",
    ";": "remove it; an expression needs no semicolon",
    "&": "write AND",
    "&&": "write AND",
    "||": "write OR between conditions, and one | between expressions",
    "==": "write one =",
    "<>": "write !=",
    "=>": "write >=",
    "=<": "write <=",
    "!": "write != before a number, or NOT IN before a list",
    "$": "a placeholder is a dollar sign and a name, such as $GENRE",
    "?": "a placeholder is a dollar sign and a name, such as $GENRE",
    ":": "a placeholder is a dollar sign and a name, such as $GENRE",
}
_OPERATORS: Mapping[str, str] = {
    "IS": "whether a value is missing cannot be tested",
    "NULL": "whether a value is missing cannot be tested",
    "NOT_IN": "write NOT IN, as two words",
    "NOTIN": "write NOT IN, as two words",
    "LIKE": "texts are compared as a whole: write IN (…)",
    "CONTAINS": "texts are compared as a whole: write IN (…)",
    "BETWEEN": "write two conditions: FIELD >= … AND FIELD <= …",
    "TRUE": 'columns of type boolean cannot be filtered on; compare a text: IN ("True")',
    "FALSE": 'columns of type boolean cannot be filtered on; compare a text: IN ("False")',
}


def _quotes(spot: _Spot) -> str:
    if spot.word.strip()[:1] and spot.word.strip()[:1] in _CURLY:
        return 'write straight double quotes: "…"'
    if spot.word[:1] in {'"', "'"} and (len(spot.word) == 1 or not spot.word.endswith(spot.word[0])):
        return f"close the quote that opens here with {spot.word[0]}"
    if spot.word[:1] in {'"', "'"} and spot.accepts("TEXT"):
        return "close the quote; a backslash takes the quote behind it into the text"
    return ""


def _letters(spot: _Spot) -> str:
    found = _ODD.match(spot.text, spot.offset)
    if not found:
        return ""
    if found[1].isspace():
        return f"put a plain space in place of U+{ord(found[1]):04X}, which only looks like one"
    return f"U+{ord(found[1]):04X} is no character of an expression; such characters stand in quotes only"


def _symbols(spot: _Spot) -> str:
    # An operator may have been read in part: of == the second sign is what cannot stand there.
    begun = re.search(r"[=<>!|&]*\Z", spot.before) if spot.before == spot.text[: spot.offset] else None
    return _SYMBOLS.get((begun[0] if begun else "") + spot.bare, "") or _SYMBOLS.get(spot.bare, "")


def _operators(spot: _Spot) -> str:
    if spot.accepts("SUBJECT") or spot.accepts("ACTION") or spot.accepts("WHERE"):
        return ""
    return _OPERATORS.get(spot.bare, "")


def _parentheses(spot: _Spot) -> str:
    if spot.bare == "(" and spot.accepts("FIELD"):
        return "write conditions without parentheses around them"
    if spot.bare == ")" and not spot.accepts("RPAR"):
        if not spot.accepts("TEXT"):
            return "nothing is open here; remove it"
        return "remove the comma" if spot.before.endswith(",") else "name at least one value"
    if spot.accepts("LPAR") and spot.accepts("FIELD") and not spot.accepts("TEXT"):
        return "put the values in parentheses: IN (…)"
    return ""


def _conditions(spot: _Spot) -> str:
    """After a complete condition, or where one should start."""
    ends = spot.accepts("$END")
    if ends and spot.bare == "OR":
        return "conditions of an IF are joined by AND; for OR, chain two expressions with |"
    if ends and spot.bare == "IF":
        return "one IF stands at the end of an expression; join its conditions by AND"
    if ends and spot.bare in {"INCLUDE", "EXCLUDE", "WHERE"}:
        return "put a | between two expressions"
    if ends and "." in spot.word:
        return "put AND or OR between two conditions"
    if ends and spot.bare == ",":
        return "several values stand in parentheses after IN; conditions are joined by AND or OR"
    return ""


def _words(spot: _Spot) -> str:
    word = spot.word.strip()
    if spot.accepts("ACTION"):
        close = get_close_matches(spot.bare, ("INCLUDE", "EXCLUDE"), n=1)
        return f"did you mean {close[0]}?" if close else ""
    if spot.accepts("SUBJECT"):
        asked = {"ITEM": "ItemID", "ACTION": "ActionID", "USER": "UserID"}
        return next((f"did you mean {one}?" for key, one in asked.items() if spot.bare.startswith(key)), "")
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", word):
        return ""
    if spot.accepts("TEXT"):
        return f'put a text in double quotes: "{word[:40]}"'
    if spot.accepts("FIELD") and spot.bare == "NOT":
        return "write NOT IN, or another comparison, or turn INCLUDE into EXCLUDE or EXCLUDE into INCLUDE"
    if spot.accepts("FIELD"):
        return f"name the dataset too, such as Items.{word[:40]}"
    return ""


_HINTS: tuple[Callable[[_Spot], str], ...] = (
    _quotes,
    _letters,
    _symbols,
    _operators,
    _parentheses,
    _conditions,
    _words,
)
"""The first that has something to say is what a user is told to do."""
