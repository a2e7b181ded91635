"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from reconciler.cli.durations import Duration

Function = TypeVar("Function", bound=Callable[..., Any])
DEFAULT_FILE = "personalize.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a command acts, as far as the command line says."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    emulator: bool = False
    seed: str | None = None
    parallelism: int = 10

    def __post_init__(self) -> None:
        """Refuse options that contradict each other."""
        if self.emulator and self.endpoint_url:
            raise click.UsageError("--emulator and --endpoint-url exclude each other")
        if self.emulator and self.profile:
            raise click.UsageError("--emulator takes no credentials, so leave --profile out")
        if self.endpoint_url and not self.endpoint_url.startswith(("http://", "https://")):
            raise click.UsageError("--endpoint-url takes http://… or https://…")
        if self.seed and not self.emulator:
            raise click.UsageError("--seed goes with --emulator")


def _all(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    def decorate(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def format_option(*words: str) -> Callable[[Function], Function]:
    """--format with these choices, the first being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(words),
        default=words[0],
        show_default=True,
        help="How the result is printed.",
    )


file_option = click.option(
    "-f",
    "--file",
    default=DEFAULT_FILE,
    show_default=True,
    metavar="FILE",
    help="The file to read; - is standard input.",
)

environment_option = click.option(
    "--env",
    "environment",
    envvar="RECONCILE_ENV",
    metavar="NAME",
    help="Which environment of the file; also RECONCILE_ENV.",
)

speech_options = _all(
    click.option("-q", "--quiet", is_flag=True, help="Only what matters: no progress, no hints."),
    click.option(
        "-v", "--verbose", is_flag=True, help="Also what is as it should be; tracebacks of mistakes."
    ),
    click.option("--no-color", is_flag=True, help="No colours, as with NO_COLOR in the environment."),
)

target_options = _all(
    click.option("--profile", metavar="NAME", help="A profile of the AWS configuration."),
    click.option("--region", metavar="REGION", help="Must agree with `region:` in the file."),
    click.option("--endpoint-url", metavar="URL", help="Send every call here, as AWS_ENDPOINT_URL does."),
    click.option(
        "--emulator", is_flag=True, help="Start, or use, the local emulator (.personalize-emulator/)."
    ),
    click.option(
        "--seed",
        metavar="FILE",
        help="With --emulator: its buckets and roles.  [default: seed.yaml beside the file, if there]",
    ),
    click.option(
        "--parallelism",
        type=click.IntRange(1, 32),
        default=10,
        show_default=True,
        help="Calls in flight at once.",
    ),
)

retry_option = click.option("--retry-failed", is_flag=True, help="Start failed imports and trainings again.")

only_option = click.option(
    "--only",
    type=click.Choice(["runs"]),
    help="Leave edits of the file alone: only import, train and deploy what is due.",
)

preflight_option = click.option(
    "--preflight/--no-preflight",
    default=None,
    envvar="RECONCILE_PREFLIGHT",
    help="Whether the first kilobytes of what is to be imported are held against the schemas; also "
    "RECONCILE_PREFLIGHT.  [default: where the credentials may read them]",
)

carrying_options = _all(
    click.option("--yes", is_flag=True, help="Do not ask; needed where there is no terminal."),
    click.option(
        "--timeout", type=Duration(), metavar="5h", help="Stop waiting after this long (s, m, h, d); exit 3."
    ),
    click.option("--no-wait", is_flag=True, help="Start what can start and exit 3 while it is in progress."),
    click.option(
        "--lock-timeout",
        type=Duration(none=True),
        default="0s",
        show_default=True,
        metavar="10m",
        help="With `lock` in the file: how long to wait for another's apply to end.",
    ),
)

show_sensitive_option = click.option(
    "--show-sensitive", is_flag=True, help="On a terminal, show what only the account knows."
)
