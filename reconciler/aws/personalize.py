"""ports.PersonalizeApi by botocore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.aws.errors import translated
from reconciler.aws.session import Connection
from reconciler.model.values import Json

_READS = ("Describe", "List", "Get")
_PAGE = 100
"""Source: service model, shape MaxResults."""


class Personalize:
    """The control plane. Safe to call from many threads."""

    def __init__(self, connection: Connection) -> None:
        """Use this connection's clients."""
        self._connection = connection

    def call(self, operation: str, request: Mapping[str, Json]) -> Mapping[str, Json]:
        """Make one call; the answer is plain JSON with timestamps as ISO 8601 text. Raises ServiceError."""
        from botocore import xform_name  # noqa: PLC0415

        reads = operation.startswith(_READS)
        client = self._connection.reads(operation) if reads else self._connection.writes
        try:
            answer: dict[str, Any] = getattr(client, xform_name(operation))(**request)
        except Exception as error:
            raise translated(
                error, service="personalize", operation=operation, endpoint=client.meta.endpoint_url
            ) from error
        answer.pop("ResponseMetadata", None)
        return answer

    def pages(self, operation: str, request: Mapping[str, Json], result: str) -> Sequence[Mapping[str, Json]]:
        """All items of a List operation, page by page. Raises ServiceError.

        Follows nextToken itself: botocore lacks paginators for some of the Lists.
        """
        items: list[Mapping[str, Json]] = []
        page: dict[str, Any] = {"maxResults": _PAGE, **request}
        while True:
            answer: Mapping[str, Any] = self.call(operation, page)
            items.extend(answer.get(result, ()))
            token = answer.get("nextToken")
            if not token:
                return items
            page["nextToken"] = token
