"""A plan as Markdown for a pull request's comment or a job's summary: what destroys comes first."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.plan.changes import Action, Change, Effect, Plan
from reconciler.render.markdown import code, fenced, prose
from reconciler.render.markdown_parts import heading, remarks
from reconciler.render.plan_text import EFFECTS, cannot_apply, is_shown, summary
from reconciler.render.scope import nothing_to_do, scope_title
from reconciler.render.values import field_lines, field_name, show

_RANK = {
    action: rank
    for rank, action in enumerate(
        (
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
    )
}


def plan_markdown(plan: Plan, *, show_sensitive: bool = False) -> str:
    """The plan: counts, a table with what destroys first, and every change's details folded away."""
    shown = sorted((change for change in plan.changes if is_shown(change)), key=_urgency)
    blocks = [f"### {summary(plan)}", heading(plan.environment, plan.stack, plan.file)]
    title = scope_title(plan)
    if title:
        blocks.insert(1, f"**{prose(title)}**")
    stop = cannot_apply(plan)
    if stop:
        blocks.append(f"> [!CAUTION]\n> {stop}")
    if not plan.has_differences and not plan.problems:
        blocks.append(prose(nothing_to_do(plan)))
    if shown:
        blocks.append("\n".join(("| | address | what happens |", "|---|---|---|", *map(_row, shown))))
    for change in shown:
        details = list(_details(change, show_sensitive))
        if details:
            blocks += [
                f"<details><summary>{f'{_sign(change)} {code(str(change.address))}'.lstrip()}</summary>",
                *details,
                "</details>",
            ]
    blocks += remarks(plan.warnings, plan.problems)
    return "\n\n".join(blocks)


def _urgency(change: Change) -> tuple[bool, bool, int]:
    return (change.refusal is None, Effect.LOSES_DATA not in change.effects, _RANK[change.action])


def _sign(change: Change) -> str:
    symbol = "x" if change.refusal else change.action.symbol.strip()
    signs = [sign for sign in ("!" if Effect.LOSES_DATA in change.effects else "", symbol) if sign]
    return code(" ".join(signs)) if signs else ""


def _row(change: Change) -> str:
    what = f"{change.action.value} refused" if change.refusal else change.action.value
    return f"| {_sign(change)} | {code(str(change.address))} | **{what}**: {prose(change.reason)} |"


def _details(change: Change, show_sensitive: bool) -> Iterator[str]:
    lines = list(_diff(change, show_sensitive))
    if lines:
        yield fenced(lines, "diff")
    points = [EFFECTS[effect] for effect in change.effects]
    points += [f"unhealthy: {prose(change.unhealthy)}"] if change.unhealthy else []
    points += [f"note: {prose(note)}" for note in change.notes]
    if points:
        yield "\n".join(f"- {point}" for point in points)
    if change.refusal:
        yield f"**Refused:** {prose(change.refusal.why)}"
        if change.refusal.fix:
            yield f"**To do:** {prose(change.refusal.fix)}"
        if change.refusal.paste:
            yield fenced(change.refusal.paste.splitlines(), "yaml")


def _diff(change: Change, show_sensitive: bool) -> Iterator[str]:
    for field in change.fields:
        if field.before is None and change.action in {Action.CREATE, Action.RUN}:
            yield f"+ {field_name(field)}: {show(field.after)}"
            continue
        for line in field_lines(field, show_sensitive=show_sensitive):
            yield f"- {line.name}: {line.live}"
            yield f"+ {line.name}: {line.file}{f'  # {line.origin}' if line.origin else ''}"
