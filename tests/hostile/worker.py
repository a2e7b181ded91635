"""The process behind `trials`: reads a trial per line, forks, and answers how the child ended."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any, NoReturn

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "watched"))
import programs  # noqa: E402
from trials import SECONDS  # noqa: E402
from watching import VARIABLE, watch  # noqa: E402

BIN = Path(sys.executable).parent
_PATIENCE = 20
_ROOM = 4 << 30
"""Address space, most of which no program fills: only there to spare the machine."""


def main() -> None:
    programs.load()
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    door = socket.create_server(("127.0.0.1", 0))
    door.setblocking(False)
    for line in asked:
        print(json.dumps(_tried(json.loads(line), door)), file=answers, flush=True)


def _tried(trial: dict[str, Any], door: socket.socket) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        streams = {stream: os.open(f"{name}/{stream}", os.O_RDWR | os.O_CREAT) for stream in ("out", "err")}
        child = os.fork()
        if child == 0:
            _be(trial, streams, f"{name}/deeds", door.getsockname()[1])
        _, status, used = os.wait4(child, 0)
        deeds = Path(name, "deeds")
        read = {stream: Path(name, stream).read_bytes().decode(errors="replace") for stream in streams}
        for descriptor in streams.values():
            os.close(descriptor)
        return {
            "code": os.waitstatus_to_exitcode(status),
            **read,
            "seconds": used.ru_utime + used.ru_stime,
            "mebibytes": used.ru_maxrss / (1 << 10 if sys.platform == "linux" else 1 << 20),
            "deeds": deeds.read_text().splitlines() if deeds.exists() else (),
            "knocked": _knocked(door),
        }


def _knocked(door: socket.socket) -> bool:
    knocked = False
    while True:
        try:
            door.accept()[0].close()
        except BlockingIOError:
            return knocked
        knocked = True


def _be(trial: dict[str, Any], streams: dict[str, int], deeds: str, port: int) -> NoReturn:
    """Become the program: never returns."""
    code = 70
    try:
        os.setpgid(0, 0)
        os.dup2(streams["out"], 1)
        os.dup2(streams["err"], 2)
        os.chdir(trial["folder"])
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(_PATIENCE)
        environment = _environment(trial["folder"], f"http://127.0.0.1:{port}") | trial["environment"]
        environment = {name: value for name, value in environment.items() if value is not None}
        if trial["installed"]:
            environment |= {VARIABLE: deeds, "PYTHONPATH": str(HERE / "watched")}
            program = str(BIN / trial["program"])
            os.execve(program, [program, *trial["arguments"]], environment)
        os.environ.clear()
        os.environ.update(environment)
        watch(deeds)
        programs.PROGRAMS[trial["program"]](trial["arguments"])
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _environment(folder: str, nowhere: str) -> dict[str, str]:
    """A user with credentials, so that whatever calls somebody gets as far as knocking at our door."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), nowhere)
    return {
        **kept,
        **proxies,
        "HOME": str(Path(folder).parent),
        "AWS_ENDPOINT_URL": nowhere,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "something",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "160",
    }


if __name__ == "__main__":
    main()
