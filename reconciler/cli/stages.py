"""The stages of a run wired together: file, connection, observation, plan."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler import __version__
from reconciler.cli.options import Target
from reconciler.cli.screen import Screen, is_terminal
from reconciler.errors import SetupError
from reconciler.model.diagnostics import InputError
from reconciler.render.diagnostics import diagnostics_text

if TYPE_CHECKING:
    from datetime import datetime

    from reconciler.aws.session import Connection
    from reconciler.cli.preflight import Preflight
    from reconciler.model.desired import DesiredState
    from reconciler.model.observed import Environment, ObservedState
    from reconciler.plan.changes import Plan
    from reconciler.ports import DataFiles, Inventory, LockStore, PersonalizeApi, Storage

_REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")


def read_file(path: str, screen: Screen, environment: str | None = None) -> DesiredState:
    """What the files say for an environment; their warnings are said, their errors are an InputError."""
    from reconciler.desired.load import load  # noqa: PLC0415

    loaded = load(path, stdin=sys.stdin, environment=environment)
    if loaded.state is None:
        raise InputError(loaded.diagnostics)
    if loaded.diagnostics:
        screen.say(diagnostics_text(loaded.diagnostics, paint=screen.err_paint, width=screen.err_width))
    return loaded.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The account that the credentials lead to, with the ports that reach it."""

    environment: Environment
    api: PersonalizeApi
    inventory: Inventory
    storage: Storage
    data_files: DataFiles
    locks: LockStore
    parallelism: int


@contextmanager
def connected(desired: DesiredState, target: Target, screen: Screen) -> Iterator[Live]:
    """The account that the file means, checked before any other call; SetupError when it is another."""
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415
    from reconciler.aws.data_files import DataObjects  # noqa: PLC0415
    from reconciler.aws.inventory import TaggedResources  # noqa: PLC0415
    from reconciler.aws.locks import LockObjects  # noqa: PLC0415
    from reconciler.aws.personalize import Personalize  # noqa: PLC0415
    from reconciler.aws.session import connect  # noqa: PLC0415
    from reconciler.aws.storage import Buckets  # noqa: PLC0415

    said = {"--region": target.region}
    if not target.emulator:
        said |= {name: os.environ.get(name) for name in _REGION_VARIABLES}
    _agree_on_region(desired, said)
    with _endpoint(desired, target, screen) as endpoint:
        connection = connect(
            profile=target.profile,
            region=target.region or desired.region,
            endpoint_url=endpoint,
            parallelism=target.parallelism,
        )
        if not target.emulator:
            _agree_on_region(desired, {"the AWS profile": connection.configured_region})
        yield Live(
            environment=_environment(desired, connection),
            api=Personalize(connection, SystemClock()),
            inventory=TaggedResources(connection),
            storage=Buckets(connection),
            data_files=DataObjects(connection),
            locks=LockObjects(connection),
            parallelism=target.parallelism,
        )


def make_plan(
    desired: DesiredState,
    live: Live,
    screen: Screen,
    *,
    retry_failed: bool = False,
    only_runs: bool = False,
    preflight: Preflight | None = None,
) -> Plan:
    """Read the account and decide; with `preflight`, look at the data of imports as well."""
    observed = look(desired, live, screen)
    made = decide(desired, observed, retry_failed=retry_failed, only_runs=only_runs)
    return preflight.checked(made, observed) if preflight else made


def look(desired: DesiredState, live: Live, screen: Screen) -> ObservedState:
    """Everything in the account that the file is about."""
    from reconciler.observed.observe import observe  # noqa: PLC0415

    if is_terminal(screen.err):
        screen.note(f"reading account {live.environment.account}, {live.environment.region} …")
    return observe(
        desired,
        live.environment,
        api=live.api,
        inventory=live.inventory,
        storage=live.storage,
        parallelism=live.parallelism,
    )


def decide(
    desired: DesiredState,
    observed: ObservedState,
    *,
    retry_failed: bool = False,
    only_runs: bool = False,
    now: datetime | None = None,
) -> Plan:
    """The plan as of `now`, None being the present."""
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415
    from reconciler.plan.build import build_plan  # noqa: PLC0415

    return build_plan(
        desired,
        observed,
        now=now or SystemClock().now(),
        tool_version=__version__,
        retry_failed=retry_failed,
        only_runs=only_runs,
    )


def _environment(desired: DesiredState, connection: Connection) -> Environment:
    from reconciler.model.observed import Environment  # noqa: PLC0415

    account, partition = connection.identity()
    if desired.account is not None and account != desired.account:
        raise SetupError(
            f"{desired.file} is for account {desired.account}, the credentials are of account {account}",
            why="`account:` in the file refuses any other account; nothing was read or changed",
            fix="use the credentials of the right account, or correct `account:`",
        )
    return Environment(
        account=account,
        region=connection.region,
        partition=partition,
        endpoint=connection.endpoint,
        name=desired.environment,
    )


def _agree_on_region(desired: DesiredState, said: Mapping[str, str | None]) -> None:
    for where, region in said.items():
        if region and desired.region and region != desired.region:
            raise SetupError(
                f"{desired.file} is for region {desired.region}, {where} says {region}",
                why="`region:` in the file refuses any other region; nothing was read or changed",
                fix=f"leave {where} out, or correct `region:`",
            )


def _endpoint(desired: DesiredState, target: Target, screen: Screen) -> AbstractContextManager[str | None]:
    if not target.emulator:
        return nullcontext(target.endpoint_url)
    from reconciler.cli.emulator import local_emulator  # noqa: PLC0415

    return local_emulator(
        account=desired.account,
        region=target.region or desired.region,
        file=desired.file,
        seed=target.seed,
        screen=screen,
    )
