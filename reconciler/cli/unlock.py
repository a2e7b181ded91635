"""`reconcile unlock`: shows who holds the stack's lock, and removes the lock of a holder that is dead."""

from __future__ import annotations

from typing import Any

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import Target, environment_option, file_option, speech_options, target_options
from reconciler.cli.screen import Screen
from reconciler.errors import SetupError


@click.command(cls=Command)
@click.argument("number", metavar="[ID]", required=False)
@file_option
@environment_option
@target_options
@speech_options
@click.pass_obj
def unlock(screen: Screen, /, number: str | None, file: str, environment: str | None, **target: Any) -> int:
    """Show who holds the stack's lock; with the lock's ID, remove it.

    Remove only the lock of an apply that is dead: one that lives would go on beside the next.
    Exit 0 when the stack is not locked, or not any more; 1 when it is.
    """
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415
    from reconciler.cli.lock_object import LockObject, unlock_command  # noqa: PLC0415
    from reconciler.cli.stages import connected, read_file  # noqa: PLC0415
    from reconciler.render.escape import visible  # noqa: PLC0415
    from reconciler.render.lock_text import lock_text  # noqa: PLC0415

    where = Target(**target)
    desired = read_file(file, screen, environment)
    if desired.lock is None:
        raise SetupError(
            f"{desired.file} names no lock", fix="applies of this stack take none; add `lock: {bucket: NAME}`"
        )
    with connected(desired, where, screen) as live:
        lock = LockObject(desired.lock, desired, live)
        found = lock.found()
        if found is None:
            screen.data(f"stack {visible(desired.stack)} is not locked")
            return Exit.DONE
        holder = found.holder
        if number == holder.id and lock.delete(found.etag):
            screen.data(f"the lock {visible(holder.id)} is removed")
            return Exit.DONE
        now = SystemClock().now()
        screen.data(lock_text(holder, stack=desired.stack, place=lock.place, now=now, paint=screen.out_paint))
        if number is None:
            command = visible(unlock_command(desired, holder.id))
            screen.say(f"if that {visible(holder.what)} is dead: {command}")
        elif number != holder.id:
            screen.say(f"error: {visible(number)} is not the id of this lock; nothing was removed")
        else:
            screen.say("error: the lock changed while it was to be removed; ask again")
        return Exit.FAILED
