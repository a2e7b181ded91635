"""A plan as text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reconciler.plan.changes import Action, Change, Effect, FieldChange, Plan
from reconciler.render.escape import visible
from reconciler.render.heading import heading
from reconciler.render.paint import Paint
from reconciler.render.remarks import remarks
from reconciler.render.scope import COMMANDS, nothing_to_do, scope_title
from reconciler.render.values import LONGEST_WHOLE, FieldLine, field_lines, field_name, show

_INDENT = " " * 8
_WIDEST_ADDRESS = 48
_WIDEST_NAME = 40
_WIDEST_VALUES = 32
_ONE_LINE = 64
_QUIET = {Action.NONE, Action.MARK}
_MAKING = {Action.CREATE, Action.RUN}

EFFECTS = {
    Effect.LOSES_DATA: "loses data",
    Effect.INTERRUPTS: "interrupts requests",
    Effect.CHANGES_IDENTIFIER: "changes an identifier that clients use",
}
"""What a step does to resources, in words."""


def plan_text(plan: Plan, *, paint: Paint, show_sensitive: bool = False, verbose: bool = False) -> str:
    """The whole plan; its last line, always there, counts the actions."""
    shown = [change for change in plan.changes if verbose or is_shown(change)]
    width = min(max((len(str(change.address)) for change in shown), default=0), _WIDEST_ADDRESS)
    blocks = [_heading(plan, paint)]
    blocks += _spaced(["\n".join(_change(change, width, paint, show_sensitive)) for change in shown])
    if not plan.has_differences and not plan.problems:
        blocks.append(visible(nothing_to_do(plan)))
    blocks += remarks(plan.warnings, plan.problems, paint)
    asked = additions([one.refusal.paste for one in plan.refused if one.refusal])
    if asked:
        blocks.append(
            "\n".join(
                [f"To agree to all of it, {_where(plan)} says:", *(f"  {visible(one)}" for one in asked)]
            )
        )
    blocks.append(_last_line(plan, paint))
    return "\n\n".join(blocks)


def is_shown(change: Change) -> bool:
    """Whether a change is worth a reader's time: it acts, is refused, is unhealthy or carries a note."""
    return bool(change.action not in _QUIET or change.refusal or change.unhealthy or change.notes)


def summary(plan: Plan) -> str:
    """The last line of every plan."""
    numbers = plan.counts()
    words = ", ".join(f"{count} to {word}" for word, count in numbers.items() if word != "refused")
    return f"Plan: {words}, {numbers['refused']} refused."


def cannot_apply(plan: Plan) -> str:
    """Why this plan may not be applied as it is; "" when it may."""
    if plan.problems:
        return "Incomplete: not everything could be read, so nothing of this plan can be applied."
    if plan.refused:
        verb = COMMANDS[plan.scope].split()[1]
        return f"Refused: {verb} changes nothing at all until every refused step is resolved."
    return ""


def additions(lines: Sequence[str]) -> list[str]:
    """What the lines to paste ask for as one piece of YAML per key, since a file has each key once.

    Empty where a single line says it all.
    """
    entries: dict[str, list[str]] = {}
    for line in lines:
        key, _, listed = line.partition(": [")
        if listed.endswith("]"):
            entries.setdefault(key, []).append(listed.removesuffix("]"))
    if sum(map(len, entries.values())) < 2:
        return []
    return [line for key, items in entries.items() for line in (f"{key}:", *(f"  - {one}" for one in items))]


def _where(plan: Plan) -> str:
    name = plan.environment.name
    return f"the file below environments.{visible(name)}" if name else "the file"


def _heading(plan: Plan, paint: Paint) -> str:
    lines = heading(plan.environment, plan.stack, plan.file, paint)
    title = scope_title(plan)
    return f"{paint('danger', visible(title))}\n{lines}" if title else lines


def _spaced(changes: list[str]) -> list[str]:
    """Changes of one line stay together, those with details stand apart."""
    groups: list[str] = []
    together = False
    for text in changes:
        alone = "\n" in text
        if together and not alone:
            groups[-1] += f"\n{text}"
        else:
            groups.append(text)
        together = not alone
    return groups


def _last_line(plan: Plan, paint: Paint) -> str:
    stop = cannot_apply(plan)
    line = paint("name", summary(plan))
    return f"{paint('danger', stop)}\n{line}" if stop else line


def _change(change: Change, width: int, paint: Paint, show_sensitive: bool) -> Iterator[str]:
    style = "refused" if change.refusal else change.action.value
    symbol = "x" if change.refusal else change.action.symbol
    loses = Effect.LOSES_DATA in change.effects
    address = visible(str(change.address))
    meant = change.refusal and change.action is not Action.NONE
    verb = f"{change.action.value}: " if meant else ""
    yield (
        f"{paint('danger', '!') if loses else ' '} {paint(style, f'{symbol:>3}')} "
        f"{paint('name', address)}{' ' * max(2, width + 2 - len(address))}"
        f"{paint('quiet', visible(verb + change.reason))}"
    ).rstrip()
    for line in _details(change, paint, show_sensitive):
        yield f"{_INDENT}{line}".rstrip()


def _details(change: Change, paint: Paint, show_sensitive: bool) -> Iterator[str]:
    yield from _fields(change, paint, show_sensitive)
    for effect in change.effects:
        yield f"{paint('danger', '!')} {EFFECTS[effect]}"
    if change.unhealthy:
        yield f"{paint('danger', 'unhealthy:')} {visible(change.unhealthy)}"
    for note in change.notes:
        yield f"{paint('quiet', 'note:')} {visible(note)}"
    if change.refusal:
        yield f"{paint('refused', 'refused:')} {visible(change.refusal.why)}"
        if change.refusal.fix:
            yield f"{paint('name', 'to do:')}   {visible(change.refusal.fix)}"
        for line in change.refusal.paste.splitlines():
            yield f"  {paint('good', visible(line))}"


def _fields(change: Change, paint: Paint, show_sensitive: bool) -> Iterator[str]:
    made = [field for field in change.fields if _is_made(change, field)]
    for field in made:
        yield f"{field_name(field)}: {show(field.after, LONGEST_WHOLE)}"
    lines = [
        line if line.origin != change.reason else replace(line, origin="")  # said above already
        for field in change.fields
        if field not in made
        for line in field_lines(field, show_sensitive=show_sensitive, longest=LONGEST_WHOLE)
    ]
    names = min(max((len(line.name) for line in lines), default=0), _WIDEST_NAME)
    short = [line for line in lines if _fits(line)]
    values = min(max((len(line.live) + len(line.file) for line in short), default=0), _WIDEST_VALUES)
    for line in lines:
        if _fits(line):
            gap = " " * max(2, values + 2 - len(line.live) - len(line.file))
            origin = f"{gap}{paint('warning', line.origin)}" if line.origin else ""
            yield f"{line.name:<{names}}  {line.live} → {line.file}{origin}"
        else:
            yield f"{line.name}  {paint('warning', line.origin)}".rstrip()
            yield f"  {paint('delete', '-')} {line.live}"
            yield f"  {paint('create', '+')} {line.file}"


def _is_made(change: Change, field: FieldChange) -> bool:
    return change.action in _MAKING and field.before is None


def _fits(line: FieldLine) -> bool:
    return len(line.live) + len(line.file) <= _ONE_LINE
