"""Decision: what one look at one address yields, a change for people and steps for apply."""

from __future__ import annotations

from dataclasses import dataclass, field

from reconciler.model.address import Address
from reconciler.model.values import short_hash
from reconciler.plan.changes import Action, Change, Step
from reconciler.plan.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One change and its steps in their order; `after` are addresses that must be ready first."""

    change: Change
    steps: tuple[Step, ...] = ()
    after: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What this plan does elsewhere, as far as other decisions depend on it."""

    schemas: dict[Address, str] = field(default_factory=dict)
    made_schemas: frozenset[Address] = frozenset()
    importing: frozenset[Address] = frozenset()
    training: frozenset[Address] = frozenset()
    waited: frozenset[Address] = frozenset()


def change_id(
    action: Action, address: Address, forcing: str, before: object, after: object, world: World
) -> str:
    """Six hex digits that bind a consent to this one change of this one resource."""
    environment, live = world.observed.environment, world.live(address)
    created = str(live.created) if live else ""
    place = [environment.account, environment.region]
    return short_hash([place, str(address), action.value, forcing, str(before), str(after), created], 6)
