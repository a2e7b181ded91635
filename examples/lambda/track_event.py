"""AWS Lambda behind API Gateway: sends what a user did to the event tracker.

POST /events {"userId": "user-dae0d90d", "sessionId": "s-1", "itemId": "vid-674c7b97", "eventType": "watch"}

Environment: TRACKING_ID.
"""

import base64
import json
import logging
import os
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

REQUIRED = ("userId", "sessionId", "itemId", "eventType")

log = logging.getLogger(__name__)
# Outside the handler, so that warm invocations share its connections. AWS_ENDPOINT_URL points it elsewhere.
events = boto3.client("personalize-events")


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer 202 when the event was taken, 400 for a bad request, 502 when Personalize fails."""
    try:
        body = json.loads(_text(event))
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return _answer(400, {"error": "the body must be a JSON object"})
    for name in REQUIRED:
        value = body.get(name)
        if not isinstance(value, str) or not 1 <= len(value) <= 256:
            return _answer(400, {"error": f"{name} must be a string of 1 to 256 characters"})
    try:
        events.put_events(
            trackingId=os.environ["TRACKING_ID"],
            userId=body["userId"],
            sessionId=body["sessionId"],
            eventList=[
                {"eventType": body["eventType"], "itemId": body["itemId"], "sentAt": datetime.now(UTC)}
            ],
        )
    except (BotoCoreError, ClientError):
        log.exception("PutEvents failed")
        return _answer(502, {"error": "the event was not recorded"})
    return _answer(202, {"accepted": True})


def _text(event: dict[str, Any]) -> str | bytes:
    text: str = event.get("body") or ""
    return base64.b64decode(text) if event.get("isBase64Encoded") else text


def _answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
