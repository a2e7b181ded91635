"""Plans in files: written whole or not at all, readable by their owner, believed only when unchanged."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from reconciler import __version__
from reconciler.cli.whole_file import save_whole
from reconciler.errors import ReconcilerError

if TYPE_CHECKING:
    from reconciler.plan.changes import Plan

_LARGEST = 32 * 1024 * 1024
_MOST_VALUES = 1_000_000
"""Counted before parsing, by what stands between values: a plan of a thousand resources has a tenth of it."""
_LOCAL = {"127.0.0.1", "localhost", "::1"}
_AGAIN = "make a new one with `reconcile plan --out FILE`"


def save_plan(plan: Plan, path: str) -> None:
    """Write the plan with mode 0600, replacing a file of that name in one step; SetupError when it cannot."""
    from reconciler.plan.document import to_document  # noqa: PLC0415

    text = json.dumps(to_document(plan), indent=2, ensure_ascii=False) + "\n"
    hint = "name the file itself with --out; `reconcile plan --format json` prints a plan"
    save_whole(path, text, what="the plan", hint=hint)


def read_document(path: str, *, fix: str) -> Any:
    """The JSON document in the file at `path`; ValueError or RecursionError when it holds none.

    ReconcilerError, with `fix`, when it cannot be read or is larger than any plan. A key said twice, NaN
    and Infinity are no JSON here: other readers would see another document.
    """
    data = _bytes(path, fix)
    if len(data) > _LARGEST or sum(data.count(mark) for mark in (b",", b"[", b"{")) > _MOST_VALUES:
        raise ReconcilerError(f"{path} is larger than any plan", fix=fix)
    return json.loads(data, object_pairs_hook=_once, parse_constant=_no_number)


def _bytes(path: str, fix: str) -> bytes:
    try:
        # Not blocking: a pipe that nobody writes to opens at once. For a regular file it means nothing.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise ReconcilerError(f"{path} is a device, a pipe or a socket", fix=fix)
            return stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ReconcilerError(f"{path} cannot be read: {reason}", fix=fix) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key is said twice")
    return made


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def read_plan(path: str) -> Plan:
    """The plan saved at `path`; ReconcilerError when it is no plan, or one of another version."""
    from reconciler.plan.document import DocumentError, from_document  # noqa: PLC0415

    try:
        document = read_document(path, fix=_AGAIN)
    except (ValueError, RecursionError) as error:
        raise ReconcilerError(
            f"{path} is not a plan: it is not JSON, or not all of it", fix=_AGAIN
        ) from error
    version = document.get("tool_version") if isinstance(document, dict) else None
    if version is not None and version != __version__:
        raise ReconcilerError(
            f"{path} was made by reconcile {str(version)[:40]}, this is {__version__}",
            why="another version may do other things for the same plan",
            fix=_AGAIN,
        )
    try:
        return from_document(document)
    except DocumentError as error:
        raise ReconcilerError(f"{path} is not a plan that can be applied: {error}", fix=_AGAIN) from error


def environment_of(path: str, saved: Plan, asked: str | None) -> str | None:
    """The environment of a saved plan, None if it has none; ReconcilerError when another is asked for."""
    name = saved.environment.name
    if asked and asked != name:
        made = f"for environment {name}" if name else "of a file without environments"
        raise ReconcilerError(
            f"{path} was made {made}, --env (or RECONCILE_ENV) says {asked}; nothing was changed",
            fix="leave it out: a plan knows its environment; or make a plan for the other one",
        )
    return name or None


class Decide(Protocol):
    """Makes the plan for what was read, as the saved one was made."""

    def __call__(self, *, now: datetime, retry_failed: bool, only_runs: bool) -> Plan:
        """The plan as of `now`."""
        ...


def holding(path: str, saved: Plan, decide: Decide) -> Plan:
    """The plan made now that says what the saved one says; ReconcilerError, saying why, when none does.

    `decide` makes the plan again, as of the time when the saved one was made and of the same scope, and told
    whether failed runs are started again: it may have been made either way.
    """
    from reconciler.plan.changes import Scope  # noqa: PLC0415
    from reconciler.plan.document import to_document  # noqa: PLC0415

    made_at, only_runs = _moment(path, saved), saved.scope is Scope.RUNS
    fresh = decide(now=made_at, retry_failed=False, only_runs=only_runs)
    saved = _as_if_here(saved, fresh)
    # An estimate rests on times that the fingerprint leaves out, and decides nothing.
    saved = replace(_without_looks(saved, fresh), estimate=None)
    _same_place(path, saved, fresh)
    if saved.fingerprint != fresh.fingerprint:
        raise ReconcilerError(
            f"{path} is out of date; nothing was changed",
            why="the file or the account has changed since the plan was made",
            fix=f"{_AGAIN} and review it",
        )
    wanted = to_document(saved)
    for plan in (fresh, decide(now=made_at, retry_failed=True, only_runs=only_runs)):
        if to_document(replace(plan, estimate=None)) == wanted:
            return plan
    raise ReconcilerError(
        f"{path} does not say what a plan made now says; nothing was changed",
        why="it was edited",
        fix=f"{_AGAIN} and review it",
    )


def _without_looks(saved: Plan, fresh: Plan) -> Plan:
    """Without what was seen of the data, which stands behind the other warnings: it may change by itself."""
    return replace(saved, warnings=saved.warnings[: len(fresh.warnings)])


def _moment(path: str, saved: Plan) -> datetime:
    try:
        moment = datetime.fromisoformat(saved.made_at)
    except (TypeError, ValueError) as error:
        raise ReconcilerError(f"{path} does not say when it was made", fix=_AGAIN) from error
    if moment.tzinfo is None:
        raise ReconcilerError(f"{path} does not say when it was made", fix=_AGAIN)
    return moment


def _as_if_here(saved: Plan, fresh: Plan) -> Plan:
    """A local emulator has another port each time; the fingerprint tells whether it holds the same."""
    here = fresh.environment.endpoint
    if here is not None and {_host(here), _host(saved.environment.endpoint)} <= _LOCAL:
        return replace(saved, environment=replace(saved.environment, endpoint=here))
    return saved


def _host(endpoint: Any) -> str | None:
    try:
        return urlsplit(endpoint).hostname if isinstance(endpoint, str) else None
    except ValueError:
        return None


def _same_place(path: str, saved: Plan, fresh: Plan) -> None:
    there, here = saved.environment, fresh.environment
    for what, before, now in (
        ("environment", there.name or "none", here.name or "none"),
        ("account", there.account, here.account),
        ("region", there.region, here.region),
        ("endpoint", there.endpoint, here.endpoint),
        ("stack", saved.stack, fresh.stack),
    ):
        if before != now:
            raise ReconcilerError(
                f"{path} is a plan for {what} {before or 'AWS'}, this is {now or 'AWS'}; nothing was changed",
                fix="apply it where it was made, or make a new one here",
            )
