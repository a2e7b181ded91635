"""Warnings that the file says to ignore, each with a place and a reason.

Errors are never ignored. A place is looked for in the file as it is for one environment, overrides merged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from reconciler.desired.findings import did_you_mean, error, has_errors, shown, warning
from reconciler.desired.node import find
from reconciler.desired.places import declared
from reconciler.desired.resources import address_of
from reconciler.desired.rules import rules
from reconciler.model.address import Address
from reconciler.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reconciler.desired.node import Node, Path
    from reconciler.model.diagnostics import Diagnostic, Position

NOTHING = "ignore/nothing"
_ENTRIES = ("validate", "ignore")
_DATA = "data/"
"""What ids of rules about data begin with; validation never looks at any."""


@dataclass(frozen=True, slots=True)
class _Ignored:
    rule: str
    path: tuple[str, ...]
    position: Position
    at: str


@dataclass(slots=True)
class _Branch:
    """Entries by the keys of their paths, so that many of them are not gone through for each finding."""

    entries: list[_Ignored] = field(default_factory=list)
    inner: dict[str, _Branch] = field(default_factory=dict)

    def add(self, entry: _Ignored) -> None:
        branch = self
        for key in (entry.rule, *entry.path):
            branch = branch.inner.setdefault(key, _Branch())
        branch.entries.append(entry)

    def covering(self, rule: str, place: Sequence[str]) -> Iterator[_Ignored]:
        """The entries for the rule at the place or around it; `*` stands for any one key."""
        reached = [self.inner[rule]] if rule in self.inner else []
        for key in place:
            reached = [branch.inner[one] for branch in reached for one in {key, "*"} if one in branch.inner]
            for branch in reached:
                yield from branch.entries


def unignored(
    root: Node, found: Sequence[Sequence[Diagnostic]], wrong: Collection[Path], folder: str
) -> tuple[list[list[Diagnostic]], list[Diagnostic]]:
    """What is left of each stage's findings, and what is wrong with the entries themselves.

    `wrong` are the paths of mistakes against the form; `folder` is where schema files are named from.
    An entry that ignores nothing is told only where no error may have kept its finding from being made.
    """
    if find(root, _ENTRIES) is None:
        return [list(stage) for stage in found], []
    entries, problems = _read(root, wrong)
    where = _Places(root, folder)
    tree = _Branch()
    for entry in entries:
        tree.add(entry)
    used = {one for by in _about_data(root, tree).values() for one in by}
    left: list[list[Diagnostic]] = []
    for stage in found:
        kept: list[Diagnostic] = []
        for finding in stage:
            warned = finding.severity is Severity.WARNING
            places = where.of(finding.position) if warned else ()
            by = {one for place in places for one in tree.covering(finding.code, place)}
            used |= by
            kept += [] if by else [finding]
        left.append(kept)
    if not problems and not any(has_errors(stage) for stage in left):
        problems += [_unused(entry) for entry in entries if entry not in used]
    return left, problems


def ignored_data(root: Node, wrong: Collection[Path]) -> Mapping[Address, frozenset[str]]:
    """Address of a dataset to the rules about its data of which the file ignores warnings.

    Whether there is anything to ignore shows where the data is looked at.
    """
    tree = _Branch()
    for entry in _read(root, wrong)[0] if find(root, _ENTRIES) else ():
        tree.add(entry)
    found = _about_data(root, tree)
    return {address: frozenset(one.rule for one in by) for address, by in found.items() if by}


def _about_data(root: Node, tree: _Branch) -> Mapping[Address, set[_Ignored]]:
    """Address of every dataset with an import to the entries about its data."""
    about = [rule for rule in tree.inner if rule.startswith(_DATA)]
    return {
        Address("dataset", place.keys): {
            one for rule in about for one in tree.covering(rule, _texts(place.path))
        }
        for place in (declared(root) if about else ())
        if place.kind.name == "dataset-import-job"
    }


def _unused(entry: _Ignored) -> Diagnostic:
    fix = "remove the entry, or correct its rule or place"
    if entry.rule.startswith(_DATA):
        fix = "remove the entry, or name a dataset that has an import: only such data is checked"
    elif entry.path[0] == "environments":
        fix = (
            "leave environments and its name out: a place is named as if the file had this environment alone"
        )
    return warning(
        NOTHING,
        f"there is no {entry.rule} to ignore at {shown(entry.at)}",
        entry.position,
        why="it would hide the next finding there",
        fix=fix,
    )


def _read(root: Node, wrong: Collection[Path]) -> tuple[list[_Ignored], list[Diagnostic]]:
    """The well-formed entries that may be, and what is wrong with the others."""
    bad = {path[:end] for path in wrong for end in range(1, len(_ENTRIES) + 2)}
    node = find(root, _ENTRIES)
    items = node.items if node and _ENTRIES not in wrong and _ENTRIES[:1] not in wrong else ()
    addresses = {str(address_of(place)): _texts(place.path) for place in declared(root)}
    entries: list[_Ignored] = []
    problems: list[Diagnostic] = []
    for index, item in enumerate(items):
        if (*_ENTRIES, index) in bad:
            continue
        rule, at = (str(item.entries[key].node.value) for key in ("rule", "at"))
        refusal = _refusal(rule, item.entries["rule"].node.position)
        problems += [refusal] if refusal else []
        # A key may hold no dot where it is a name; an address always holds a slash.
        path = addresses.get(at) or tuple(at.split("."))
        entries += [] if refusal else [_Ignored(rule, path, item.position, at)]
    return entries, problems


def _refusal(rule: str, where: Position) -> Diagnostic | None:
    known = rules()
    if rule not in known:
        fix = did_you_mean(rule, known) or "write the id that stands in brackets behind a finding"
        return error("ignore/unknown-rule", f"there is no rule {shown(rule)}", where, fix=fix)
    # What is an error in data may be a warning in the look of a plan, which sees its beginning only.
    if known[rule].severity is Severity.ERROR and not rule.startswith(_DATA):
        summary = f"{rule} finds errors, and only warnings can be ignored"
        return error("ignore/error", summary, where, fix="remove the entry, and correct what the rule finds")
    return None


class _Places:
    """Paths by position, made when first asked for."""

    def __init__(self, root: Node, folder: str) -> None:
        self._root = root
        self._folder = FilePath(folder or ".")
        self._paths: Mapping[Position, set[tuple[str, ...]]] | None = None
        self._starts: list[Position] = []
        self._files: dict[str, set[tuple[str, ...]]] = defaultdict(set)

    def of(self, position: Position | None) -> Collection[tuple[str, ...]]:
        """The paths at a position or of the value around it; in a schema file, those that name the file."""
        if self._paths is None:
            paths: dict[Position, set[tuple[str, ...]]] = defaultdict(set)
            for path, place in _walk(self._root, ()):
                paths[place].add(path)
            self._paths, self._starts = paths, sorted(paths)
            for name, entry in _entries(self._root, "schemas"):
                avro = find(entry, ("avro",))
                if avro and isinstance(avro.value, str):
                    self._files[str(self._folder / avro.value)].add(("schemas", name, "avro"))
        if position is None:
            return ()
        return self._paths.get(position) or self._files.get(position.file) or self._around(position)

    def _around(self, position: Position) -> Collection[tuple[str, ...]]:
        """The paths of the last value or key that starts before a place inside it."""
        index = bisect_right(self._starts, position)
        before = self._starts[index - 1] if index else None
        return self._paths[before] if self._paths and before and before.file == position.file else ()


def _entries(root: Node, key: str) -> Iterator[tuple[str, Node]]:
    found = find(root, (key,))
    for name, entry in (found.entries if found else {}).items():
        yield name, entry.node


def _walk(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Position]]:
    """Every path with the places of its key and of its value."""
    yield path, node.position
    for key, entry in node.entries.items():
        yield (*path, key), entry.key
        yield from _walk(entry.node, (*path, key))
    for index, item in enumerate(node.items):
        yield from _walk(item, (*path, str(index)))


def _texts(path: Path) -> tuple[str, ...]:
    return tuple(str(part) for part in path)
