"""Logging calls to the services that moto itself answers: S3, STS, IAM, tagging.

Does not belong here: answering them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from personalize_emulator.wire import credential_scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personalize_emulator.emulator import Emulator


def log_foreign(
    emulator: Emulator, method: str, url: str, headers: Mapping[str, Any], body: Any, status: int
) -> None:
    """Record one call that moto answered; a call to Personalize is not recorded twice."""
    headers = {name.lower(): value for name, value in headers.items()}
    scope = credential_scope(_text(headers.get("authorization")))
    plane = scope[1] if scope else "unsigned"
    if plane == "personalize":
        return
    emulator.calls.record(
        time=emulator.clock.now(),
        plane=plane,
        operation=_operation(method, url, headers, body),
        status=status,
    )


def _operation(method: str, url: str, headers: Mapping[str, Any], body: Any) -> str:
    if target := _text(headers.get("x-amz-target")):
        return target.rpartition(".")[2]
    form = _text(headers.get("content-type")).startswith("application/x-www-form-urlencoded")
    if form and (action := parse_qs(_text(body)).get("Action")):
        return action[0]
    return f"{method} {urlsplit(url).path}"


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value if isinstance(value, str) else ""
