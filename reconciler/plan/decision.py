"""Decision: what one look at one address yields, a change for people and steps for apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.model.address import Address
from reconciler.model.values import Value, short_hash
from reconciler.plan.changes import Action, Change, Step
from reconciler.plan.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One change and its steps.

    `steps` make or change the thing, `away` takes away what is there, after what is done `at_once`, which
    waits for nothing; within each a step needs the one before. `after` maps the id of a step to the
    addresses that must be ready before it, `follows` to those that come before it as far as they come at
    all. `away_after` must be ready before anything goes. What goes goes first, as in a recreation, unless it
    `goes_last`, as in a replacement. `gone_first` are addresses that must be gone before anything goes or is
    made here, `back_after` before anything is made. `group` is the name of the group in which something
    goes: it says what else must go first. `leaves` names, of `steps` that delete what stands in another
    group, the last one and that group. `also` are decisions that this change tells of as well: what becomes
    of the older generations of a solution, each in its own group.
    """

    change: Change
    steps: tuple[Step, ...] = ()
    away: tuple[Step, ...] = ()
    at_once: tuple[Step, ...] = ()
    after: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)
    follows: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)
    away_after: tuple[Address, ...] = ()
    goes_last: bool = False
    gone_first: tuple[Address, ...] = ()
    back_after: tuple[Address, ...] = ()
    group: str = ""
    leaves: tuple[str, str] | None = None
    also: tuple[Decision, ...] = ()

    @property
    def parts(self) -> tuple[Decision, ...]:
        """This one, and those that its change tells of as well."""
        return (self, *(part for one in self.also for part in one.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What this plan does elsewhere, as far as other decisions depend on it.

    `schemas` maps a schema's address to the ARN of the generation that datasets are to have, `made_schemas`
    and `listed` say which of them this plan makes and which an earlier plan of this stack made.
    """

    schemas: Mapping[Address, str] = field(default_factory=dict)
    made_schemas: frozenset[Address] = frozenset()
    listed: frozenset[Address] = frozenset()
    training: frozenset[Address] = frozenset()
    waited: frozenset[Address] = frozenset()


def change_id(
    action: Action, address: Address, forcing: str, before: Value, after: Value, created: str, world: World
) -> str:
    """Six hex digits that bind a consent to this one change of this one resource."""
    environment = world.observed.environment
    place = [environment.account, environment.region]
    return short_hash([place, str(address), action.value, forcing, before, after, created], 6)
