"""The rules as small files: adding a file, or a row to one, adds rules.

Belongs here: RULES, what is known of every rule whose breach a diagnostic reports, and beside it, in CHECKS,
the checks that look at one declaration, in RECIPE_CHECKS those that need its recipe as well, in FILE_CHECKS
those that look at all declarations together. Does not belong here: what finds a breach on the way, as while
reading YAML; that stays where it is found, and only its row is here.

Beside a row, tests want a file that breaks the rule and a near miss in tests/rules/ID/breaks and passes, of
which the row's examples are excerpts; `make specs` writes docs/rules.md anew.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reconciler.model.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from reconciler.desired.node import Node
    from reconciler.desired.recipe_uses import RecipeCheck
    from reconciler.desired.resources import Declared
    from reconciler.desired.rules.check import Check, FileCheck
    from reconciler.model.diagnostics import Diagnostic


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, family by family."""
    rows: list[Rule] = [row for module in _modules() for row in getattr(module, "RULES", ())]
    return MappingProxyType({row.id: row for row in sorted(rows, key=lambda row: row.id.split("/"))})


def check_rules(found: Sequence[Declared], root: Node) -> Iterator[Diagnostic]:
    """The findings of every check on every declaration of its kind, then of those on the whole file."""
    checks: Mapping[str, tuple[Check, ...]] = _by_kind("CHECKS")
    for item in found:
        for check in checks.get(item.place.kind.name, ()):
            yield from check(item, root)
    for file_check in _file_checks():
        yield from file_check(found, root)


def recipe_checks() -> Mapping[str, tuple[RecipeCheck, ...]]:
    """The checks that need to know the recipe, by kind, in order of the modules."""
    return _by_kind("RECIPE_CHECKS")


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))


@cache
def _by_kind(table: str) -> Mapping[str, Any]:
    """What the modules' tables of this name hold, in order of the modules."""
    made: dict[str, tuple[Any, ...]] = {}
    for module in _modules():
        for kind, checks in getattr(module, table, {}).items():
            made[kind] = (*made.get(kind, ()), *checks)
    return MappingProxyType(made)


@cache
def _file_checks() -> tuple[FileCheck, ...]:
    """In order of the modules."""
    return tuple(check for module in _modules() for check in getattr(module, "FILE_CHECKS", ()))
