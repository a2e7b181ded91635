"""The two protocols of the three planes: from an HTTP request to an operation, and from a reply to HTTP.

Control plane: JSON 1.1, `X-Amz-Target: AmazonPersonalize.Operation`. Events and runtime: REST-JSON, told by
their path. All three sign as `personalize`, so neither host nor signature tells them apart behind one port.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from personalize_emulator.shapes import CONTROL, EVENTS, RUNTIME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personalize_emulator.emulator import Emulator, Reply

_TARGET = "AmazonPersonalize."
_SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
PATHS: dict[str, tuple[str, str]] = {
    "/events": (EVENTS, "PutEvents"),
    "/items": (EVENTS, "PutItems"),
    "/users": (EVENTS, "PutUsers"),
    "/actions": (EVENTS, "PutActions"),
    "/action-interactions": (EVENTS, "PutActionInteractions"),
    "/recommendations": (RUNTIME, "GetRecommendations"),
    "/personalize-ranking": (RUNTIME, "GetPersonalizedRanking"),
    "/action-recommendations": (RUNTIME, "GetActionRecommendations"),
}


def credential_scope(authorization: str) -> tuple[str, str] | None:
    """(region, signing name) of a SigV4 header, or None for anything else."""
    found = _SCOPE.search(authorization)
    return (found[1], found[2]) if found else None


def operation_of(path: str, target: str) -> tuple[str, str] | None:
    """(plane, operation) of a request to Personalize, or None when it is none."""
    if target.startswith(_TARGET):
        return CONTROL, target.removeprefix(_TARGET)
    return PATHS.get(path.rstrip("/"))


def answer(
    emulator: Emulator, path: str, target: str, body: bytes | str, *, account: str, region: str
) -> tuple[Reply, dict[str, str], bytes]:
    """Answer a request: the reply, its headers and its body."""
    plane, operation = operation_of(path, target) or (CONTROL, target)
    try:
        parameters: Any = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        parameters = None
    if not isinstance(parameters, dict):
        parameters = body if isinstance(body, str) else body.decode(errors="replace")
    reply = emulator.call(plane, operation, parameters, account=account, region=region)
    return reply, *_serialised(plane, reply)


def _serialised(plane: str, reply: Reply) -> tuple[dict[str, str], bytes]:
    headers = {"x-amzn-requestid": reply.request_id}
    document: Mapping[str, Any] = reply.body
    if plane == CONTROL:
        # Seen in recorded answers: this content type and this request id header.
        headers["Content-Type"] = "application/x-amz-json-1.1"
        if reply.error:
            document = {"__type": reply.error, **document}
    else:
        headers["Content-Type"] = "application/json"
        if reply.error:
            headers["x-amzn-errortype"] = reply.error
    return headers, json.dumps(document).encode()
