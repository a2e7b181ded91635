"""What is wrong with variables across the file: used but not said, said but not used, not said everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reconciler.desired.environments import KEY, environment_key, names, variables_of
from reconciler.desired.findings import did_you_mean, error, listed, shown, with_hint
from reconciler.desired.node import find
from reconciler.desired.variables import OPENING, uses

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.variables import Use
    from reconciler.model.diagnostics import Diagnostic, Position

_LITERAL = "write $${ where the text itself is meant"


def check_variables(root: Node) -> Iterator[Diagnostic]:
    """The findings that hold whichever environment is meant."""
    said: dict[str, Position] = {}
    for name in names(root):
        for variable, entry in variables_of(root, name).items():
            said.setdefault(variable, entry.key)
            if isinstance(entry.node.value, str) and OPENING in entry.node.value:
                yield error(
                    "variable/nested",
                    f"the variable {shown(variable)} holds {OPENING}",
                    entry.node.position,
                    why="a variable's value is taken as it stands; nothing is substituted in it",
                    fix="write the value out",
                )
    used: set[str] = set()
    for use in _uses(root):
        used.add(use.name)
        if use.name not in said:
            yield _unknown(use, list(said), named=KEY in root.entries)
    yield from _uneven(root, said)
    for variable, where in said.items():
        if variable not in used:
            summary = f"nothing in the file uses the variable {shown(variable)}"
            fix = (
                did_you_mean(variable, sorted(used - {""}))
                or f"use it as {OPENING}{variable}}}, or remove it"
            )
            yield error("variable/unused", summary, where, fix=fix)


def _uses(root: Node) -> Iterator[Use]:
    """Every use outside the values of variables."""
    seen: set[int] = set()
    for key, entry in root.entries.items():
        if key != KEY:
            yield from uses(entry.node, seen)
    for name in names(root):
        environment = find(root, (KEY, name))
        for key, entry in (environment.entries if environment else {}).items():
            if key != "variables":
                yield from uses(entry.node, seen)


def _unknown(use: Use, known: list[str], *, named: bool) -> Diagnostic:
    if not use.name:
        summary = f"{OPENING} begins a variable here, but no name and }} follow"
        return error("variable/form", summary, use.position, fix=f"write {OPENING}NAME}}; or {_LITERAL}")
    if not named:
        return error(
            "variable/unknown",
            f"{OPENING}{use.name}}} means nothing here: the file has no environments",
            use.position,
            why="variables are said below `environments:`, one value for each",
            fix=f"name environments with this variable, or {_LITERAL}",
        )
    said = f"the variables are {listed(known[:10], 'and')}" if known else "no environment says variables"
    fix = with_hint(did_you_mean(use.name, known), said)
    return error("variable/unknown", f"there is no variable {shown(use.name)}", use.position, fix=fix)


def _uneven(root: Node, said: Iterable[str]) -> Iterator[Diagnostic]:
    """Environments that lack a variable of another."""
    for name in names(root):
        mine = variables_of(root, name)
        lacking = [variable for variable in said if variable not in mine]
        if lacking:
            yield error(
                "variable/missing",
                f"environment {name} lacks the variables that others say: {listed(lacking[:10], 'and')}",
                environment_key(root, name),
                why="a value that only some environments have would fail in the others",
                fix="say every variable in every environment",
            )
