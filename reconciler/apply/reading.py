"""What a step reads: one resource, and its tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.apply.effects import Ask, AskAll, Moves, Pause
from reconciler.apply.pace import BRIEF_TRIES, backoff
from reconciler.errors import ThrottledError, UnknownOutcomeError
from reconciler.kinds import Kind
from reconciler.model.health import Health, health_of
from reconciler.model.values import Json


def describe(kind: Kind, arn: str) -> Moves[Mapping[str, Json]]:
    """Describe's document; raises NotFoundError when there is none."""
    answer = yield from insistently(Ask(operation=kind.describe, request={kind.arn_member: arn}))
    body: Mapping[str, Json] = answer[kind.document]
    return body


def tags_of(arn: str) -> Moves[Mapping[str, str]]:
    """The tags that the resource carries now."""
    answer = yield from insistently(Ask(operation="ListTagsForResource", request={"resourceArn": arn}))
    return {str(tag["tagKey"]): str(tag["tagValue"]) for tag in answer.get("tags", ())}


def insistently(ask: Ask | AskAll) -> Moves[Any]:
    """A read, sent again a few times when its rate is refused or no answer comes."""
    for tries in range(BRIEF_TRIES):
        try:
            return (yield ask)
        except (ThrottledError, UnknownOutcomeError):
            yield Pause(seconds=backoff(tries), brief=True)
    return (yield ask)


def health_in(body: Mapping[str, Json]) -> Health:
    """The health that a document or summary tells; ready when the kind has no status."""
    return health_of(status_in(body) or None)


def status_in(body: Mapping[str, Json]) -> str:
    """The status word, "" where the kind has none."""
    return str(body.get("status") or "")
