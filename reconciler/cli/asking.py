"""What must be settled with the user before anything is changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reconciler.cli.screen import Screen, is_terminal
from reconciler.errors import SetupError
from reconciler.plan.changes import Action
from reconciler.render.escape import visible

if TYPE_CHECKING:
    from reconciler.model.desired import DesiredState
    from reconciler.plan.changes import Plan

_HARMLESS = {Action.NONE, Action.MARK, Action.WAIT}


def require_account(desired: DesiredState, screen: Screen) -> None:
    """Without a person who reads the account's number, the file must name it; SetupError else."""
    if desired.account is None and not _attended(screen):
        raise SetupError(
            f"{desired.file} does not say which account it is for",
            why="without a terminal nobody can see that the credentials are of the right account",
            fix='add a line like `account: "123456789012"` to the file',
        )


def agreed(plan: Plan, file: str, yes: bool, screen: Screen) -> bool:
    """Whether to go on: asks on a terminal; without one only --yes, or having nothing to change, will do."""
    if yes or _is_harmless(plan):
        return True
    question = "Apply these changes? Only 'yes' is accepted: "
    return _answer(question, file, screen, otherwise="pass --yes to apply this plan") == "yes"


def agreed_by_name(plan: Plan, file: str, yes: bool, screen: Screen) -> bool:
    """As `agreed`, for a destroy: a person types the stack's name, which nobody does by habit."""
    if yes or _is_harmless(plan):
        return True
    question = f"Delete all of this, for good? Type the stack's name, {visible(plan.stack)}, to agree: "
    otherwise = "read the plan above, then pass --yes to carry it out"
    return _answer(question, file, screen, otherwise=otherwise) == plan.stack


def _is_harmless(plan: Plan) -> bool:
    return all(change.action in _HARMLESS for change in plan.changes)


def _answer(question: str, file: str, screen: Screen, *, otherwise: str) -> str:
    """What a person answers, "" with a word on what to do instead where there is none to ask."""
    if not _attended(screen) or file == "-":
        screen.say(f"error: there is no terminal to ask on\n    to do: {otherwise}")
        return ""
    screen.ask(f"\n{question}")
    return sys.stdin.readline().strip()


def _attended(screen: Screen) -> bool:
    return is_terminal(sys.stdin) and is_terminal(screen.err)
