"""Physical names and ARNs of addresses.

ARNs are derived, never guessed: they follow from account, region, name and type, except for event
trackers and solution versions, which the service makes up.
Source: service authorization reference, 'Resource types defined by Amazon Personalize'.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconciler.kinds import KINDS
from reconciler.kinds.dataset import API_TYPES
from reconciler.model.address import Address
from reconciler.model.values import Unknown, short_hash

if TYPE_CHECKING:
    from reconciler.model.observed import Environment

_NUMBERED = re.compile(r"-v(?P<number>[1-9][0-9]*)$")
LONGEST = 63
"""Characters of a name. Source: service model, shape Name."""


def arn_of(address: Address, environment: Environment, name: str = "") -> str | Unknown:
    """The ARN behind an address, of the generation called `name` if given; Unknown where it is made up."""
    template = KINDS[address.kind].resource
    if not template:
        return Unknown(address)
    group, last = address.keys[0], address.keys[-1]
    type_part = API_TYPES.get(last, last).upper()
    return environment.arn(template.format(name=name or last, group=group, type=type_part))


def generation_name(base: str, number: int) -> str:
    """The physical name of a generation: NAME, NAME-v2, NAME-v3, …; a name too long for it is cut."""
    return base if number == 1 else suffixed(base, f"-v{number}")


def successor_name(name: str) -> str:
    """The name under which a successor is proven before it takes over: NAME-next, cut like a generation's."""
    return suffixed(name, "-next")


def suffixed(name: str, suffix: str) -> str:
    """The name and its suffix; where both do not fit, a mark of the whole name stands for what is cut."""
    if len(name) + len(suffix) <= LONGEST:
        return name + suffix
    told = f"-{cut_mark(name)}{suffix}"
    return name[: LONGEST - len(told)] + told


def cut_mark(name: str) -> str:
    """Six hex digits that tell a name that was cut from others that begin like it."""
    return short_hash(name, 6)


def generation_number(base: str, name: str) -> int | None:
    """Which generation of `base` a physical name is, None when it is none of its."""
    if name == base:
        return 1
    match = _NUMBERED.search(name)
    if match is None or match["number"] == "1" or len(name) > LONGEST:
        return None
    number = int(match["number"])
    return number if generation_name(base, number) == name else None


def kind_of_arn(arn: str) -> str | None:
    """The kind that an ARN is of, None for resources that no kind describes."""
    _, _, resource = arn.partition(":personalize:")
    parts = resource.split(":")[-1].split("/")
    matching = [kind for kind in KINDS if kind == parts[0]]
    return matching[0] if matching and len(parts) == (3 if parts[0] == "dataset" else 2) else None
