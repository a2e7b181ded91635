"""What must be settled with the user before anything is changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reconciler.cli.screen import Screen, is_terminal
from reconciler.errors import SetupError
from reconciler.plan.changes import Action

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
    if yes or all(change.action in _HARMLESS for change in plan.changes):
        return True
    if not _attended(screen) or file == "-":
        screen.say("error: there is no terminal to ask on\n    to do: pass --yes to apply this plan")
        return False
    screen.ask("\nApply these changes? Only 'yes' is accepted: ")
    return sys.stdin.readline().strip() == "yes"


def _attended(screen: Screen) -> bool:
    return is_terminal(sys.stdin) and is_terminal(screen.err)
