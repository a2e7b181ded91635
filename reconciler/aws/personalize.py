"""ports.PersonalizeApi by botocore: when a call may leave, and when it is sent again.

Refused for its rate it had no effect, and is sent again when it is its turn. Without an answer only a read is
sent again, and a write for which no connection came about: `apply` repeats writes itself, knowing the step.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from typing import Any

from reconciler.aws.errors import translated
from reconciler.aws.pacing import LetGoError, Pacing
from reconciler.aws.paging import every_item
from reconciler.aws.session import Connection
from reconciler.errors import ServiceError, ThrottledError, UnknownOutcomeError
from reconciler.model.values import Json
from reconciler.ports import Clock

_READS = ("Describe", "List", "Get")
_NEVER_SENT = {"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"}
_REPEATS_OF_READS, _REPEATS_OF_WRITES = 9, 3
_LONGEST_DELAY = 20.0
_PAGE = 100
"""Source: service model, shape MaxResults."""


class Personalize:
    """The control plane. Safe to call from many threads."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        """Use this connection's client, and wait by this clock."""
        self._connection, self._clock, self._pacing = connection, clock, Pacing(clock)

    def call(self, operation: str, request: Mapping[str, Json]) -> Mapping[str, Json]:
        """Make one call; the answer is plain JSON with timestamps as ISO 8601 text. Raises ServiceError."""
        shift, repeats = self._pacing.shift, 0
        while True:
            try:
                return self._send(operation, request, shift)
            except LetGoError as error:
                raise ThrottledError(
                    "it was not its turn yet", operation=operation, code="NotSent"
                ) from error
            except ThrottledError:
                if self._pacing.is_hopeless(operation):
                    raise
            except UnknownOutcomeError as error:
                seconds = _delay(operation, error, repeats)
                if seconds is None:
                    raise
                repeats += 1
                self._clock.wait(SimpleQueue(), seconds)

    def paced(self, operation: str) -> bool:
        """Whether calls of this operation have to keep a distance from each other by now."""
        return self._pacing.paced(operation)

    def let_go(self) -> None:
        """Calls that wait for their turn come back with ThrottledError, not made."""
        self._pacing.let_go()

    def _send(self, operation: str, request: Mapping[str, Json], shift: int) -> Mapping[str, Json]:
        from botocore import xform_name  # noqa: PLC0415

        client = self._connection.personalize
        sent = self._pacing.take_turn(operation, shift)
        refused: bool | None = None
        try:
            answer: dict[str, Any] = getattr(client, xform_name(operation))(**request)
            refused = False
        except Exception as error:
            failure = translated(
                error, service="personalize", operation=operation, endpoint=client.meta.endpoint_url
            )
            refused = _tells(error, failure)
            raise failure from error
        finally:
            self._pacing.give_back(operation, sent, refused=refused)
        answer.pop("ResponseMetadata", None)
        return answer

    def pages(self, operation: str, request: Mapping[str, Json], result: str) -> Sequence[Mapping[str, Json]]:
        """Every item of a List operation, each once. Raises ServiceError.

        Follows nextToken itself: botocore lacks paginators for some of the Lists.
        """
        return every_item(operation, lambda: self._read(operation, request, result))

    def _read(
        self, operation: str, request: Mapping[str, Json], result: str
    ) -> tuple[Sequence[Mapping[str, Json]], int]:
        """All pages from the first to the last: their items, and how many they were."""
        items: list[Mapping[str, Json]] = []
        page: dict[str, Any] = {"maxResults": _PAGE, **request}
        count = 0
        while True:
            answer: Mapping[str, Any] = self.call(operation, page)
            count += 1
            items.extend(answer.get(result, ()))
            token = answer.get("nextToken")
            if not token:
                return items, count
            page["nextToken"] = token


def _tells(error: Exception, failure: ServiceError) -> bool | None:
    """Whether a failed call was refused for its rate; None when the service did not see it, or was unwell."""
    if isinstance(failure, ThrottledError):
        return True
    return False if hasattr(error, "response") and not isinstance(failure, UnknownOutcomeError) else None


def _delay(operation: str, error: UnknownOutcomeError, repeats: int) -> float | None:
    """Seconds until a call without an answer may be sent again, None for not at all."""
    if operation.startswith(_READS):
        # By chance, so that threads which were hung up on together do not come back together.
        longest = min(2.0**repeats, _LONGEST_DELAY)
        return random.random() * longest if repeats < _REPEATS_OF_READS else None  # noqa: S311 - not a secret
    return 2.0**repeats / 2 if error.code in _NEVER_SENT and repeats < _REPEATS_OF_WRITES else None
