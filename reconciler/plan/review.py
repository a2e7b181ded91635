"""What a reviewer of a plan agrees to, and whether a later plan does nothing beyond that.

A plan made after the merge is rarely the reviewed one word for word: an apply that waited for a training
has done some of it, another pull request has been merged. So every change *asks* for a set of digests and
*grants* another one: what it asks for, and what may be left of it once it has been begun. A fresh plan is
reviewed when the reviewed plans grant all that its changes ask for.

Digests cover what is done and to what: address, action, effects, what the file declares, and for a change in
place the live value before. They leave out what may differ between two plans that do the same: reasons,
notes, times, statuses, ETags, names of runs, ids of versions. Runs and deployments that are due under the
file's policy ask for nothing, but for imports: these may replace all data, so they ask for where they read
from and how, which every plan grants of every import in it, due or not. Stack, account and region are in
every digest: one environment's review is worth nothing in another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison
from reconciler.model.address import Address
from reconciler.model.values import Value, plain, short_hash
from reconciler.plan.changes import Action, Change, Effect, FieldChange, Origin, Plan
from reconciler.plan.world import World

_DIGITS = 32
"""128 bits: nobody finds two changes of one digest, one to be looked at and one to be carried out."""
_NOTHING = {Action.NONE, Action.MARK, Action.WAIT, Action.RUN}
_IMPORT = "dataset-import-job"


def with_digests(change: Change, world: World) -> Change:
    """The change with what it asks for and what it grants."""
    asks = tuple(sorted(set(_asked(change, world))))
    if change.refusal:
        return replace(change, asks=asks)
    return replace(change, asks=asks, grants=tuple(sorted({*asks, *_left_of(change, world)})))


def granted(plan: Plan) -> frozenset[str]:
    """All that who reviews this plan agrees to; refused changes grant nothing."""
    return frozenset(digest for change in plan.changes for digest in change.grants)


def imports(plan: Plan) -> frozenset[str]:
    """What the imports of this plan ask for when they are due; refused ones are left out."""
    return frozenset(digest for one in plan.changes if one.address.kind == _IMPORT for digest in one.grants)


def unreviewed(plan: Plan, reviewed: Collection[str]) -> tuple[Change, ...]:
    """The changes that do something beyond `reviewed`, in the order of the plan."""
    agreed = frozenset(reviewed)
    return tuple(change for change in plan.changes if not agreed.issuperset(change.asks))


def _asked(change: Change, world: World) -> Iterator[str]:
    if change.action is Action.RUN and change.address.kind == _IMPORT:
        yield _making(change.address, world)
    if change.action in _NOTHING or (change.action is Action.UPDATE and change.due):
        return
    if change.action is Action.CREATE or _is_made_at_last(change):
        yield _making(change.address, world)
        return
    if change.action is not Action.UPDATE:
        yield _doing(change, change.effects, world)
    for field in change.fields:
        if field.origin is not Origin.DUE:
            yield _setting(change.address, field, world)


def _left_of(change: Change, world: World) -> Iterator[str]:
    """What a change comes down to once it has been begun: fewer effects, and at last only the making."""
    for number in range(len(change.effects)):
        for effects in combinations(change.effects, number):
            yield _doing(change, effects, world)
    if change.action in {Action.RECREATE, Action.REPLACE} or change.address.kind == _IMPORT:
        yield _making(change.address, world)


def _is_made_at_last(change: Change) -> bool:
    """Whether a recreation takes nothing away that serves or holds data: what never worked, or a leftover."""
    return change.action is Action.RECREATE and not change.effects


def _doing(change: Change, effects: Iterable[Effect], world: World) -> str:
    kept = change.action in {Action.DELETE, Action.FORGET}
    declared = None if kept else _declared(change.address, world)
    felt = sorted(effect.value for effect in effects)
    return _digest(world, change.address, change.action.value, felt, declared)


def _making(address: Address, world: World) -> str:
    return _digest(world, address, "make", _declared(address, world))


def _setting(address: Address, field: FieldChange, world: World) -> str:
    kind, declared = KINDS[address.kind], world.declared(address)
    known = next((one for one in kind.fields if one.key == field.field), None)
    before, after = None if field.sensitive else field.before, field.after
    if known and declared and known.comparison is Comparison.VERSION:
        # Which version that is at the moment says nothing: trainings go on between review and apply.
        before, after = None, [declared.fields.get(known.key), str(declared.parents["solution"])]
    elif known and known.comparison is Comparison.CONTENT:
        after = [after, _declared(address, world)]
    elif known and known.comparison is Comparison.METRICS:
        before = None  # changed by one call per metric, so that a list may be left half way
    return _digest(world, address, "set", field.field, before, after)


def _declared(address: Address, world: World) -> Value:
    """All that the file says of one of its addresses; of a dataset also what its schema holds."""
    declared = world.declared(address)
    assert declared is not None  # what the file says nothing of is deleted or forgotten
    schema = world.schema_for(address) if address.kind == "dataset" else None
    parents = {kind: str(parent) for kind, parent in sorted(declared.parents.items())}
    return [declared.fields, declared.tags, parents, schema.fields if schema else None]


def _digest(world: World, address: Address, *what: Value) -> str:
    place = world.observed.environment
    where = [world.desired.stack, place.account, place.region]
    return short_hash([where, str(address), *(plain(one) for one in what)], _DIGITS)
