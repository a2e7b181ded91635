"""Filter expressions from text to a tree; nothing here knows a dataset's fields or values.

Source: https://docs.aws.amazon.com/personalize/latest/dg/creating-filter-expressions.html. The page on error
messages shows only the beginnings of the service's texts; what follows them here is assumed.
"""

import re
from dataclasses import dataclass

from personalize_emulator.data.filter_tree import (
    INVALID,
    Condition,
    Everything,
    Expression,
    Field,
    FilterError,
    Operator,
    Parameter,
    Subject,
    Value,
)

MAX_LENGTH = 2500
_SUBJECTS: dict[str, Subject] = {"ITEMID": "ITEM", "ACTIONID": "ACTION", "USERID": "USER"}
_COMPARISONS: dict[str, Operator] = {"=": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
# Assumed: single quotes are taken too, since posts of AWS itself write them.
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<parameter>\$[A-Za-z0-9_]+)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)
      | (?P<symbol><=|>=|!=|[=<>(),|*])
    )""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "name" else self.text if self.kind == "symbol" else ""


def parse_expressions(text: str) -> tuple[Expression, ...]:
    """Parse a filter, or raise FilterError. Keywords may be written in any case, as samples of AWS do."""
    if not 1 <= len(text) <= MAX_LENGTH:
        raise FilterError(f"{INVALID}it must have 1 to {MAX_LENGTH} characters.")
    return _Parser(_tokens(text)).filter()


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise FilterError(f"Could not create filter. Invalid input symbol: {text[position:].strip()[:1]}")
        tokens.append(_Token(match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent, one method per rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def filter(self) -> tuple[Expression, ...]:
        expressions = [self._expression()]
        while self._take("|"):
            expressions.append(self._expression())
        if self._next < len(self._tokens):
            raise self._unexpected("the end of the expression")
        if len({expression.subject for expression in expressions}) > 1:
            # Assumed: a filter is for items, for actions or for users.
            raise FilterError(f"{INVALID}all its parts must filter the same kind of ID.")
        return tuple(expressions)

    def _expression(self) -> Expression:
        include = self._take("INCLUDE")
        if not include and not self._take("EXCLUDE"):
            raise self._unexpected("INCLUDE or EXCLUDE")
        subject = _SUBJECTS.get(self._peek().word)
        if subject is None:
            raise self._unexpected("ItemID, ActionID or UserID")
        self._next += 1
        self._expect("WHERE")
        # Assumed: AND binds more tightly than OR; the guide has no parentheses and no example of both.
        alternatives = [[self._condition()]]
        while True:
            if self._take("AND"):
                alternatives[-1].append(self._condition())
            elif self._take("OR"):
                alternatives.append([self._condition()])
            else:
                break
        guard = []
        if self._take("IF"):
            guard.append(self._condition())
            while self._take("AND"):
                guard.append(self._condition())
        return Expression(include, subject, tuple(tuple(group) for group in alternatives), tuple(guard))

    def _condition(self) -> Condition:
        field = self._field()
        if self._take("NOT"):
            self._expect("IN")
            return Condition(field, "NOT IN", self._values())
        if self._take("IN"):
            return Condition(field, "IN", self._values())
        operator = _COMPARISONS.get(self._peek().word)
        if operator is None:
            raise self._unexpected("IN, NOT IN or a comparison operator")
        self._next += 1
        return Condition(field, operator, (self._single(),))

    def _field(self) -> Field:
        token = self._peek()
        dataset, dot, name = token.text.partition(".")
        if token.kind != "name" or not dot:
            raise self._unexpected("a field as in Items.GENRES")
        self._next += 1
        return Field(dataset.upper(), name.upper())

    def _values(self) -> tuple[Value, ...]:
        # The guide writes `IN CurrentItem.GENRE` without parentheses, and nothing else so.
        if not self._take("("):
            if self._peek().kind != "name":
                raise self._unexpected("(")
            return (self._field(),)
        values = [self._value(numeric=False)]
        while self._take(","):
            values.append(self._value(numeric=False))
        self._expect(")")
        return tuple(values)

    def _single(self) -> Value:
        # The guide writes `> $VALUE` and `> ($VALUE)`.
        if not self._take("("):
            return self._value(numeric=True)
        value = self._value(numeric=True)
        self._expect(")")
        return value

    def _value(self, *, numeric: bool) -> Value:
        token = self._peek()
        if token.kind == "name" and "." in token.text:
            return self._field()
        value: Value
        if token.kind == "string":
            # Samples write the asterisk with and without quotes.
            text = re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
            value = Everything() if text == "*" else text
        elif token.kind == "number":
            # Assumed: IN also takes bare numbers, and compares them as text.
            value = float(token.text) if numeric else token.text
        elif token.kind == "parameter":
            value = Parameter(token.text[1:])
        elif token.word == "*":
            value = Everything()
        else:
            raise self._unexpected("a value")
        self._next += 1
        return value

    def _peek(self) -> _Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else _Token("end", "")

    def _take(self, word: str) -> bool:
        if self._peek().word != word:
            return False
        self._next += 1
        return True

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise self._unexpected(word)

    def _unexpected(self, wanted: str) -> FilterError:
        found = self._peek().text or "the end"
        return FilterError(f"{INVALID}expected {wanted}, found {found}.")
