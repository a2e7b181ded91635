"""World: desired and observed state side by side, with the look-ups that every decision needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison, Kind, Mutability
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedRun, ObservedState
from reconciler.model.values import Unknown
from reconciler.plan.equality import equal, unaliased
from reconciler.plan.live import live_value, never_worked, wire_value
from reconciler.plan.marks import Owner, owner_of
from reconciler.plan.naming import arn_of, generation_number


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a decision may look at. `now` is the only time there is."""

    desired: DesiredState
    observed: ObservedState
    now: datetime
    retry_failed: bool = False

    def declared(self, address: Address) -> DesiredResource | None:
        """What the file says of an address."""
        return self.desired.resources.get(address)

    def live(self, address: Address) -> ObservedResource | None:
        """The live resource of an address; of one with generations, the target generation.

        The target is the highest owned generation whose declared create-only fields equal the file's;
        without one, the highest owned, then whatever stands there.
        """
        found = self.observed.resources.get(address, ())
        if len(found) < 2:
            return found[0] if found else None
        owned = [one for one in found if owner_of(one.tags, self.desired.stack) is Owner.OURS]
        ranked = sorted(owned or found, key=lambda one: generation_number(address.name, one.name) or 0)
        fitting = [one for one in ranked if self._fits(address, one)]
        return (fitting or ranked)[-1]

    def _fits(self, address: Address, one: ObservedResource) -> bool:
        declared = self.declared(address)
        if declared is None:
            return False
        kind = KINDS[address.kind]
        fixed = (field for field in kind.fields if field.mutability is Mutability.CREATE_ONLY)
        environment = self.observed.environment
        return all(
            equal(
                field.comparison,
                unaliased(wire_value(field, declared.fields[field.key], environment), field.aliases),
                unaliased(live_value(kind, field, one), field.aliases),
            )
            for field in fixed
            if field.key in declared.fields and field.comparison is not Comparison.UNCOMPARED
        )

    def arn(self, address: Address) -> str | Unknown:
        """The ARN of an address: the live one's, else the one it will have."""
        live = self.live(address)
        return live.arn if live else arn_of(address, self.observed.environment)

    def runs(self, address: Address) -> tuple[ObservedRun, ...]:
        """The runs of an address that count, newest first: those younger than what they feed or train."""
        fed = Address("dataset" if address.kind == "dataset-import-job" else "solution", address.keys)
        parent = self.live(fed)
        if parent is None or parent.health is Health.LEAVING or never_worked(parent):
            return ()
        born = parent.created
        return tuple(
            run for run in self.observed.runs.get(address, ()) if born is None or run.created >= born
        )

    def in_group(self, group: str, kind: str) -> Iterable[DesiredResource]:
        """Declared things of a kind in a group."""
        home = Address("dataset-group", (group,))
        return (
            one
            for one in self.desired.resources.values()
            if one.address.kind == kind and one.parents.get("dataset-group") == home
        )

    def kind(self, address: Address) -> Kind:
        """The row of an address's kind."""
        return KINDS[address.kind]
