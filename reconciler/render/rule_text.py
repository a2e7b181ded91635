"""One rule for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import TYPE_CHECKING

from reconciler.model.diagnostics import Severity

if TYPE_CHECKING:
    from reconciler.model.rules import Rule
    from reconciler.render.paint import Paint

_STYLES = {Severity.ERROR: "danger", Severity.WARNING: "warning"}


def rule_text(rule: Rule, *, paint: Paint) -> str:
    """All that is known of the rule."""
    return "\n".join(_lines(rule, paint))


def _lines(rule: Rule, paint: Paint) -> Iterator[str]:
    severity = paint(_STYLES[rule.severity], f"{rule.severity.value}:")
    yield f"{severity} {rule.title} {paint('quiet', f'[{rule.id}]')}"
    yield ""
    yield f"    why:    {rule.why}"
    yield f"    to do:  {rule.fix}"
    yield f"    source: {rule.source.said} (read {rule.source.seen})"
    for heading, example in (("breaks it", rule.bad), ("keeps it", rule.good)):
        if example:
            yield f"\n    {heading}:\n\n{indent(example.rstrip(), ' ' * 8)}"
    if rule.severity is Severity.WARNING and not rule.id.startswith("data/"):
        yield "\n    It can be ignored, with a reason: validate: {ignore: [{rule, at, because}]}"
    yield f"\nSee docs/rules.md#{rule.anchor}"
