"""An environment's prefix before the stack's name and every declared one.

Everything in the file is read and checked as it is written; the prefix is the last step, so that messages
and positions speak of what a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reconciler.desired.findings import error
from reconciler.desired.places import by_type
from reconciler.kinds import KINDS
from reconciler.kinds.forms import NAME
from reconciler.model.address import Address

if TYPE_CHECKING:
    from reconciler.desired.environments import Resolved
    from reconciler.kinds.kind import Field, Kind
    from reconciler.model.desired import DesiredResource
    from reconciler.model.diagnostics import Diagnostic, Position

LONGEST_STACK = 128
"""As STACK_PATTERN has it; a tag's value holds 256."""
_LONGEST = int(str(NAME["maxLength"]))


def prefixed(address: Address, prefix: str) -> Address:
    """The address in an environment of that prefix: only names that the file chooses take it."""
    return Address(address.kind, (prefix + address.keys[0], *address.keys[1:]))


def with_prefix(resource: DesiredResource, prefix: str) -> DesiredResource:
    """The resource under its prefixed name, and what it refers to under theirs."""
    kind = KINDS[resource.address.kind]
    named = {field.key for field in kind.fields if _names(kind, field)} & set(resource.fields)
    return replace(
        resource,
        address=prefixed(resource.address, prefix),
        fields={**resource.fields, **{key: f"{prefix}{resource.fields[key]}" for key in named}},
        parents={kind: prefixed(parent, prefix) for kind, parent in resource.parents.items()},
    )


def _names(kind: Kind, field: Field) -> bool:
    """Whether a field's value is a name: the thing's own, or one of something declared."""
    return bool(field.refers) or _is_own_name(kind, field)


def _is_own_name(kind: Kind, field: Field) -> bool:
    return bool(field.member) and field.member == kind.name_member


def check_lengths(resources: Iterable[DesiredResource], resolved: Resolved) -> Iterator[Diagnostic]:
    """Names that the prefix makes longer than the service takes."""
    for resource in resources if resolved.prefix else ():
        for name, where in _declared_names(resource):
            length = len(resolved.prefix) + len(name)
            if length > _LONGEST:
                yield error(
                    "name/too-long",
                    f"{name} is {length} characters long with the prefix of environment {resolved.name}",
                    where,
                    why=f"a name takes {_LONGEST}",
                    fix=f"shorten it or the prefix {resolved.prefix}",
                )


def check_stack(stack: str, where: Position, resolved: Resolved) -> Iterator[Diagnostic]:
    """A stack whose name the prefix makes too long."""
    if len(resolved.prefix) + len(stack) > LONGEST_STACK:
        summary = f"the stack's name is too long with the prefix of environment {resolved.name}"
        yield error("name/too-long", summary, where, fix=f"shorten it to {LONGEST_STACK} characters in all")


def _declared_names(resource: DesiredResource) -> Iterator[tuple[str, Position]]:
    """The name that a declaration chooses, if it does, and where."""
    kind, address = KINDS[resource.address.kind], resource.address
    own = next((field.key for field in kind.fields if _is_own_name(kind, field)), "")
    if own in resource.fields:
        yield str(resource.fields[own]), resource.positions.get(own, resource.position)
    elif not kind.run and not by_type(kind):
        yield address.name, resource.position
