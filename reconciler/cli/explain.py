"""`reconcile explain`: what is known of a rule, offline."""

from __future__ import annotations

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import speech_options
from reconciler.cli.screen import Screen
from reconciler.errors import SetupError

_NEAREST = 3


@click.command(cls=Command)
@click.argument("rule", metavar="RULE")
@speech_options
@click.pass_obj
def explain(screen: Screen, /, rule: str) -> int:
    """Say what RULE, such as file/unknown-key, is about: why it matters, what to do, and how it is known.

    The ids of rules stand in brackets behind what `validate` finds, and may be given with them. Exit 1 when
    there is no such rule.
    """
    from difflib import get_close_matches  # noqa: PLC0415

    from reconciler.desired.findings import shown  # noqa: PLC0415
    from reconciler.desired.rules import rules  # noqa: PLC0415
    from reconciler.render.rule_text import rule_text  # noqa: PLC0415

    known = rules()
    bare = rule.removeprefix("[").removesuffix("]")
    if bare in known:
        screen.data(rule_text(known[bare], paint=screen.out_paint))
        return Exit.DONE
    asked = bare[:100].lower()
    near = [one for one in known if one.endswith(f"/{asked}") or one.startswith(f"{asked}/")]
    near = near or get_close_matches(asked, known, n=_NEAREST, cutoff=0.5)
    raise SetupError(
        f"there is no rule {shown(rule)}",
        fix=f"the nearest are: {', '.join(near)}" if near else "docs/rules.md lists every rule",
    )
