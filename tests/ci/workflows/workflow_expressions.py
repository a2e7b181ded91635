"""`${{ }}` as GitHub evaluates it, in the forms that our workflows use; anything else is an error.

Source: GitHub's pages "Expressions" and "Contexts" (operators, coercion, which context exists where).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(==|!=|&&|\|\||[!().,])|([A-Za-z_][\w-]*))")
WHOLE = re.compile(r"\$\{\{((?:(?!\}\}).)*)\}\}", re.DOTALL)
OF_JOBS = {"github", "needs", "strategy", "matrix", "vars", "inputs"}
OF_STEPS = OF_JOBS | {"job", "runner", "env", "steps"}
STATUS = {"success", "failure", "always", "cancelled"}
AVAILABLE: Mapping[str, set[str]] = {
    "concurrency": {"github", "inputs", "vars"},
    "job.if": {"github", "needs", "vars", "inputs"} | STATUS,
    "job.strategy": {"github", "needs", "vars", "inputs"},
    "job.name": OF_JOBS,
    "job.concurrency": OF_JOBS,
    "job.environment": OF_JOBS,
    "job.outputs": OF_STEPS | {"secrets"},
    "step": OF_STEPS | {"secrets"},
    "step.if": OF_STEPS | STATUS,
    "action.default": {"github"},
    "action.step": {"github", "inputs", "steps", "runner", "env"},
    "action.if": {"github", "inputs", "steps", "runner", "env"} | STATUS,
    "action.outputs": {"steps"},
}
"""Place in a workflow or action to the contexts and status functions that exist there."""


class NotUnderstoodError(Exception):
    """The text uses what this evaluator, or GitHub at that place, does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an expression sees: values of contexts, and the status functions."""

    contexts: Mapping[str, Any]
    status: Mapping[str, bool]

    def value(self, text: str, place: str) -> Any:
        """The value of one expression without its braces."""
        return _Parser(text, self, place).whole()

    def render(self, text: Any, place: str) -> Any:
        """A value of the file with its expressions filled in: a lone expression keeps its type."""
        if not isinstance(text, str):
            return text
        if (alone := WHOLE.fullmatch(text.strip())) is not None:
            return self.value(alone[1], place)
        return WHOLE.sub(lambda found: as_text(self.value(found[1], place)), text)

    def holds(self, condition: str, place: str) -> bool:
        """An `if:`, with or without braces; unless it asks for the status itself, success is needed too."""
        alone = WHOLE.fullmatch(condition.strip())
        inner = alone[1] if alone else condition
        held = truth(self.value(inner, place))
        asks = any(re.search(rf"\b{name}\s*\(", inner) for name in STATUS)
        return held and (asks or self.status["success"])


def truth(value: Any) -> bool:
    return value not in (None, False, 0, "")


def as_text(value: Any) -> str:
    """As it stands in a string; structures are refused, since GitHub would write `Object`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise NotUnderstoodError(f"no text can be made of {value!r}")


def _number(value: Any) -> float:
    """As GitHub compares values of different types."""
    if value is None or value == "":
        return 0.0
    if isinstance(value, bool | int):
        return float(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return _number(one) == _number(other)


def _format(template: str, *values: Any) -> str:
    return re.sub(r"\{(\d+)\}", lambda found: as_text(values[int(found[1])]), template)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {"fromJSON": json.loads, "format": _format}


class _Parser:
    """Recursive descent: or, and, equality, not, value."""

    def __init__(self, text: str, scope: Scope, place: str) -> None:
        self._text, self._scope, self._place = text, scope, place
        self._tokens = self._split()

    def _split(self) -> list[str]:
        found, at = [], 0
        text = self._text.rstrip()
        while at < len(text):
            token = TOKEN.match(text, at)
            if token is None:
                raise NotUnderstoodError(f"{text[at:]!r} in {self._text!r}")
            found.append(token[0].strip())
            at = token.end()
        return found[::-1]

    def whole(self) -> Any:
        value = self._either()
        if self._tokens:
            raise NotUnderstoodError(f"{self._tokens[-1]!r} in {self._text!r}")
        return value

    def _takes(self, *tokens: str) -> str:
        return self._tokens.pop() if self._tokens and self._tokens[-1] in tokens else ""

    def _either(self) -> Any:
        value = self._both()
        while self._takes("||"):
            other = self._both()
            value = value if truth(value) else other
        return value

    def _both(self) -> Any:
        value = self._compared()
        while self._takes("&&"):
            other = self._compared()
            value = other if truth(value) else value
        return value

    def _compared(self) -> Any:
        value = self._single()
        while operator := self._takes("==", "!="):
            value = equal(value, self._single()) == (operator == "==")
        return value

    def _single(self) -> Any:
        if self._takes("!"):
            return not truth(self._single())
        if self._takes("("):
            value = self._either()
            self._needs(")")
            return value
        token = self._tokens.pop() if self._tokens else ""
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if not token.isidentifier():
            raise NotUnderstoodError(f"{token!r} in {self._text!r}")
        return self._called(token) if self._takes("(") else self._member(token)

    def _needs(self, token: str) -> None:
        if not self._takes(token):
            raise NotUnderstoodError(f"{token!r} is missing in {self._text!r}")

    def _called(self, name: str) -> Any:
        values = []
        while not self._takes(")"):
            values.append(self._either())
            self._takes(",")
        if name in STATUS and name in AVAILABLE[self._place]:
            return self._scope.status[name]
        if name not in FUNCTIONS:
            raise NotUnderstoodError(f"{name}() in {self._text!r} at {self._place}")
        return FUNCTIONS[name](*values)

    def _member(self, context: str) -> Any:
        if context not in AVAILABLE[self._place]:
            raise NotUnderstoodError(f"there is no {context!r} at {self._place}, in {self._text!r}")
        value = self._scope.contexts[context]
        while self._takes("."):
            value = (value or {}).get(self._tokens.pop())
        return value
