"""Who holds a stack's lock, as the user reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from reconciler.model.lock import Holder
from reconciler.render.escape import visible
from reconciler.render.paint import Paint
from reconciler.render.values import duration

_DAY = 86_400
_SKEW = 60.0
"""Seconds by which the clocks of two machines may differ without a word."""


def holder_words(holder: Holder, now: datetime) -> str:
    """In one clause: who, from where, for what, since when, under which id."""
    if holder.unreadable:
        return f"an object that no reconcile has written, id {visible(holder.id)}"
    return (
        f"{visible(holder.who)} ({visible(holder.where)}) for {visible(holder.what)}, "
        f"since {since_words(holder, now)}, id {visible(holder.id)}"
    )


def since_words(holder: Holder, now: datetime) -> str:
    """When it was taken and how long ago; clocks of two machines may differ a little, or by much."""
    if holder.since is None:
        return "a time that is not known"
    age = (now - holder.since).total_seconds()
    days = int(abs(age) // _DAY)
    span = f"{days} days" if days > 1 else duration(max(abs(age) if age < -_SKEW else age, 0.0))
    ago = f"{span} ahead of the clock here" if age < -_SKEW else f"{span} ago"
    return f"{holder.since.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC, {ago}"


def lock_text(holder: Holder, *, stack: str, place: str, now: datetime, paint: Paint) -> str:
    """All that the lock says, a line each."""

    def lines() -> Iterator[str]:
        yield f"stack {paint('name', visible(stack))} is locked"
        for word, text in (
            ("by", f"{visible(holder.who)}, {visible(holder.where)}"),
            ("for", f"{visible(holder.what)}, with reconcile {visible(holder.version)}"),
            ("plan", visible(holder.plan)),
            ("since", since_words(holder, now)),
            ("id", paint("name", visible(holder.id))),
            ("at", visible(place)),
        ):
            if text:
                yield f"  {word:<6}{text}"

    return "\n".join(lines())
