"""The resource kinds as data, one file per kind: adding a file adds a kind.

Belongs here: what a kind's fields are, whether they can change, how they compare, which operations the
API has. Does not belong here: decisions, calls, text. Every row is held against botocore's service model
by tests/architecture/test_kinds_conform.py.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from reconciler.kinds.kind import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


def _collect() -> Mapping[str, Kind]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    rows = [module.KIND for module in modules if isinstance(getattr(module, "KIND", None), Kind)]
    return MappingProxyType({row.name: row for row in sorted(rows, key=lambda row: row.rank)})


KINDS: Mapping[str, Kind] = _collect()
"""Kind name to kind, in creation order."""

__all__ = ["KINDS", "Kind"]
