"""The wire: every HTTP request that a command sends passes here, numbered, and may be struck on its way."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_READS = ("Describe", "List", "Get", "GET ", "HEAD ")


class KilledError(BaseException):
    """The process is gone: no `except Exception` sees it, and nothing is sent any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request: the n-th of its command, from 1. S3's operations are `METHOD /bucket/key`."""

    n: int
    service: str
    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mutating(self) -> bool:
        """Whether it asks for a change."""
        return not self.operation.startswith(_READS)

    def __str__(self) -> str:
        return f"{self.n}: {self.operation} {json.dumps(self.parameters, sort_keys=True)}"


Go = Callable[[], Any]
Strike = Callable[[Sent, Go], Any]
"""What happens to one request: returns the answer, usually `go()`, or raises what the client would see."""


class Wire:
    """Numbers the requests of the running command and hands each to `strike`, if there is one."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.strike: Strike | None = None
        self.open = False
        self._dead = False

    def begin(self, strike: Strike | None = None) -> None:
        """A command starts; requests outside of commands are the test's own and pass unseen."""
        self.sent, self.strike, self.open, self._dead = [], strike, True, False

    def end(self) -> None:
        """The command is over."""
        self.strike, self.open = None, False

    def kill(self) -> KilledError:
        """The process is gone: this is what to raise, now and for everything that it would still send."""
        self._dead = True
        return KilledError()

    @property
    def killed(self) -> bool:
        """Whether the process of the last command was killed."""
        return self._dead

    def process(self, answer: Callable[[Any], Any], request: Any) -> Any:
        """Stands before moto."""
        if not self.open:
            return answer(request)
        if self._dead:
            raise KilledError
        sent = _read(len(self.sent) + 1, request)
        self.sent.append(sent)
        if self.strike is None:
            return answer(request)
        return self.strike(sent, lambda: answer(request))


def _read(n: int, request: Any) -> Sent:
    parts = urlsplit(request.url)
    host = parts.netloc.split(".")
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    target = request.headers.get("X-Amz-Target", b"")
    target = target.decode() if isinstance(target, bytes) else target
    if target:
        service = "tagging" if host[0] == "tagging" else "personalize"
        operation = target.rpartition(".")[2]
        return Sent(n=n, service=service, operation=operation, parameters=json.loads(body or b"{}"))
    if host[0] == "sts":
        return Sent(n=n, service="sts", operation=parse_qs(body.decode())["Action"][0])
    bucket = f"/{host[0]}" if host[1] == "s3" else ""
    path = f"{request.method} {bucket}{unquote(parts.path)}"
    return Sent(n=n, service="s3", operation=path, parameters={"query": parts.query} if parts.query else {})
