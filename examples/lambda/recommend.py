"""AWS Lambda behind API Gateway: the recommended items for a user, from a campaign.

GET /recommendations?userId=user-dae0d90d&numResults=10

Environment: CAMPAIGN_ARN, and FILTER_ARN for a filter without placeholders (optional).
"""

import json
import logging
import os
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

MAX_RESULTS = 500

log = logging.getLogger(__name__)
# Outside the handler, so that warm invocations share its connections. AWS_ENDPOINT_URL points it elsewhere.
personalize = boto3.client("personalize-runtime")


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer 200 with the items, 400 for a bad request, 502 when Personalize fails."""
    query = event.get("queryStringParameters") or {}
    user_id = query.get("userId", "")
    if not 1 <= len(user_id) <= 256:
        return _answer(400, {"error": "userId is missing or longer than 256 characters"})
    count = query.get("numResults", "25")
    if not (count.isascii() and count.isdigit() and 1 <= int(count) <= MAX_RESULTS):
        return _answer(400, {"error": f"numResults must be a number from 1 to {MAX_RESULTS}"})
    request = {"campaignArn": os.environ["CAMPAIGN_ARN"], "userId": user_id, "numResults": int(count)}
    if filter_arn := os.environ.get("FILTER_ARN"):
        request["filterArn"] = filter_arn
    try:
        found = personalize.get_recommendations(**request)
    except (BotoCoreError, ClientError):
        log.exception("GetRecommendations failed")
        return _answer(502, {"error": "recommendations are not available"})
    return _answer(
        200,
        {
            "recommendationId": found.get("recommendationId"),
            "items": [item["itemId"] for item in found["itemList"]],
        },
    )


def _answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
