"""The roles that a file names and the service takes on: what for, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.kinds import KINDS
from reconciler.kinds.kind import RoleUse
from reconciler.model.desired import DesiredState
from reconciler.model.values import Json, at_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """One use of a role: `location` and `key` are "" where it reaches no bucket or no key."""

    role: str
    location: str
    key: str
    use: RoleUse


def assumed(desired: DesiredState) -> tuple[Assumed, ...]:
    """Every use of every role that the file names, in the order of the addresses."""
    found: dict[Assumed, None] = {}
    for address, declared in sorted(desired.resources.items()):
        for use in KINDS[address.kind].passes:
            role, location, key = (_said(declared.fields, path) for path in (use.role, use.location, use.key))
            if role:
                found[Assumed(role=role, location=location, key=key, use=use)] = None
    return tuple(found)


def roles(desired: DesiredState) -> tuple[str, ...]:
    """The ARNs of the roles that are passed to the service."""
    return tuple(sorted({one.role for one in assumed(desired)}))


def _said(fields: Mapping[str, Json], path: str) -> str:
    """The text at a dotted path of which a field's key may be the beginning; "" when there is none."""
    for key, value in fields.items():
        if path == key:
            return value if isinstance(value, str) else ""
        if path.startswith(f"{key}.") and isinstance(value, Mapping):
            inner = at_path(value, path.removeprefix(f"{key}."))
            return inner if isinstance(inner, str) else ""
    return ""
