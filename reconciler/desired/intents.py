"""Consent, adoption, forgetting and policy: what the file agrees to, with every address checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from reconciler.desired.findings import did_you_mean, error, listed, shown, with_hint
from reconciler.desired.node import find
from reconciler.desired.places import DATASET_TYPES
from reconciler.kinds import KINDS
from reconciler.kinds.forms import NAME
from reconciler.model.address import Address, parse_address
from reconciler.model.desired import Adoption, Consent, Forgetting, Policy

if TYPE_CHECKING:
    from reconciler.desired.node import Node, Path
    from reconciler.model.diagnostics import Diagnostic

_SUBTREE = "/**"
_NAME = re.compile(str(NAME["pattern"]).rstrip("$"))
_Intent = TypeVar("_Intent", Consent, Adoption, Forgetting)


@dataclass(slots=True, kw_only=True)
class Intents:
    """What could be read, and what is wrong with the rest."""

    consent: tuple[Consent, ...] = ()
    adopt: tuple[Adoption, ...] = ()
    forget: tuple[Forgetting, ...] = ()
    policy: Policy = field(default_factory=Policy)
    problems: list[Diagnostic] = field(default_factory=list)


def read_intents(root: Node, declared: Collection[Address], wrong: Collection[Path]) -> Intents:
    """Read the entries that are well-formed; `wrong` are the paths of those that are not."""
    read = Intents()
    bad = {path[:2] for path in wrong} | {path[:1] for path in wrong if len(path) == 1}
    problems = read.problems
    read.consent = _once(
        (
            Consent(
                action=action,
                address=address,
                change=_text(node, "change"),
                because=_text(node, "because"),
                empty=_stays_empty(node, problems),
                position=node.position,
            )
            for node in _entries(root, "consent", bad)
            for action in ("delete", "recreate")
            if action in node.entries and (address := _address(node.entries[action].node, problems))
        ),
        problems,
    )
    read.adopt = _once(_adoptions(root, bad, declared, problems), problems)
    read.forget = _once(_forgettings(root, bad, declared, problems), problems)
    if not any(path[0] == "policy" for path in bad if path):
        read.policy = _policy(root, problems)
    return read


def _entries(root: Node, key: str, bad: Collection[Path]) -> Iterator[Node]:
    entry = root.entries.get(key)
    if entry and (key,) not in bad:
        yield from (node for index, node in enumerate(entry.node.items) if (key, index) not in bad)


def _text(node: Node, key: str) -> str:
    return str(node.entries[key].node.value)


def _stays_empty(node: Node, problems: list[Diagnostic]) -> bool:
    """Whether it is agreed that what is recreated stays empty; of a deletion that goes without saying."""
    said = node.entries.get("empty")
    if said and "delete" in node.entries:
        summary = "empty means something beside recreate only"
        problems.append(error("consent/empty", summary, said.key, fix="remove it"))
    return bool(said and said.node.value)


def _adoptions(
    root: Node, bad: Collection[Path], declared: Collection[Address], problems: list[Diagnostic]
) -> Iterator[Adoption]:
    for node in _entries(root, "adopt", bad):
        place = node.entries["address"].node if node.entries else node
        address = _address(place, problems, subtree=True)
        if address is None or not _owned(address, place, problems):
            continue
        if address not in declared:
            hint = did_you_mean(str(address), map(str, declared)) or "declare it first"
            summary = f"{address} is to be adopted, but the file does not declare it"
            problems.append(error("adopt/undeclared", summary, place.position, fix=hint))
            continue
        yield Adoption(
            address=address,
            subtree=str(place.value).endswith(_SUBTREE),
            from_stack=_text(node, "from") if node.entries else None,
            position=node.position,
        )


def _forgettings(
    root: Node, bad: Collection[Path], declared: Collection[Address], problems: list[Diagnostic]
) -> Iterator[Forgetting]:
    for node in _entries(root, "forget", bad):
        address = _address(node, problems)
        if address is None or not _owned(address, node, problems):
            continue
        if address in declared:
            summary = f"{address} is to be forgotten, but the file still declares it"
            fix = "remove its declaration, or this entry"
            problems.append(error("forget/declared", summary, node.position, fix=fix))
            continue
        yield Forgetting(address=address, position=node.position)


def _owned(address: Address, node: Node, problems: list[Diagnostic]) -> bool:
    """Whether the kind carries marks of ownership at all."""
    kind = KINDS[address.kind]
    if kind.taggable and not kind.run:
        return True
    why = "runs are records that nobody owns" if kind.run else f"a {kind.title} takes no tags, hence no owner"
    if kind.owned_through:
        why = f"a {kind.title} belongs to whoever owns its {KINDS[kind.owned_through].title}"
    summary = f"{address} can be neither adopted nor forgotten"
    problems.append(error("address/unowned", summary, node.position, why=why, fix="remove the entry"))
    return False


def _address(node: Node, problems: list[Diagnostic], *, subtree: bool = False) -> Address | None:
    """The address that a node says; a problem and None when it is none."""
    text = str(node.value)
    whole = text.removesuffix(_SUBTREE) if subtree and text.startswith("dataset-group/") else text
    kinds = sorted({kind.name for kind in KINDS.values() if not kind.run})
    kind = whole.split("/")[0]
    summary = f"{shown(text)} is no address"
    fix = "addresses look like campaign/NAME or dataset/GROUP/items"
    try:
        address = parse_address(whole)
    except ValueError:
        problems.append(error("address/form", summary, node.position, fix=fix))
        return None
    if address.kind not in KINDS:
        fix = with_hint(did_you_mean(kind, kinds), f"the kinds are {listed(kinds, 'and')}")
        summary = f"{shown(kind)} is no kind of resource"
    elif not all(_NAME.fullmatch(key) and len(key) <= int(str(NAME["maxLength"])) for key in address.keys):
        fix = "names hold letters, digits, - and _, at most 63"
    elif address.kind.startswith("dataset") and len(address.keys) > 1 and address.name not in DATASET_TYPES:
        fix = f"the dataset types are {listed(DATASET_TYPES, 'and')}"
    else:
        return address
    problems.append(error("address/form", summary, node.position, fix=fix))
    return None


def _once(entries: Iterator[_Intent], problems: list[Diagnostic]) -> tuple[_Intent, ...]:
    """The entries, and a problem for every address that is listed again."""
    first: dict[object, _Intent] = {}
    for entry in entries:
        key = (entry.address, getattr(entry, "action", ""))
        if key in first:
            summary = f"{entry.address} is listed here again; first at {first[key].position}"
            problems.append(error("address/twice", summary, entry.position, fix="remove one of the two"))
        first.setdefault(key, entry)
    return tuple(first.values())


def _policy(root: Node, problems: list[Diagnostic]) -> Policy:
    """`maxDeletes` as a number or a percentage; `floor` is the number that a percentage never goes below."""
    most, floor = find(root, ("policy", "maxDeletes")), find(root, ("policy", "floor"))
    said = most.value if most else None
    if most is None or isinstance(said, int):
        if floor is not None:
            summary = "floor means something beside a percentage only"
            fix = 'write maxDeletes: "20%", or remove floor'
            problems.append(error("policy/floor", summary, floor.position, fix=fix))
        return Policy(max_deletes=said if isinstance(said, int) else None)
    percent = float(str(most.value).rstrip("%"))
    if percent > 100:
        summary = f"maxDeletes: {most.value} is above 100%"
        problems.append(error("policy/percent", summary, most.position, fix="write at most 100%"))
    number = floor.value if floor else None
    return Policy(max_deletes=number if isinstance(number, int) else None, max_deletes_percent=percent)
