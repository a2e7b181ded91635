"""A whole file at once, all of its environments: for `validate`, and for what a workflow must know of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, TextIO

from reconciler.desired.document import read_document
from reconciler.desired.environments import KEY, names, none_named, resolved
from reconciler.desired.excerpts import with_excerpts
from reconciler.desired.findings import MAX_FINDINGS, has_errors, in_order, listed
from reconciler.desired.ignoring import NOTHING
from reconciler.desired.load import load_document, load_environment, whole_file
from reconciler.desired.node import find
from reconciler.desired.variable_rules import check_variables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconciler.desired.node import Node
    from reconciler.desired.source import Source
    from reconciler.model.desired import DesiredState
    from reconciler.model.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The state of each environment that was looked at, "" being a file without; none if one is at fault."""

    states: Mapping[str, DesiredState]
    diagnostics: tuple[Diagnostic, ...]


def check(path: str, *, stdin: TextIO | BinaryIO | None, environment: str | None = None) -> Checked:
    """What is wrong with a file: in one environment, or, with None, in any of those that it names."""
    document = read_document(path, stdin)
    every = names(document.root) if document.root else ()
    if environment or not document.root or not every:
        loaded = load_document(document, environment)
        states = {loaded.state.environment: loaded.state} if loaded.state else {}
        return Checked(states=states, diagnostics=with_excerpts(loaded.diagnostics, loaded.sources))
    found: dict[Diagnostic, list[str]] = {}
    sound: dict[str, DesiredState] = {}
    sources: dict[str, Source] = {}
    resolved_of, across = whole_file(document.root)
    for name in every:
        loaded = load_environment(document, resolved_of[name], across)
        sound |= {name: loaded.state} if loaded.state else {}
        sources |= {source.file: source for source in loaded.sources}
        for finding in loaded.diagnostics:
            found.setdefault(finding, []).append(name)
    told = [
        _of(finding, where, every)
        for finding, where in found.items()
        if finding.code != NOTHING or len(where) == len(every)
    ]
    diagnostics = in_order(document.source.file, told)
    states = {} if has_errors(diagnostics) else sound
    return Checked(states=states, diagnostics=with_excerpts(diagnostics, tuple(sources.values())))


def _of(finding: Diagnostic, where: list[str], every: tuple[str, ...]) -> Diagnostic:
    """The finding with the environments that it is of, where it is not of all and does not say so itself."""
    if len(where) == len(every) or any(f"environment {name}" in finding.summary for name in where):
        return finding
    word = "environment" if len(where) == 1 else "environments"
    return replace(finding, summary=f"{finding.summary} ({word} {listed(where, 'and')})")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentRow:
    """What a workflow has to know of one environment; "" wherever the file does not say it.

    The roles are ARNs for the workflow to assume before `plan` and before `apply`; no command assumes one.
    """

    name: str
    account: str
    region: str
    plan_role: str
    apply_role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentRows:
    """One row per environment in the order of the file; none exactly when a diagnostic is an error."""

    rows: tuple[EnvironmentRow, ...]
    diagnostics: tuple[Diagnostic, ...]


def environment_rows(path: str, *, stdin: TextIO | BinaryIO | None) -> EnvironmentRows:
    """The environments of the file, for a workflow's matrix; one of name "" for a file without any.

    Only what stands in the way of these rows is reported, so that a job per environment can say the rest.
    """
    document = read_document(path, stdin)
    if document.root is None:
        return EnvironmentRows(rows=(), diagnostics=with_excerpts(document.problems, [document.source]))
    rows: list[EnvironmentRow] = []
    nameless = none_named(document.root)
    found = [*([nameless] if nameless else []), *islice(check_variables(document.root), MAX_FINDINGS)]
    for name in names(document.root) or ("",):
        row, problems = _row(document.root, name)
        rows += [row] if row else []
        found += problems
    diagnostics = in_order(document.source.file, document.problems, found)
    sound = () if has_errors(diagnostics) else tuple(rows)
    return EnvironmentRows(rows=sound, diagnostics=with_excerpts(diagnostics, [document.source]))


def _row(source: Node, name: str) -> tuple[EnvironmentRow | None, list[Diagnostic]]:
    from reconciler.desired.validation import mistakes  # noqa: PLC0415

    meant = resolved(source, name)
    if meant.root is None:
        return None, list(meant.problems)
    about = {KEY, "account", "region"}
    wrong = [one.diagnostic for one in mistakes(meant.root) if one.path[:1] and one.path[0] in about]
    role = find(meant.root, (KEY, name, "role"))
    row = EnvironmentRow(
        name=name,
        account=_text(find(meant.root, ("account",))),
        region=_text(find(meant.root, ("region",))),
        plan_role=_text(role and (find(role, ("plan",)) or role)),
        apply_role=_text(role and (find(role, ("apply",)) or role)),
    )
    return row, wrong


def _text(node: Node | None) -> str:
    return node.value if node and isinstance(node.value, str) else ""
