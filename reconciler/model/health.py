"""Health: what the status words of the service mean, as six words of our own."""

from __future__ import annotations

from enum import Enum


class Health(Enum):
    """What a resource can be asked to do next."""

    ABSENT = "absent"
    SETTLING = "settling"
    READY = "ready"
    STOPPED = "stopped"
    FAILED = "failed"
    LEAVING = "leaving"


_TERMINAL = {
    "ACTIVE": Health.READY,
    "COMPLETED": Health.READY,
    "INACTIVE": Health.STOPPED,
    "CREATE STOPPED": Health.STOPPED,
}


_UNDER_WAY = frozenset(
    f"{verb} {state}"
    for verb in ("CREATE", "UPDATE", "DELETE", "START", "STOP")
    for state in ("PENDING", "IN PROGRESS")
) | {"CREATE STOPPING", "PENDING", "IN PROGRESS"}
"""Source: AWS API reference, the `status` member of every resource; recorded answers for UPDATE."""


def health_of(status: str | None) -> Health:
    """The health behind a status word.

    None means the kind has no status (schemas) and existing is all there is: ready. Any word not known
    to be terminal is settling, since the service's spelling varies (IN_PROGRESS, IN PROGRESS) and new
    words appear. Source: AWS API reference, the `status` member of every resource.
    """
    if status is None:
        return Health.READY
    word = status.upper()
    if word in _TERMINAL:
        return _TERMINAL[word]
    if word.endswith("FAILED"):
        return Health.FAILED
    if word.startswith("DELETE"):
        return Health.LEAVING
    return Health.SETTLING


def update_in_progress(status: str | None) -> bool:
    """Whether a latest…Update is still running: neither ACTIVE nor ending in FAILED."""
    return status is not None and status.upper() != "ACTIVE" and not status.upper().endswith("FAILED")


def is_documented(status: str) -> bool:
    """Whether the status word is one that the service is known to use, however it spells IN_PROGRESS."""
    word = status.upper().replace("_", " ")
    return word in _TERMINAL or word in _UNDER_WAY or word.endswith(" FAILED") or word == "FAILED"
