"""Who holds a stack's lock, as the user reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from reconciler.model.lock import Holder
from reconciler.render.escape import visible
from reconciler.render.paint import Paint
from reconciler.render.values import duration

_DAY = 86_400


def holder_words(holder: Holder, now: datetime) -> str:
    """In one clause: who, from where, for what, since when, under which id."""
    return (
        f"{visible(holder.who)} ({visible(holder.where)}) for {visible(holder.what)}, "
        f"since {since_words(holder, now)}, id {visible(holder.id)}"
    )


def since_words(holder: Holder, now: datetime) -> str:
    """When it was taken and how long ago; clocks of two machines may differ, so never below nothing."""
    if holder.since is None:
        return "a time that is not known"
    age = max((now - holder.since).total_seconds(), 0.0)
    ago = f"{int(age // _DAY)} days" if age >= 2 * _DAY else duration(age)
    return f"{holder.since.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC, {ago} ago"


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
