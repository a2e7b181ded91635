"""Which operations of a kind the reconciler calls, and on which ARNs IAM checks them.

Every Create, Describe, Update, Delete, Start and Stop is checked on the resource's own ARN, those of a
solution version on its solution's; List and the tag operations take no resource.
Source: service authorization reference, 'Actions defined by Amazon Personalize'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reconciler.kinds import KINDS, Kind
from reconciler.kinds.kind import OnFixed
from reconciler.model.address import Address
from reconciler.model.observed import Environment
from reconciler.plan.naming import arn_of, successor_name

STOP_TRAINING = "StopSolutionVersionCreation"
TAG, UNTAG, READ_TAGS = "TagResource", "UntagResource", "ListTagsForResource"
SWITCHED_OFF_FIRST: Mapping[str, str] = {"solution": "UpdateSolution"}
"""What is sent before a deletion: a solution must not train by itself while it goes."""
_LONGEST = 63
_JOB_TAIL = 20
"""An import job's name is its address, cut, and a tail: 12 hex digits and an attempt, hyphens between."""
_GENERATION_TAIL = 12
"""What a long name is cut for: six hex digits, a generation and hyphens (reconciler.plan.naming)."""


def action(operation: str) -> str:
    """The IAM action of an operation of Personalize; they are called alike."""
    return f"personalize:{operation}"


def made_up(kind: Kind) -> bool:
    """Whether it is a run whose ARN the service makes up: described only while it is waited for."""
    return kind.run and not kind.resource


def described_by_plan(kind: Kind) -> bool:
    """Whether `plan` describes things of the kind."""
    return not made_up(kind)


def listed_by_plan(kind: Kind) -> bool:
    """Whether `plan` lists the kind: what is inside something, or which generations of a name there are."""
    return kind.listing is not None and (bool(kind.listing.parent) or kind.versioned)


def lists_of_fields(kind: Kind) -> Iterable[str]:
    """The Lists that alone show a field of the kind."""
    return (field.listing.operation for field in kind.fields if field.listing)


def only_if_declared(kind: Kind) -> bool:
    """Whether it does not matter once it has left the file: an import that was made is a record."""
    return kind.run and bool(kind.resource)


def type_of(kind: Kind) -> str:
    """The first part of its ARNs: the resource type on which IAM checks its operations."""
    if made_up(kind):
        return type_of(KINDS[next(iter(kind.parents))])
    return kind.resource.partition("/")[0] or kind.name


def patterns(address: Address, environment: Environment) -> tuple[str, ...]:
    """The ARNs that an address may come to have, its generations and its proof among them."""
    kind = KINDS[address.kind]
    if made_up(kind):
        parent, *later = patterns(Address(next(iter(kind.parents)), address.keys), environment)
        return (parent, f"{parent}/*", *later)
    if not kind.resource:
        return (environment.arn(f"{kind.name}/*"),)
    if kind.run:
        return (_named(address, environment, _beginning(str(address).replace("/", "-"), "-", _JOB_TAIL)),)
    names = [address.name]
    if kind.versioned:
        names.append(_beginning(address.name, "-v", _GENERATION_TAIL))
    if kind.on_fixed is OnFixed.PROVE:
        names.append(successor_name(address.name))
    return tuple(_named(address, environment, name) for name in names)


def _named(address: Address, environment: Environment, name: str) -> str:
    if address.kind == "dataset":
        return str(arn_of(address, environment))
    return environment.arn(KINDS[address.kind].resource.format(name=name))


def _beginning(name: str, separator: str, tail: int) -> str:
    """What all names made from this one begin with: with a long tail a long name is cut before it."""
    return f"{name}{separator}*" if len(name) + tail <= _LONGEST else f"{name[: _LONGEST - tail]}*"
