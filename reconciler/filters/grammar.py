"""Text to tree, by an LALR grammar: one pass without recursion, so that no nesting can hang or overflow it.

Importing this module imports the parser library, which takes longer than reading a file.
Source of the grammar: developer guide, 'Filter expression structure and elements' and 'Guidelines and
requirements'. It takes a little more than they show (any case of keywords, single quotes, numbers in lists);
`check` tells of that, since nobody has seen the service refuse it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from lark import Lark, Token, Tree, UnexpectedInput

from reconciler.filters.mistakes import Mistake, mistake_at, too_long
from reconciler.filters.tree import (
    Action,
    Asterisk,
    Condition,
    Expression,
    FieldRef,
    Filter,
    Join,
    Number,
    Operator,
    Placeholder,
    Subject,
    Text,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 2500
"""Characters of an expression. Source: service model, shape FilterExpression."""

_GRAMMAR = r"""
start: expression ("|" expression)*
expression: ACTION SUBJECT WHERE condition ((AND | OR) condition)* guard?
guard: IF condition (AND condition)*
condition: FIELD (IN | NOT IN) _listed
         | FIELD COMPARISON _single
_listed: "(" _value ("," _value)* ")" | FIELD
_single: _value | "(" _value ")"
_value: TEXT | NUMBER | PLACEHOLDER | FIELD | ASTERISK

ACTION: /(INCLUDE|EXCLUDE)\b/i
SUBJECT: /(Item|Action|User)ID\b/i
WHERE: /WHERE\b/i
AND: /AND\b/i
OR: /OR\b/i
IF: /IF\b/i
IN: /IN\b/i
NOT: /NOT\b/i
COMPARISON: /<=|>=|!=|=|<|>/
FIELD: /[A-Z_][A-Z0-9_]*\.[A-Z_][A-Z0-9_]*(?![.\w])/i
TEXT: /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/s
NUMBER: /[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:E[+-]?[0-9]+)?/i
PLACEHOLDER: /\$[A-Z0-9_]+/i
ASTERISK: "*"
%ignore /\s+/
"""
_SUBJECTS: dict[str, Subject] = {"itemid": "ItemID", "actionid": "ActionID", "userid": "UserID"}


@lru_cache(maxsize=1024)  # a file is looked at once for each of its environments
def parse(text: str) -> Filter | Mistake:
    """The tree of an expression, or the first thing that is no expression; raises nothing."""
    if len(text) > MAX_LENGTH:
        return too_long(len(text), MAX_LENGTH)
    session = _parser().parse_interactive(text)
    last: Token | None = None
    try:
        for last in session.exhaust_lexer():  # noqa: B007 - the last one is what is wanted
            pass
        found = session.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedInput as problem:
        token = getattr(problem, "token", None)
        ends = token is not None and token.type == "$END"
        place = (_end(last) if last else 0) if ends else problem.pos_in_stream
        return mistake_at(text, cast("int", place), session.accepts())  # type: ignore[no-untyped-call]
    return _filter(cast("Tree[Token]", found))


@cache
def _parser() -> Lark:
    # ASCII, since \w and ignoring case would take letters of other scripts for those of keywords.
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", g_regex_flags=re.ASCII)


def _filter(found: Tree[Token]) -> Filter:
    return Filter(expressions=tuple(_expression(one) for one in _trees(found)))


def _expression(found: Tree[Token]) -> Expression:
    tokens = [one for one in found.children if isinstance(one, Token)]
    inner = list(_trees(found))
    guard = tuple(_condition(one) for tree in inner if tree.data == "guard" for one in _trees(tree))
    conditions = tuple(_condition(one) for one in inner if one.data == "condition")
    return Expression(
        action=cast("Action", tokens[0].upper()),
        subject=_SUBJECTS[tokens[1].lower()],
        conditions=conditions,
        joins=tuple(cast("Join", one.upper()) for one in tokens[3:]),
        guard=guard,
        start=_start(tokens[0]),
        end=(guard or conditions)[-1].end,
    )


def _condition(found: Tree[Token]) -> Condition:
    tokens = [one for one in found.children if isinstance(one, Token)]
    words = [one for one in tokens if one.type in {"IN", "NOT", "COMPARISON"}]
    values = tuple(_value(one) for one in tokens[1 + len(words) :])
    return Condition(
        field=_field(tokens[0]),
        operator=cast("Operator", " ".join(one.upper() for one in words)),
        values=values,
        start=_start(tokens[0]),
        end=values[-1].end,
    )


def _value(token: Token) -> Value:
    start, end = _start(token), _end(token)
    if token.type == "FIELD":
        return _field(token)
    if token.type == "NUMBER":
        return Number(text=str(token), start=start, end=end)
    if token.type == "PLACEHOLDER":
        return Placeholder(name=token[1:], start=start, end=end)
    value = re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL)
    # The API reference writes the asterisk in quotes, the developer guide without.
    if token.type == "ASTERISK" or value == "*":
        return Asterisk(start=start, end=end)
    return Text(value=value, quote='"' if token[0] == '"' else "'", start=start, end=end)


def _field(token: Token) -> FieldRef:
    dataset, _, name = token.partition(".")
    return FieldRef(dataset=dataset, name=name, start=_start(token), end=_end(token))


def _trees(found: Tree[Token]) -> Iterator[Tree[Token]]:
    return (one for one in found.children if isinstance(one, Tree))


def _start(token: Token) -> int:
    return cast("int", token.start_pos)


def _end(token: Token) -> int:
    return cast("int", token.end_pos)
