"""What can happen to one request of a command: the columns of the fault matrix.

Each fault is made for the n-th request. What the client sees is what botocore makes of the same
event on a real connection.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from arena import Arena
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from outsider import Outsider
from wire import Go, Sent, Strike

_ACCOUNT = "123456789012"
_USER = f"arn:aws:iam::{_ACCOUNT}:user/somebody"
_ACTIONS = {"tagging": "tag", "personalize": "personalize"}


@dataclass(slots=True)
class Blow:
    """One fault at one request of the arena's next command. `struck` is that request, once it came."""

    arena: Arena
    n: int
    fault: str
    struck: Sent | None = None
    done: str = ""
    lost: set[int] = field(default_factory=set)
    outsider: Outsider = field(init=False)

    def __post_init__(self) -> None:
        self.outsider = Outsider(self.arena)

    @property
    def strike(self) -> Strike:
        """What to run the command with."""
        how = FAULTS[self.fault]

        def strike(sent: Sent, go: Go) -> Any:
            if sent.n == self.n:
                self.struck = sent
            return how(self, sent, go) if self.struck is not None else go()

        return strike


def _at_once(how: Callable[[Blow, Sent, Go], Any]) -> Callable[[Blow, Sent, Go], Any]:
    """Strikes the n-th request alone."""
    return lambda blow, sent, go: how(blow, sent, go) if sent.n == blow.n else go()


def _kill_before(blow: Blow, _sent: Sent, _go: Go) -> Any:
    raise blow.arena.wire.kill()


def _kill_after(blow: Blow, _sent: Sent, go: Go) -> Any:
    go()
    raise blow.arena.wire.kill()


def _lose(blow: Blow, _sent: Sent, go: Go) -> Any:
    """The effect took place; how the connection ends is by turns."""
    go()
    blow.lost.add(blow.arena.emulator.calls.last)
    raise _timed_out() if blow.n % 2 else _closed()


def _reset(_blow: Blow, _sent: Sent, _go: Go) -> Any:
    raise _closed()


def _time_out(_blow: Blow, _sent: Sent, _go: Go) -> Any:
    raise _timed_out()


def _throttle(_blow: Blow, sent: Sent, _go: Go) -> Any:
    codes = {
        "s3": (503, "SlowDown", "Please reduce your request rate."),
        "sts": (400, "Throttling", "Rate exceeded"),
        "tagging": (400, "ThrottledException", "Rate exceeded"),
    }
    return refusal(sent, *codes.get(sent.service, (400, "ThrottlingException", "Rate exceeded")))


def _fail(_blow: Blow, sent: Sent, _go: Go) -> Any:
    code = "InternalError" if sent.service == "s3" else "InternalFailure"
    return refusal(sent, 500, code, "The request processing has failed because of an unknown error.")


def _expire(_blow: Blow, sent: Sent, _go: Go) -> Any:
    code = "ExpiredToken" if sent.service in {"s3", "sts"} else "ExpiredTokenException"
    status = 403 if sent.service == "sts" else 400
    return refusal(sent, status, code, "The security token included in the request is expired")


def _deny(blow: Blow, sent: Sent, go: Go) -> Any:
    """That operation is not allowed from here on, any other is."""
    assert blow.struck is not None
    if kind_of_call(sent) != kind_of_call(blow.struck):
        return go()
    if sent.service == "s3":
        return refusal(sent, 403, "AccessDenied", "Access Denied")
    action = f"{_ACTIONS.get(sent.service, sent.service)}:{sent.operation}"
    words = (
        f"User: {_USER} is not authorized to perform: {action} on resource: * "
        f"because no identity-based policy allows the {action} action"
    )
    return refusal(sent, 403 if sent.service == "sts" else 400, "AccessDeniedException", words)


def _changed(blow: Blow, sent: Sent, go: Go) -> Any:
    blow.done = blow.outsider.change(sent)
    return go()


def _deleted(blow: Blow, sent: Sent, go: Go) -> Any:
    blow.done = blow.outsider.delete(sent)
    return go()


FAULTS: Mapping[str, Callable[[Blow, Sent, Go], Any]] = {
    "killed before": _at_once(_kill_before),
    "killed after": _at_once(_kill_after),
    "response lost": _at_once(_lose),
    "reset": _at_once(_reset),
    "time-out": _at_once(_time_out),
    "throttled": _at_once(_throttle),
    "500": _at_once(_fail),
    "throttled on": _throttle,
    "500 on": _fail,
    "expired": _expire,
    "denied": _deny,
    "changed": _at_once(_changed),
    "deleted": _at_once(_deleted),
}
"""By name; `on` is from that request to the end of the process, as are expired credentials."""
KILLS = frozenset({"killed before", "killed after"})
LASTING = frozenset({"throttled on", "500 on", "expired", "denied"})
OUTSIDE = frozenset({"changed", "deleted"})


def kind_of_call(sent: Sent) -> str:
    """The operation; of S3 the method and the bucket."""
    return "/".join(sent.operation.split("/")[:2])


def refusal(sent: Sent, status: int, code: str, message: str) -> tuple[int, dict[str, str], str]:
    """An error answer in the protocol of the service that was asked."""
    if sent.service == "s3":
        text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
        return status, {"Content-Type": "application/xml"}, "" if sent.operation.startswith("HEAD") else text
    if sent.service == "sts":
        text = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message>"
        return status, {"Content-Type": "text/xml"}, f"{text}</Error></ErrorResponse>"
    kind = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code}
    return status, kind, json.dumps({"__type": code, "message": message})


def _closed() -> ConnectionClosedError:
    return ConnectionClosedError(endpoint_url="https://personalize.eu-west-1.amazonaws.com/")


def _timed_out() -> ReadTimeoutError:
    return ReadTimeoutError(endpoint_url="https://personalize.eu-west-1.amazonaws.com/")
