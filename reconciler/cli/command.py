"""How every command ends: exceptions to messages and exit codes; no traceback before a user."""

from __future__ import annotations

import traceback
from typing import Any

import click

from reconciler.cli.exits import Exit
from reconciler.cli.screen import Screen, silence
from reconciler.errors import ReconcilerError
from reconciler.model.diagnostics import InputError
from reconciler.render.diagnostics import diagnostics_text
from reconciler.render.errors import error_text, internal_error_text, system_error_text


class Command(click.Command):
    """A command whose function takes the Screen first and returns its exit code."""

    def invoke(self, ctx: click.Context) -> int:
        """Run the command; whatever it raises becomes a message on standard error and an exit code."""
        speech = {name: ctx.params.pop(name) for name in ("quiet", "verbose", "no_color")}
        screen = Screen(**speech)
        ctx.obj = screen
        try:
            return int(super().invoke(ctx))
        except ReconcilerError as error:
            self.report(error, screen)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except KeyboardInterrupt:
            screen.say("interrupted")
            return Exit.INTERRUPTED
        except OSError as error:
            screen.say(system_error_text(error, paint=screen.err_paint))
            _trace(screen)
        except Exception as error:
            screen.say(internal_error_text(error, paint=screen.err_paint))
            _trace(screen)
        return Exit.FAILED

    def report(self, error: ReconcilerError, screen: Screen) -> None:
        """Say what stopped the command."""
        if isinstance(error, InputError):
            screen.say(diagnostics_text(error.diagnostics, paint=screen.err_paint, width=screen.err_width))
        else:
            screen.say(error_text(error, paint=screen.err_paint))


def _trace(screen: Screen) -> None:
    if screen.verbose:
        screen.say(traceback.format_exc().rstrip())


def run_group(group: click.Group, arguments: list[str] | None, name: str | None, **more: Any) -> int:
    """Run the whole command line without click's own exits, whose 2 would read as "differences"."""
    screen = Screen()
    try:
        code = click.Group.main(group, arguments, name, standalone_mode=False, **more)
    except click.exceptions.NoArgsIsHelpError as error:
        screen.say(error.format_message())
        return Exit.USAGE
    except click.UsageError as error:
        screen.say(f"{_usage(error)}error: {error.format_message()}")
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        screen.say("interrupted")
        return Exit.INTERRUPTED
    except OSError as error:  # click's own output, as of --help
        screen.say(system_error_text(error, paint=screen.err_paint))
        silence(screen.out)
        return Exit.FAILED
    return code if isinstance(code, int) else Exit.DONE


def _usage(error: click.UsageError) -> str:
    return f"{error.ctx.get_usage()}\nTry `{error.ctx.command_path} --help`.\n\n" if error.ctx else ""
