"""The policy of the role for `apply` and `destroy`, in addition to the one for `plan`.

What is made is named, as the file names it. What exists is changed and deleted by its mark: the condition on
the tag `reconcile:stack` lets IAM itself refuse whatever this stack does not own, and holds for what has left
the file, whose names the file does not know any more (docs/decisions/0017-least-policies.md).
"""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.kinds import KINDS, Kind
from reconciler.model.desired import DesiredState
from reconciler.model.lock import LOCK_ACTIONS
from reconciler.model.observed import Environment
from reconciler.permissions.buckets import bucket_arn, objects_arn
from reconciler.permissions.operations import (
    STOP_TRAINING,
    SWITCHED_OFF_FIRST,
    TAG,
    UNTAG,
    action,
    listed_by_plan,
    made_up,
    patterns,
    type_of,
)
from reconciler.permissions.policy import EVERYTHING, SERVICE, Conditions, Statement, anything_of
from reconciler.permissions.roles import roles
from reconciler.plan.marks import STACK

_MARK = f"aws:ResourceTag/{STACK}"


def changing(desired: DesiredState, environment: Environment, *, by_name: bool) -> tuple[Statement, ...]:
    """What `apply` and `destroy` need beyond reading; without `by_name` what is made is named by kind."""
    declared = [address.kind for address in desired.resources]
    marked: Conditions = {"StringEquals": {_MARK: desired.stack}}
    return (
        *(_making(kind, desired, environment, by_name) for kind in KINDS.values() if kind.name in declared),
        Statement(
            sid="ChangeWhatTheStackOwns",
            actions=_unique(
                operation
                for kind in KINDS.values()
                if kind.taggable
                for operation in (
                    *((kind.update, kind.start, kind.stop) if kind.name in declared else ()),
                    SWITCHED_OFF_FIRST.get(kind.name, ""),
                    kind.delete,
                )
            ),
            resources=(anything_of(environment),),
            conditions=marked,
        ),
        # What a solution version is tagged with, if with anything, is up to who started the training.
        Statement(
            sid="StopTrainings",
            actions=(action(STOP_TRAINING),),
            resources=(anything_of(environment, "solution/*"),),
            conditions={"StringEqualsIfExists": {_MARK: desired.stack}},
        ),
        Statement(
            sid="DeleteWhatTakesNoTags",
            actions=_unique(kind.delete for kind in KINDS.values() if not kind.taggable),
            resources=tuple(
                anything_of(environment, f"{type_of(kind)}/*")
                for kind in KINDS.values()
                if not kind.taggable and kind.delete
            ),
        ),
        Statement(
            sid="ListAndTag",
            # Several that are made at once are looked at with one List; any other List plan needs, too.
            actions=(
                *_unique(
                    kind.listing.operation
                    for kind in KINDS.values()
                    if kind.listing and not listed_by_plan(kind) and declared.count(kind.name) > 1
                ),
                *map(action, (TAG, UNTAG)),
            ),
            resources=EVERYTHING,
        ),
        Statement(
            sid="PassRoles",
            actions=("iam:PassRole",) if (passed := roles(desired)) else (),
            resources=passed,
            conditions={"StringEquals": {"iam:PassedToService": SERVICE}},
        ),
        *_locking(desired, environment),
    )


def _making(kind: Kind, desired: DesiredState, environment: Environment, by_name: bool) -> Statement:
    """Creating a kind, and what cannot be held to a mark: updates of what takes no tags, looks at runs."""
    addresses = sorted(address for address in desired.resources if address.kind == kind.name)
    named = (arn for address in addresses for arn in patterns(address, environment))
    return Statement(
        sid="".join(word.capitalize() for word in f"make {kind.title}".split()),
        actions=_unique(
            (
                kind.create,
                "" if kind.taggable else kind.update,
                kind.describe if made_up(kind) else "",
            )
        ),
        resources=tuple(dict.fromkeys(named))
        if by_name
        else (anything_of(environment, f"{type_of(kind)}/*"),),
    )


def _locking(desired: DesiredState, environment: Environment) -> tuple[Statement, ...]:
    """The one object that the applies of the stack take turns with, where the file names a lock."""
    if desired.lock is None:
        return ()
    key = desired.lock.key(environment.account, environment.region, desired.stack)
    location = f"s3://{desired.lock.bucket}/{key}"
    return (
        Statement(sid="Lock", actions=LOCK_ACTIONS, resources=(objects_arn(location, environment),)),
        # Else S3 says "denied" of a lock that is not there, such as one released a moment ago.
        Statement(
            sid="LockBucket", actions=("s3:ListBucket",), resources=(bucket_arn(location, environment),)
        ),
    )


def _unique(operations: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(action(one) for one in operations if one))
