"""What the files say: DesiredState, with positions kept for messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reconciler.model.address import Address
from reconciler.model.diagnostics import Position
from reconciler.model.lock import Lock
from reconciler.model.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredResource:
    """One declared resource or run policy, flattened to the fields of its kind.

    `fields` maps a field's key (a dotted path in the file, e.g. solutionConfig.eventsConfig) to its
    declared value, defaults that the kind manages even when absent included. `parents` maps a kind to
    the address of the thing of that kind which this one belongs to or refers to.
    `tags` are the stack's and its own, merged; never the reconcile:* marks.
    """

    address: Address
    fields: Mapping[str, Json]
    parents: Mapping[str, Address] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    position: Position
    positions: Mapping[str, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One agreed destructive step: `action` is delete or recreate; `change` binds it to one change id.

    `empty` agrees as well that a recreated dataset stays empty, since nothing would refill it.
    """

    action: str
    address: Address
    change: str
    because: str
    empty: bool = False
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A live resource that this file may take over.

    `subtree` when written dataset-group/NAME/**; `from_stack` names the owner in a hand-over.
    """

    address: Address
    subtree: bool = False
    from_stack: str | None = None
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """An owned resource to let go of without deleting it."""

    address: Address
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Guards that the file sets; None means no such guard."""

    max_deletes: int | None = None
    max_deletes_percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredState:
    """The whole of personalize.yaml and the schema files it names.

    `environment` is the named environment that this is the state of, "" where the file names none.
    `digest` is a SHA-256 over all of it, part of a saved plan's fingerprint. `destroyed` is None unless
    everything of the stack is to go: then it holds what the file declares, and `resources` nothing.
    `lock` is None where the file names none: then applies of the stack take no turns. `ignored` maps the
    address of a dataset to the ids of rules about its data whose warnings are left out.
    """

    file: str
    stack: str
    environment: str = ""
    account: str | None
    region: str | None
    resources: Mapping[Address, DesiredResource]
    consent: tuple[Consent, ...] = ()
    adopt: tuple[Adoption, ...] = ()
    forget: tuple[Forgetting, ...] = ()
    policy: Policy = Policy()
    lock: Lock | None = None
    ignored: Mapping[Address, frozenset[str]] = field(default_factory=dict)
    digest: str
    destroyed: frozenset[Address] | None = None

    @property
    def addresses(self) -> tuple[Address, ...]:
        """All that is looked for by name, since the inventory of tags lags: also what is to be destroyed."""
        return (*self.resources, *sorted(self.destroyed or ()))

    def emptied(self) -> DesiredState:
        """The same stack with nothing in it; consents to deletions, `forget` and `policy` hold on."""
        return replace(
            self,
            resources={},
            consent=tuple(one for one in self.consent if one.action == "delete"),
            adopt=(),
            destroyed=frozenset(self.resources),
        )
