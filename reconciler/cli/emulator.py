"""--emulator: use the local emulator that runs, or start one for as long as the command takes.

The emulator is another program; only its command line and its wire are known here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reconciler.cli.screen import Screen
from reconciler.cli.whole_file import write_whole
from reconciler.errors import SetupError

STATE = ".personalize-emulator"
_NOTE = "server.json"
_ACCOUNT = "123456789012"
_SPEED = "3600"
_READY = re.compile(r"ready at (http://\S+)")
_MODULE = "personalize_emulator"
_PROGRAM = "personalize-emulator"
_HEALTH_SECONDS = 2.0
_STOP_SECONDS = 10.0
_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "emulator", "AWS_SECRET_ACCESS_KEY": "emulator"}
_NO_CREDENTIALS = ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE")


@contextmanager
def local_emulator(
    *, account: str | None, region: str | None, file: str, seed: str | None, screen: Screen
) -> Iterator[str]:
    """The URL of an emulator that answers as `account`; SetupError when there can be none.

    Real credentials are not sent to it: the process has dummy ones from then on.
    """
    state = Path(STATE).resolve()
    account = account or _ACCOUNT
    _use_dummy_credentials()
    running = _running(state)
    if running is not None:
        url, health = running
        if health.get("account") != account:
            raise SetupError(
                f"the emulator at {url} answers as account {health.get('account')}, the file says {account}",
                fix=f"stop it, or remove {STATE}/ to start from nothing",
            )
        screen.note(f"emulator at {url} (already running)")
        yield url
        return
    with _started(state, account, region, _seed_file(file, seed, state), screen) as url:
        yield url


def _use_dummy_credentials() -> None:
    for name in _NO_CREDENTIALS:
        os.environ.pop(name, None)
    os.environ.update(_CREDENTIALS)


def _seed_file(file: str, seed: str | None, state: Path) -> Path | None:
    """The seed that was asked for, else the last one, else seed.yaml beside the file, else none.

    Buckets live in memory: without the last one, what was imported would seem to have left the bucket.
    """
    if seed is not None:
        if not Path(seed).is_file():
            raise SetupError(f"{seed} is not a file", fix="name the emulator's seed file with --seed")
        return Path(seed).resolve()
    beside = Path(file).parent / "seed.yaml"
    last = _noted(state).get("seed")
    found = (path for path in ([Path(last)] if isinstance(last, str) else []) + [beside] if path.is_file())
    first = next(found, None)
    return first and first.resolve()


def _noted(state: Path) -> dict[str, Any]:
    """What the last command left about its server; empty when nothing can be read."""
    try:
        noted = json.loads((state / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _running(state: Path) -> tuple[str, dict[str, Any]] | None:
    """URL and health of the server that serves this very folder, if one does."""
    url = str(_noted(state).get("url"))
    try:
        health = _health(url)
    except (OSError, ValueError):
        return None
    if health is None or Path(str(health.get("state"))).resolve() != state:
        return None
    return url, health


def _health(url: str) -> dict[str, Any] | None:
    # urllib takes longer to import than all of the command line, and only --emulator needs it.
    from urllib.request import ProxyHandler, build_opener  # noqa: PLC0415

    if not url.startswith("http://127.0.0.1:"):
        return None
    with build_opener(ProxyHandler({})).open(f"{url}/emulator/health", timeout=_HEALTH_SECONDS) as answer:
        health = json.load(answer)
    return health if isinstance(health, dict) else None


@contextmanager
def _started(
    state: Path, account: str, region: str | None, seed: Path | None, screen: Screen
) -> Iterator[str]:
    command = [
        *_program(),
        "serve",
        "--port",
        "0",
        "--state",
        str(state),
        "--account",
        account,
        "--speed",
        _SPEED,
    ]
    command += ["--region", region] if region else []
    command += ["--seed", str(seed)] if seed else []
    _make_folder(state)
    log = state / "server.log"
    note = state / _NOTE
    kept = {"seed": str(seed)} if seed else {}
    with log.open("wb") as written:
        # A session of its own, so that Ctrl-C stops the command first and the emulator after it.
        process = subprocess.Popen(  # noqa: S603 - our own program, arguments not interpreted by a shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=written, start_new_session=True
        )
    try:
        url = _ready_url(process, log)
        _leave(note, {"url": url, "pid": process.pid, **kept})
        screen.note(f"emulator at {url} (started for this command, state in {STATE}/)")
        yield url
    finally:
        _stop(process)
        _leave(note, kept)


def _leave(note: Path, document: Mapping[str, object]) -> None:
    """For the next command; on a full disk the last note stays, and nothing else is lost."""
    with suppress(OSError):
        write_whole(note, json.dumps(document))


def _make_folder(state: Path) -> None:
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"{STATE}/ cannot be made: {error.strerror}") from error


def _program() -> list[str]:
    """How to start it: the command beside this Python first, then the module, then the PATH."""
    from importlib.util import find_spec  # noqa: PLC0415

    if find_spec(_MODULE) is not None and find_spec("moto") is not None:
        return [sys.executable, "-P", "-c", f"from {_MODULE}.cli import main; main()"]
    found = shutil.which(_PROGRAM)
    if found is None:
        raise SetupError(
            "the emulator is not installed", fix="pip install 'personalize-reconciler[emulator]'"
        )
    return [found]


def _ready_url(process: subprocess.Popen[bytes], log: Path) -> str:
    """The URL in the line that the emulator prints once it serves."""
    assert process.stdout is not None
    line = process.stdout.readline().decode("utf-8", "replace")
    found = _READY.search(line)
    if found is None:
        process.wait()
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise SetupError(
            "the emulator did not start",
            why=said[-1] if said else line.strip(),
            fix=f"see {STATE}/{log.name}",
        )
    return found[1]


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None
    process.stdout.close()
