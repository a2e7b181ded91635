"""The emulator's own endpoints below `/emulator`: faults, call log, history, clock, health.

No AWS client sends such paths unless it has a bucket called `emulator`; that name is therefore taken.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator

PREFIX = "/emulator"
_AGES = 1e10
"""Three centuries of seconds: further on, dates end."""


def administer(emulator: Emulator, method: str, path: str, query: str, body: bytes) -> tuple[int, Any]:
    """Answer one request as (HTTP status, JSON document)."""
    name, _, rest = path.removeprefix(PREFIX).strip("/").partition("/")
    handlers = {
        "faults": _faults,
        "calls": _calls,
        "history": _history,
        "clock": _clock,
        "health": _health,
    }
    if name not in handlers:
        return _problem(HTTPStatus.NOT_FOUND, f"no such endpoint; there are {', '.join(handlers)}")
    try:
        return handlers[name](emulator, method, rest or query, body)
    except RecursionError:
        return _problem(HTTPStatus.BAD_REQUEST, "the document is nested too deeply")
    except (ValueError, TypeError) as error:
        return _problem(HTTPStatus.BAD_REQUEST, str(error))


def _faults(emulator: Emulator, method: str, rest: str, body: bytes) -> tuple[int, Any]:
    if method == "POST":
        given = json.loads(body)
        wanted = given if isinstance(given, list) else [given]
        if not all(isinstance(fault, dict) for fault in wanted):
            return _problem(HTTPStatus.BAD_REQUEST, "send a fault as a JSON object, or a list of them")
        for fault in wanted:
            emulator.faults.add_json(fault)
    elif method == "DELETE" and rest:
        if not rest.isdigit() or not emulator.faults.remove(int(rest)):
            return _problem(HTTPStatus.NOT_FOUND, f"no fault {rest}")
    elif method == "DELETE":
        emulator.faults.clear()
    elif method != "GET":
        return _wrong_method(method)
    return HTTPStatus.OK, emulator.faults.as_json()


def _calls(emulator: Emulator, method: str, rest: str, _body: bytes) -> tuple[int, Any]:
    if method == "DELETE":
        emulator.calls.clear()
    elif method != "GET":
        return _wrong_method(method)
    return HTTPStatus.OK, emulator.calls.as_json(_since(rest))


def _history(emulator: Emulator, method: str, rest: str, _body: bytes) -> tuple[int, Any]:
    # What came due must have happened before anybody asks what happened.
    emulator.settle()
    if method == "DELETE":
        emulator.begin_history()
    elif method != "GET":
        return _wrong_method(method)
    return HTTPStatus.OK, emulator.history.as_json(_since(rest))


def _clock(emulator: Emulator, method: str, _rest: str, body: bytes) -> tuple[int, Any]:
    if method == "POST":
        given = json.loads(body)
        seconds = given.get("advance") if isinstance(given, dict) else None
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds < _AGES:
            return _problem(HTTPStatus.BAD_REQUEST, 'send {"advance": seconds}')
        emulator.advance(seconds)
    elif method != "GET":
        return _wrong_method(method)
    return HTTPStatus.OK, {"now": emulator.clock.now(), "speed": emulator.clock.speed}


def _health(emulator: Emulator, method: str, _rest: str, _body: bytes) -> tuple[int, Any]:
    if method != "GET":
        return _wrong_method(method)
    state = None if emulator.state_dir is None else str(emulator.state_dir.resolve())
    return HTTPStatus.OK, {"status": "ok", "account": emulator.account, "state": state}


def _since(query: str) -> int:
    return int(parse_qs(query).get("since", ["0"])[0])


def _wrong_method(method: str) -> tuple[int, Any]:
    return _problem(HTTPStatus.METHOD_NOT_ALLOWED, f"{method} means nothing here")


def _problem(status: HTTPStatus, message: str) -> tuple[int, Any]:
    return status, {"message": message}
