"""Timestamps as ISO 8601 text in UTC with microseconds, whatever form the wire gives them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def iso_text(value: Any) -> str:
    """The text for an epoch number (JSON protocols), an ISO text (XML) or an HTTP date (headers).

    Given to botocore as its timestamp parser: its own makes local times with dateutil, at six times the
    cost per listed item.
    """
    if isinstance(value, int | float):
        moment = datetime.fromtimestamp(value, UTC)
    else:
        from botocore.utils import parse_timestamp  # noqa: PLC0415

        moment = parse_timestamp(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")
