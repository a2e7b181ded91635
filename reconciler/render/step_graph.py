"""The order of a plan's steps as a Mermaid graph, small enough to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reconciler.plan.changes import Action, Plan, Step
from reconciler.render.escape import visible
from reconciler.render.markdown import fenced
from reconciler.render.values import shorten
from reconciler.render.words import subject

_MOST_NODES = 24
_LONGEST_LABEL = 72
_WIDEST = 6
"""So many boxes beside each other can be read in a comment; more stand below each other."""
_STYLES = {
    "create": "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    "update": "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
    "delete": "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
    "run": "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
    "other": "fill:#f6f8fa,stroke:#59636e,color:#1f2328",
}
_CLASSES = {
    Action.CREATE: "create",
    Action.UPDATE: "update",
    Action.START: "update",
    Action.STOP: "delete",
    Action.DELETE: "delete",
    Action.RUN: "run",
}
_PLAIN = frozenset(" ./-_()")

Edges = Mapping[str, frozenset[str]]


def step_graph(plan: Plan) -> str:
    """A fence with the graph; "" where there is no order to show.

    Steps that only write marks are left out. Where there are too many, those of one verb and kind stand
    together; an edge then says that one of them waits for one of the others.
    """
    steps = [step for step in plan.steps if step.action is not Action.MARK]
    before = _waits(plan.steps)
    labels = {step.id: (step.id.partition(" ")[0], subject(step.id)) for step in steps}
    classes = {step.id: _class(step) for step in steps}
    if len(steps) > _MOST_NODES:
        groups = {step.id: f"{labels[step.id][0]} {step.kind}" for step in steps}
        before = _grouped(before, groups)
        classes = {groups[step.id]: _class(step) for step in steps}
        labels = {
            group: (group.partition(" ")[0], _many(group, list(groups.values()).count(group)))
            for group in dict.fromkeys(groups.values())
        }
    if len(labels) < 2 or len(labels) > 2 * _MOST_NODES or not any(before.values()):
        return ""
    return fenced(list(_lines(labels, classes, _reduced(before))), "mermaid")


def _many(group: str, number: int) -> str:
    kind = group.partition(" ")[2]
    return kind if number == 1 else f"{kind} \N{MULTIPLICATION SIGN} {number:,}"


def _lines(labels: Mapping[str, tuple[str, str]], classes: Mapping[str, str], before: Edges) -> Iterable[str]:
    yield f"flowchart {'TD' if _depth(labels, before) > _WIDEST else 'LR'}"
    ids = {key: f"n{number}" for number, key in enumerate(labels, 1)}
    for key, (verb, about) in labels.items():
        yield f'  {ids[key]}["{_label(verb)}<br/>{"<br/>".join(_about(about))}"]:::{classes[key]}'
    for key in labels:
        yield from (f"  {ids[one]} --> {ids[key]}" for one in sorted(before[key], key=list(ids).index))
    used = set(classes.values())
    yield from (f"  classDef {style} {look}" for style, look in _STYLES.items() if style in used)


def _depth(keys: Iterable[str], before: Edges) -> int:
    """How many steps stand one behind the other; keys come after those that they wait for."""
    depths: dict[str, int] = {}
    for key in keys:
        depths[key] = 1 + max((depths.get(one, 0) for one in before[key]), default=0)
    return max(depths.values())


def _class(step: Step) -> str:
    return _CLASSES.get(step.action, "other")


def _about(subject_of: str) -> Iterable[str]:
    """The address, and below it what tells this step from others of the same address."""
    where, _, which = subject_of.partition(" (")
    return map(_label, (where, f"({which}") if which else (where,))


def _label(text: str) -> str:
    """Text in which Mermaid finds no syntax, and a browser no tag: all that is no letter as an entity.

    Of formulas and line breaks, $$ and \\n, it thinks after decoding: a space of no width stands between.
    """
    short = shorten(visible(text), _LONGEST_LABEL)
    return "".join(one if one.isalnum() or one in _PLAIN else _entity(one) for one in short)


def _entity(character: str) -> str:
    return f"#{ord(character)};{'#8203;' if character in '$' + chr(92) else ''}"


def _waits(steps: Sequence[Step]) -> Edges:
    """What each step waits for; through a step that is left out, what that one waits for."""
    found: dict[str, frozenset[str]] = {}
    left_out: dict[str, frozenset[str]] = {}
    for step in steps:
        direct: set[str] = set()
        for one in step.waits_for:
            direct |= left_out.get(one, {one} if one in found else set())
        (left_out if step.action is Action.MARK else found)[step.id] = frozenset(direct)
    return found


def _grouped(before: Edges, groups: Mapping[str, str]) -> Edges:
    found: dict[str, set[str]] = {group: set() for group in groups.values()}
    for key, ones in before.items():
        found[groups[key]] |= {groups[one] for one in ones} - {groups[key]}
    return {key: frozenset(ones) for key, ones in found.items()}


def _reduced(before: Edges) -> Edges:
    """Without the edges that others imply."""
    ancestors: dict[str, frozenset[str]] = {}

    def above(key: str, path: frozenset[str]) -> frozenset[str]:
        if key in path:
            return frozenset()  # groups may wait for each other in a circle
        if key not in ancestors:
            higher = (above(one, path | {key}) for one in before[key])
            ancestors[key] = before[key].union(*higher)
        return ancestors[key]

    return {
        key: frozenset(
            one for one in ones if not any(one in above(other, frozenset()) for other in ones if other != one)
        )
        for key, ones in before.items()
    }
