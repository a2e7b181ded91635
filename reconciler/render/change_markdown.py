"""Changes as Markdown: rows of a table, what stands against them, and their fields as a foldable diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconciler.plan.changes import Action, Change, Effect, Plan, Refusal
from reconciler.render.escape import visible
from reconciler.render.fitting import Part, counted, listed
from reconciler.render.markdown import code, fenced
from reconciler.render.markdown_parts import address, folded, said
from reconciler.render.plan_text import EFFECTS, additions
from reconciler.render.values import LONGEST_WHOLE, field_lines, field_name, show

_ORDER = (
    Action.DELETE,
    Action.RECREATE,
    Action.REPLACE,
    Action.UPDATE,
    Action.CREATE,
    Action.ADOPT,
    Action.FORGET,
    Action.RUN,
    Action.WAIT,
    Action.MARK,
    Action.NONE,
)
_HARD = {Action.DELETE, Action.RECREATE, Action.REPLACE}
_HEAD = "| | address | what happens |\n|---|---|---|"


def is_dangerous(change: Change) -> bool:
    """Whether it destroys, loses data, interrupts requests or changes identifiers, or is refused.

    What is replaced is deleted in the end, a solution with all its trained versions.
    """
    return bool(change.refusal or change.effects or change.action in _HARD)


def urgency(change: Change) -> tuple[bool, bool, bool, bool, int]:
    """Sorts what must be looked at first before everything else."""
    return (
        not is_dangerous(change),
        change.refusal is None,
        Effect.LOSES_DATA not in change.effects,
        not change.unhealthy,
        _ORDER.index(change.action),
    )


def dangers(changes: Sequence[Change]) -> str:
    """How many changes do what, in one line."""
    count = "1 change needs" if len(changes) == 1 else f"{len(changes):,} changes need"
    actions = [
        (action.value, sum(one.action is action for one in changes)) for action in _ORDER if action in _HARD
    ]
    effects = [(words, sum(effect in one.effects for one in changes)) for effect, words in EFFECTS.items()]
    told = ", ".join(f"{words}: {number:,}" for words, number in (*actions, *effects) if number)
    return f"**{count} a careful look.**{f' {told[:1].upper()}{told[1:]}.' if told else ''}"


def table(changes: Sequence[Change], called: tuple[str, str], rank: int) -> Part:
    """One row per change: sign, address, what happens and why."""
    return listed([_row(one) for one in changes], counted(*called), rank, _HEAD)


def _row(change: Change) -> str:
    return f"| {_sign(change)} | {address(str(change.address))} | {_what(change)} |"


def _sign(change: Change) -> str:
    symbol = "x" if change.refusal else change.action.symbol.strip()
    signs = [sign for sign in ("!" if Effect.LOSES_DATA in change.effects else "", symbol) if sign]
    return code(" ".join(signs)) if signs else ""


def _what(change: Change) -> str:
    verb = change.action.value
    if change.refusal:
        verb = "refused" if change.action is Action.NONE else f"{verb} refused"
    if change.unhealthy and change.action is Action.NONE:
        return f"**unhealthy**: {said(change.unhealthy)}"
    effects = "".join(f", {EFFECTS[effect]}" for effect in change.effects)
    return f"**{verb}{effects}**: {said(change.reason)}"


def notes(changes: Sequence[Change], rank: int) -> Part:
    """What is worth knowing of dangerous changes, unfolded."""
    lines = [
        f"- {address(str(one.address))}: {said(note)}"
        for one in changes
        for note in (*((f"unhealthy: {one.unhealthy}",) if one.unhealthy else ()), *one.notes)
    ]
    return listed(lines, counted("note", "notes"), rank)


def refusals(plan: Plan, rank: int) -> Part:
    """What stands against each refused change, and below it everything to paste, in one piece of YAML."""
    refused = plan.refused
    lines = [
        f"- {address(str(one.address))}: {said(one.refusal.why)}.{_to_do(one.refusal)}"
        for one in refused
        if one.refusal
    ]

    def text(kept: int) -> str:
        if not kept:
            return ""
        pasted = [one.refusal.paste for one in refused[:kept] if one.refusal and one.refusal.paste]
        bullets = "\n".join(lines[:kept])
        below = f"\n\n{fenced(_together(pasted), 'yaml')}" if pasted else ""
        return f"**Refused, and what to do:**\n\n{bullets}{below}"

    return Part(
        pieces=len(refused), text=text, missing=counted("refused change", "refused changes"), rank=rank
    )


def _to_do(refusal: Refusal) -> str:
    return f" To do: {said(refusal.fix)}" if refusal.fix else ""


def _together(pasted: Sequence[str]) -> list[str]:
    """One piece per key of the file; what is not an entry of a list stands as it is."""
    entries = [line for line in pasted if ": [" in line and line.endswith("]")]
    rest = [part for line in pasted if line not in entries for part in line.splitlines()]
    return [*(additions(entries) or entries), *rest]


def differences(
    changes: Sequence[Change], called: tuple[str, str], rank: int, *, show_sensitive: bool, noted: bool
) -> Part:
    """The fields of every change that has any, folded away; with `noted` its notes too."""
    found = [
        [f"@@ {visible(str(one.address))} @@", *lines]
        for one in changes
        if (lines := [*_diff(one, show_sensitive), *(_remarks(one) if noted else ())])
    ]
    name_of = counted(*called)

    def text(kept: int) -> str:
        if not kept:
            return ""
        return folded(
            f"Fields of {name_of(kept)}", fenced([line for one in found[:kept] for line in one], "diff")
        )

    def missing(number: int) -> str:
        return f"the fields of {name_of(number)}"

    return Part(pieces=len(found), text=text, missing=missing, rank=rank)


def _remarks(change: Change) -> Iterator[str]:
    if change.unhealthy and change.action is not Action.NONE:
        yield f"! unhealthy: {change.unhealthy}"
    yield from (f"  note: {note}" for note in change.notes)


def _diff(change: Change, show_sensitive: bool) -> Iterator[str]:
    for field in change.fields:
        if field.before is None and change.action in {Action.CREATE, Action.RUN}:
            yield f"+ {field_name(field)}: {show(field.after, LONGEST_WHOLE)}"
            continue
        for line in field_lines(field, show_sensitive=show_sensitive, longest=LONGEST_WHOLE):
            yield f"- {line.name}: {line.live}"
            origin = f"  # {line.origin}" if line.origin and line.origin != change.reason else ""
            yield f"+ {line.name}: {line.file}{origin}"
