"""Named environments: which there are, which one is meant, and the file as it is for that one.

`resolved` yields a tree like that of a file without environments: variables filled in, overrides merged,
the environment's own account, region, tags and so on in place of the file's. What is validated is that tree;
every node keeps the place in the text where it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reconciler.desired.findings import did_you_mean, error, listed, shown
from reconciler.desired.node import MAX_DEPTH, MAX_NODES, Entry, Node, find, list_node, mapping_node
from reconciler.desired.overrides import overridden
from reconciler.desired.variables import Substitution, TooMuchTextError

if TYPE_CHECKING:
    from reconciler.model.diagnostics import Diagnostic, Position

KEY = "environments"
MOST = 20
"""Environments of one file."""
_MOST_VALUES = 5 * MAX_NODES
_Entries: TypeAlias = "dict[str, Entry]"


def _instead(_: Node | None, own: Node) -> Node:
    return own


def _key_by_key(base: Node | None, own: Node) -> Node:
    if base is None or not isinstance(own.value, Mapping):
        return own
    return mapping_node(own.position, {**base.entries, **own.entries})


def _added(base: Node | None, own: Node) -> Node:
    if base is None or not isinstance(own.value, tuple):
        return own
    return list_node(base.position, [*base.items, *own.items]) if isinstance(base.value, tuple) else base


TAKES: Mapping[str, Callable[[Node | None, Node], Node]] = {
    "account": _instead,
    "region": _instead,
    "tags": _key_by_key,
    "consent": _added,
    "adopt": _added,
    "forget": _added,
    "policy": _instead,
}
"""The keys of the file that an environment may say as well, and how the two become one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The file as it is for the environment `name`, "" where it names none; `root` None if it is too large.

    `prefix` goes before every name. `filled` says which variables stand at a position, `said` where the
    environment says each of them; at the positions `unfilled` stands a use that is a mistake itself.
    """

    name: str
    root: Node | None
    prefix: str = ""
    problems: Sequence[Diagnostic] = ()
    filled: Mapping[Position, frozenset[str]]
    unfilled: Collection[Position]
    said: Mapping[str, Position]


def names(root: Node) -> tuple[str, ...]:
    """The environments that the file names, in its order; none for a file without."""
    return tuple(_named(root))


def too_many(root: Node) -> Diagnostic | None:
    """The refusal of more than MOST, or of more values in all of them together than can be looked at soon."""
    count = len(names(root))
    if count <= MOST and (count == 1 or count * root.size <= _MOST_VALUES):
        return None
    summary = f"{count} environments of {root.size:,} values"
    why = f"a file may name {MOST} environments, and have {_MOST_VALUES:,} values in all of them together"
    fix = "split the file"
    return error("environment/too-many", summary, root.entries[KEY].key, why=why, fix=fix)


def _named(root: Node) -> Mapping[str, Entry]:
    entry = root.entries.get(KEY)
    return entry.node.entries if entry else {}


def none_named(root: Node) -> Diagnostic | None:
    """What is wrong with a file that has the key and names nothing below it."""
    entry = root.entries.get(KEY)
    if entry is None or entry.node.entries:
        return None
    fix = f"name one, e.g. {KEY}: {{staging: {{}}}}, or remove the key"
    return error("environment/none", "no environment is named here", entry.key, fix=fix)


def chosen(root: Node, wanted: str | None) -> str | Diagnostic:
    """The environment that a command is about, "" for a file without any; or why none can be."""
    entry = root.entries.get(KEY)
    if entry is None:
        return _unwanted(root, wanted) if wanted else ""
    if nameless := none_named(root):
        return nameless
    known = list(entry.node.entries)
    options = listed([f"--env {shown(name)[1:-1]}" for name in known])
    if not wanted:
        return error(
            "environment/choose",
            f"the file has environments, so a command must say which one it is about: {listed(known)}",
            entry.key,
            fix=f"pass {options}, or set RECONCILE_ENV",
        )
    if wanted not in entry.node.entries:
        summary = f"the file has no environment {shown(wanted)}"
        fix = " ".join(filter(None, [did_you_mean(wanted, known), f"Pass {options}."]))
        return error("environment/unknown", summary, entry.key, fix=fix)
    return wanted


def _unwanted(root: Node, wanted: str) -> Diagnostic:
    return error(
        "environment/none",
        f"environment {shown(wanted)} is asked for, but the file has no environments",
        root.position,
        fix=f"leave --env (or RECONCILE_ENV) out, or name it below `{KEY}:`",
    )


def environment_key(root: Node, name: str) -> Position:
    """Where an environment is named."""
    return _named(root)[name].key


def variables_of(root: Node, name: str) -> Mapping[str, Entry]:
    """The variables that an environment says, well-formed or not."""
    found = find(root, (KEY, name, "variables"))
    return found.entries if found else {}


def resolved(root: Node, name: str) -> Resolved:
    """The file as it is for one of its environments; for "" the file itself, with only `$${` resolved."""
    said = variables_of(root, name)
    filling = Substitution({key: entry.node for key, entry in said.items() if _is_scalar(entry.node)})
    problems: list[Diagnostic] = []
    whole: Node | None = None
    try:
        whole = _with_environment(root, name, filling, problems) if name else filling.of(root)
    except TooMuchTextError as problem:
        problems.append(_too_much(name, problem.position))
    if whole and whole.size > MAX_NODES:
        problems.append(_too_much(name, environment_key(root, name) if name else root.position))
        whole = None
    if whole and whole.height > MAX_DEPTH:
        summary = f"with its overrides, environment {name} nests more than {MAX_DEPTH} levels"
        fix = "nest less in what the environment overrides"
        problems.append(error("file/too-deep", summary, environment_key(root, name), fix=fix))
        whole = None
    prefix = find(whole, (KEY, name, "prefix")) if whole and name else None
    return Resolved(
        name=name,
        root=whole,
        prefix=prefix.value if prefix and isinstance(prefix.value, str) else "",
        problems=problems,
        filled=filling.filled,
        unfilled=filling.unfilled,
        said={key: entry.node.position for key, entry in said.items()},
    )


def _is_scalar(node: Node) -> bool:
    return isinstance(node.value, str | int | float)


def _too_much(name: str, where: Position) -> Diagnostic:
    whose = f"with the variables of environment {name}, " if name else ""
    summary = f"{whose}the file expands to more than {MAX_NODES:,} values"
    return error("file/too-many-values", summary, where, fix="use fewer aliases or several stacks")


def _with_environment(root: Node, name: str, filling: Substitution, problems: list[Diagnostic]) -> Node:
    shared = mapping_node(root.position, {key: one for key, one in root.entries.items() if key != KEY})
    block = root.entries[KEY]
    entry = block.node.entries[name]
    own: _Entries = {
        key: one if key == "variables" else Entry(one.key, filling.of(one.node))
        for key, one in entry.node.entries.items()
    }
    whole = filling.of(shared)
    overrides = own.get("overrides")
    if overrides and overrides.node.entries:
        whole, wrong = overridden(whole, overrides.node)
        problems += wrong
        del own["overrides"]
    top: _Entries = dict(whole.entries)
    for key, merge in TAKES.items():
        if key in own:
            mine, base = own.pop(key), top.get(key)
            top[key] = Entry(mine.key, merge(base.node if base else None, mine.node))
    left = mapping_node(entry.node.position, own) if entry.node.entries else entry.node
    # What is left of the environment stays where the schema of the file looks for it.
    named = mapping_node(block.node.position, {name: Entry(entry.key, left)})
    top[KEY] = Entry(block.key, named)
    return mapping_node(root.position, top)
