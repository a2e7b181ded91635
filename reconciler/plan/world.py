"""World: desired and observed state side by side, with the look-ups that every decision needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Kind
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedRun, ObservedSchema, ObservedState
from reconciler.model.values import Unknown
from reconciler.plan.generations import next_name, superseded, target_of
from reconciler.plan.live import live_value, never_worked
from reconciler.plan.marks import Owner, owner_of
from reconciler.plan.naming import arn_of


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a decision may look at. `now` is the only time there is.

    `renewed` are addresses whose live resource this plan takes away before it makes them again: to every
    decision they are absent. `halted` are trainings that it stops, so that they run no more.
    """

    desired: DesiredState
    observed: ObservedState
    now: datetime
    retry_failed: bool = False
    renewed: frozenset[Address] = frozenset()
    halted: frozenset[Address] = frozenset()

    @property
    def file(self) -> str:
        """Where a line that is about this world alone belongs: the part of its environment, if it has one."""
        name = self.desired.environment
        return f"the file below environments.{name}" if name else "the file"

    def declared(self, address: Address) -> DesiredResource | None:
        """What the file says of an address."""
        return self.desired.resources.get(address)

    def live(self, address: Address) -> ObservedResource | None:
        """The live resource of an address; of one with generations the target, None when one must be made."""
        if address in self.renewed:
            return None
        return self._target(address)

    def superseded(self, address: Address) -> tuple[ObservedResource, ...]:
        """The generations of ours behind an address that are not its target, oldest first.

        Of one that is renewed with its group, those that stand in other groups.
        """
        found = superseded(
            address,
            self.observed.resources.get(address, ()),
            self._target(address),
            self.desired.stack,
        )
        declared = self.declared(address)
        if address not in self.renewed or declared is None:
            return found
        home = declared.parents["dataset-group"].name
        return tuple(one for one in found if self.group_of(one) != home)

    def _target(self, address: Address) -> ObservedResource | None:
        found = self.observed.resources.get(address, ())
        stack, environment = self.desired.stack, self.observed.environment
        return target_of(address, self.declared(address), found, stack, environment)

    def owner(self, live: ObservedResource) -> Owner:
        """Whose a live resource is; of a kind without tags, whose its group is."""
        through = KINDS[live.address.kind].owned_through
        if not through:
            return owner_of(live.tags, self.desired.stack)
        home = live.body.get(KINDS[live.address.kind].parents[through])
        groups = (
            one for found in self.observed.resources.values() for one in found if one.address.kind == through
        )
        owner = next((one for one in groups if one.arn == home), None)
        return owner_of(owner.tags, self.desired.stack) if owner else Owner.UNOWNED

    def name(self, address: Address) -> str:
        """The physical name of an address: the target's, else the one that it will be made under."""
        target = self._target(address)
        if target is not None or not (KINDS[address.kind].versioned and KINDS[address.kind].taggable):
            return target.name if target and KINDS[address.kind].versioned else address.name
        found = self.observed.resources.get(address, ())
        return next_name(address, (*self.observed.solution_names, *(one.name for one in found)))

    def arn(self, address: Address) -> str | Unknown:
        """The ARN of an address: the live one's, else the one it will have."""
        live = self.live(address)
        return live.arn if live else arn_of(address, self.observed.environment, self.name(address))

    def runs(self, address: Address) -> tuple[ObservedRun, ...]:
        """The runs of an address that count, newest first: those younger than what they feed or train.

        Of a solution with generations they are those of the target generation.
        """
        fed = Address("dataset" if address.kind == "dataset-import-job" else "solution", address.keys)
        parent = self.live(fed)
        if parent is None or parent.health is Health.LEAVING or never_worked(parent):
            return ()
        born = parent.created
        return tuple(
            run
            for run in self.observed.runs.get(parent.arn, ())
            if (born is None or run.created >= born)
            and not (address in self.halted and run.health is Health.SETTLING)
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

    def group_of(self, live: ObservedResource) -> str:
        """The name of the dataset group that a live resource is in, "" when it cannot be told."""
        if live.address.kind in {"dataset-group", "dataset", "event-tracker"}:
            return live.address.keys[0]
        group = live.body.get("datasetGroupArn")
        if isinstance(group, str):
            return group.rsplit("/", 1)[-1]
        home = self.by_arn(str(live.body.get("solutionVersionArn") or "").rsplit("/", 1)[0])
        return self.group_of(home) if home else ""

    def schema_of(self, dataset: ObservedResource) -> ObservedSchema | None:
        """The schema that a live dataset has, or is being brought to; None where it was not read."""
        kind = KINDS["dataset"]
        arn = live_value(kind, kind.field("schema"), dataset)
        return next((one for one in self.observed.schemas.values() if one.arn == arn), None)

    def schema_for(self, dataset: Address) -> DesiredResource | None:
        """The schema that the file wants a dataset to have."""
        declared = self.declared(dataset)
        return self.declared(declared.parents["schema"]) if declared else None

    def by_arn(self, arn: str) -> ObservedResource | None:
        """The live resource with this ARN, as far as it was read."""
        found = (one for generations in self.observed.resources.values() for one in generations)
        return next((one for one in found if one.arn == arn), None)
