"""Consent: which destructive steps a file has agreed to, and the exact line that agrees to one."""

from __future__ import annotations

from reconciler.kinds.kind import Asks, Kind
from reconciler.model.address import Address
from reconciler.model.desired import Consent
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.plan.changes import Action, Refusal
from reconciler.plan.world import World


def asks_consent(kind: Kind, live: ObservedResource) -> bool:
    """Whether deleting this live resource needs consent in the file."""
    return kind.asks is Asks.ALWAYS or (kind.asks is Asks.WHEN_ACTIVE and serves(live))


def serves(live: ObservedResource) -> bool:
    """Whether requests to it may be answered: it is ACTIVE, or at something that does not begin or end that.

    An update goes on behind what serves, and nobody knows what a word means that is not documented.
    """
    status = str(live.body.get("status", "")).upper()
    other = live.health is Health.SETTLING and not status.startswith(("CREATE", "START", "STOP"))
    return live.health is Health.READY or other


def consent_to(action: Action, address: Address, change: str, world: World) -> Consent | None:
    """The entry that agrees to exactly this change."""
    return next(
        (
            one
            for one in world.desired.consent
            if (one.action, one.address, one.change) == (action.value, address, change)
        ),
        None,
    )


def paste_line(action: Action, address: Address, change: str, *, empty: bool = False) -> str:
    """The line that agrees to a change, ready to be pasted but for the reason."""
    more = ", empty: true" if empty else ""
    return f'consent: [{{{action.value}: {address}, change: "{change}"{more}, because: "…"}}]'


def consent_problem(
    action: Action, address: Address, change: str, world: World, because: str
) -> Refusal | None:
    """None when the file agrees to exactly this change; otherwise why not, and the line to paste."""
    if consent_to(action, address, change, world):
        return None
    entries = [one for one in world.desired.consent if one.address == address and one.action == action.value]
    stale = f"; the consent in the file is for another change ({entries[0].change})" if entries else ""
    return Refusal(
        rule="consent",
        why=f"{because}, and the file does not agree to it{stale}",
        fix=f"if you do want this, say so in {world.file}:",
        paste=paste_line(action, address, change),
    )


def unused_consents(world: World, used: frozenset[tuple[str, Address, str]]) -> list[str]:
    """Consent entries with nothing left to do."""
    return [
        f"{one.position}: consent to {one.action} {one.address} {nothing_left(world)}"
        for one in world.desired.consent
        if (one.action, one.address, one.change) not in used
    ]


def nothing_left(world: World) -> str:
    """What is said of an entry that has had its effect; of a shared one, other environments may need it."""
    name = world.desired.environment
    if not name:
        return "has nothing left to do; the line can go"
    return f"has nothing left to do in environment {name}; the line can go unless another one needs it"
