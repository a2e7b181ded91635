"""The command `personalize-emulator`. The only place that prints."""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import click

from personalize_emulator.errors import StartError

_USAGE = 64


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="personalize-reconciler", prog_name="personalize-emulator")
def _cli() -> None:
    """A local Amazon Personalize, with S3, IAM, STS and the tagging API beside it."""


@_cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=4577, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free one."
)
@click.option("--state", type=click.Path(path_type=Path), help="Folder to keep state in; in memory without.")
@click.option(
    "--speed",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Virtual seconds per second.",
)
@click.option("--seed", type=click.Path(path_type=Path), help="Seed file: buckets from folders, roles.")
@click.option("--account", help="Account id to answer as; the seed's or 123456789012 without.")
@click.option("--region", default="eu-west-1", show_default=True, help="Region of the seeded buckets.")
@click.option("--throttle", type=click.FloatRange(min=0, min_open=True), help="Calls a second per operation.")
@click.option(
    "--throttle-burst",
    type=click.FloatRange(min=0),
    help="Calls that --throttle lets come at once, at least 1; one second's worth without.",
)
@click.option(
    "--tagging-lag", default=0.0, type=click.FloatRange(min=0), help="Virtual seconds the tagging API trails."
)
def serve(
    host: str,
    port: int,
    state: Path | None,
    speed: float,
    seed: Path | None,
    account: str | None,
    region: str,
    throttle: float | None,
    throttle_burst: float | None,
    tagging_lag: float,
) -> None:
    """Serve until interrupted. Point a client at it with AWS_ENDPOINT_URL."""
    from personalize_emulator.emulator import ACCOUNT, Emulator  # noqa: PLC0415
    from personalize_emulator.seed import Seed, checked_account, plant, read_seed  # noqa: PLC0415
    from personalize_emulator.server import Server  # noqa: PLC0415

    planted = read_seed(seed) if seed else Seed()
    account = checked_account(account, "--account") or planted.account or ACCOUNT
    emulator = Emulator(
        speed=speed,
        state_dir=state,
        account=account,
        throttle=throttle,
        throttle_burst=throttle_burst,
        tagging_lag=tagging_lag,
        durations=planted.durations,
        plant=partial(plant, planted, account, region),
    )
    server = Server(emulator, host, port)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    server.start()
    kept = f"in {state}" if state else "in memory"
    print(
        f"Personalize emulator ready at {server.url} (account {account}, speed {speed:g}, state {kept})",
        flush=True,
    )
    try:
        # After the ready line: moto takes longer to load than Personalize; calls that need it wait.
        emulator.storage.open()
        # Without an end a wait is deaf to a signal that another thread was given.
        while not stop.wait(1.0):
            pass
    finally:
        server.stop()
        emulator.close()


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line: exit 0 when stopped, 1 when it cannot start, 64 for wrong usage."""
    try:
        _cli.main(args=arguments, prog_name="personalize-emulator", standalone_mode=False)
    except StartError as error:
        print(f"personalize-emulator: {error}", file=sys.stderr)
        sys.exit(1)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(_USAGE)
    except click.ClickException as error:
        print(f"personalize-emulator: {error.format_message()}", file=sys.stderr)
        sys.exit(_USAGE)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
