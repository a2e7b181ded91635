"""What a plan will probably cost and how long it will take: amounts with their bounds, and their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from reconciler.model.address import Address


class Bound(Enum):
    """How exact an amount is; the value is the word in the JSON plan."""

    EXACT = "exact"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """USD, by list price. `usd` is 0 where the bound is UNKNOWN; `basis` says in words what is multiplied."""

    usd: float = 0.0
    bound: Bound = Bound.EXACT
    basis: str = ""

    @property
    def is_open(self) -> bool:
        """Whether part of it is not known."""
        return self.bound is not Bound.EXACT


NOTHING = Amount()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one thing costs a month while it stands idle, now and after the apply."""

    address: Address
    before: Amount
    after: Amount

    @property
    def changes(self) -> bool:
        """Whether the apply changes it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOff:
    """What one run of this apply costs."""

    address: Address
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The standing floor per month before and after, and what the apply itself costs.

    The floor is what is billed without a single request. `as_of`, `region` and `source` tell where the
    prices come from; `notes` what they leave out here.
    """

    standing: tuple[Standing, ...]
    once: tuple[OneOff, ...]
    as_of: str
    region: str
    source: str
    notes: tuple[str, ...] = ()

    @property
    def before(self) -> Amount:
        """The floor per month as it is."""
        return total(one.before for one in self.standing)

    @property
    def after(self) -> Amount:
        """The floor per month after the apply."""
        return total(one.after for one in self.standing)

    @property
    def difference(self) -> Amount:
        """What the apply changes about the floor; what stays open on both sides alike is no difference."""
        changed = [one for one in self.standing if one.changes]
        usd = round(sum(one.after.usd - one.before.usd for one in changed), 2)
        more = any(one.after.is_open for one in changed)
        less = any(one.before.is_open for one in changed)
        if more and less:
            return Amount(bound=Bound.UNKNOWN)
        if more or less:
            unknown = usd == 0 or (usd < 0) == more
            bound = Bound.UNKNOWN if unknown else Bound.AT_LEAST if more else Bound.AT_MOST
            return Amount(usd=0.0 if unknown else usd, bound=bound)
        return Amount(usd=usd)

    @property
    def one_off(self) -> Amount:
        """What the runs of this apply cost together."""
        return total(one.amount for one in self.once)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum; "at least" when a part is open, unknown when nothing of it is known."""
    listed = tuple(amounts)
    usd = round(sum(one.usd for one in listed), 9)
    if not any(one.is_open for one in listed):
        return Amount(usd=usd)
    return Amount(usd=usd, bound=Bound.AT_LEAST if usd else Bound.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How many ended runs of a kind an estimate rests on; 0 where there were none to go by."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How long an apply will probably take, by the longest way through its steps.

    `seconds` covers the kinds with a past, 0 when none has; `past` names every kind of step that takes long.
    """

    seconds: int
    past: tuple[Past, ...]

    @property
    def complete(self) -> bool:
        """Whether every kind that takes long has a past to go by."""
        return all(one.count for one in self.past)
