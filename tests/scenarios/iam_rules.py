"""IAM's decision, as far as the printed policies go: written anew from IAM's documentation for the tests.

Source: IAM user guide, 'Policy evaluation logic', 'IAM JSON policy elements'. What it does not know
(NotAction, Deny, another operator) it refuses, so that nothing is allowed unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

Context = Mapping[str, str]

_MEMBERS = {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}
_TOKEN = re.compile(r"\$\{([*?$])\}|(\*)|(\?)|(.)", re.DOTALL)


def allowing(
    policy: Mapping[str, Any],
    action: str,
    resource: str,
    context: Context,
    principal: str | None = None,
) -> Iterator[str]:
    """The Sids of the statements that allow it; `resource` is "*" for an action that takes none."""
    assert policy["Version"] == "2012-10-17"
    for statement in policy["Statement"]:
        assert set(statement) <= _MEMBERS, f"unread: {set(statement) - _MEMBERS}"
        assert statement["Effect"] == "Allow"
        if (
            any(matches(one, action, fold=True) for one in listed(statement["Action"]))
            and ("Resource" not in statement) == (resource == "")
            and (not resource or any(matches(one, resource) for one in listed(statement["Resource"])))
            and principal in ({None} if "Principal" not in statement else set(named(statement["Principal"])))
            and all(
                _holds(operator, key, listed(wanted), context)
                for operator, said in statement.get("Condition", {}).items()
                for key, wanted in said.items()
            )
        ):
            yield statement["Sid"]


def listed(value: Any) -> list[str]:
    """A list of one may be written as the one."""
    return [value] if isinstance(value, str) else list(value)


def named(principal: Mapping[str, Any]) -> Iterator[str]:
    """The principals, whatever they are."""
    for value in principal.values():
        yield from listed(value)


def matches(pattern: str, text: str, *, fold: bool = False) -> bool:
    """`*` and `?` match anything, colons and slashes too; `${*}` is the star itself."""
    return _expression(pattern, fold).fullmatch(text) is not None


@cache
def _expression(pattern: str, fold: bool) -> re.Pattern[str]:
    parts = (
        re.escape(literal or plain) if literal or plain else ".*" if star else "."
        for literal, star, _, plain in _TOKEN.findall(pattern)
    )
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if fold else 0))


def _holds(operator: str, key: str, wanted: list[str], context: Context) -> bool:
    plain = operator.removesuffix("IfExists")
    if key not in context:
        return operator != plain
    return any(_OPERATORS[plain](one, context[key]) for one in wanted)


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, said: wanted == said,
    "ArnLike": lambda wanted, said: all(
        matches(one, other) for one, other in zip(wanted.split(":", 5), said.split(":", 5), strict=True)
    ),
}
