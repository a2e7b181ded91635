"""--emulator: found, started, stopped; told apart by folder and account; never with real credentials."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from reconciler.cli import emulator
from reconciler.cli.emulator import local_emulator
from reconciler.cli.screen import Screen
from reconciler.errors import SetupError

FAKE = """
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
told = dict(zip(sys.argv[2::2], sys.argv[3::2]))
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write(json.dumps({"account": told["--account"], "state": told["--state"]}).encode())
    def log_message(self, *_): pass
server = HTTPServer(("127.0.0.1", 0), Answer)
print(f"Emulator ready at http://127.0.0.1:{server.server_port} (test)", flush=True)
server.serve_forever()
"""
QUIET = Screen(quiet=True)
ACCOUNT = "123456789012"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.setenv(name, "real")
    monkeypatch.setattr(emulator, "_program", lambda: [sys.executable, "-c", FAKE])
    return tmp_path


def start(account: str = ACCOUNT, seed: str | None = None):  # type: ignore[no-untyped-def]
    return local_emulator(
        account=account, region="eu-west-1", file="personalize.yaml", seed=seed, screen=QUIET
    )


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def noted(folder: Path) -> dict[str, object]:
    document: dict[str, object] = json.loads((folder / ".personalize-emulator/server.json").read_text())
    return document


def test_it_runs_for_the_command_only(folder: Path) -> None:
    with start() as url:
        pid = int(str(noted(folder)["pid"]))
        assert noted(folder)["url"] == url
        assert not gone(pid)
    assert gone(pid)
    assert "url" not in noted(folder)


def test_it_is_stopped_when_the_command_fails(folder: Path) -> None:
    def fail() -> None:
        with start():
            raise RuntimeError(noted(folder)["pid"])

    with pytest.raises(RuntimeError) as caught:
        fail()
    assert gone(int(caught.value.args[0]))


def test_one_that_runs_is_used_and_left_running() -> None:
    with start() as first:
        with start() as second:
            assert second == first
        with start() as third:
            assert third == first


def test_one_of_another_account_is_refused() -> None:
    with start(), pytest.raises(SetupError, match=f"999999999999, the file says {ACCOUNT}|{ACCOUNT}"):
        start("999999999999").__enter__()


def test_a_note_of_one_that_died_is_no_hindrance(folder: Path) -> None:
    with start():
        note = noted(folder)
        os.kill(int(str(note["pid"])), signal.SIGKILL)
    (folder / ".personalize-emulator/server.json").write_text(json.dumps(note))
    with start() as url:
        assert url != note["url"]


@pytest.mark.parametrize(
    "note", ["", "[]", "{", '{"url": 7}', '{"url": "http://example.com"}', '{"seed": 1}']
)
def test_a_spoilt_note_is_no_hindrance(folder: Path, note: str) -> None:
    (folder / ".personalize-emulator").mkdir()
    (folder / ".personalize-emulator/server.json").write_text(note)
    with start() as url:
        assert url.startswith("http://127.0.0.1:")


def test_real_credentials_are_not_sent_to_it() -> None:
    with start():
        assert os.environ["AWS_ACCESS_KEY_ID"] == "emulator"
        assert not {"AWS_SESSION_TOKEN", "AWS_PROFILE"} & set(os.environ)


def test_a_seed_is_found_beside_the_file_and_the_last_one_is_kept(folder: Path) -> None:
    with start():
        assert "seed" not in noted(folder)
    (folder / "seed.yaml").write_text("")
    (folder / "other.yaml").write_text("")
    expected = [(None, "seed.yaml"), ("other.yaml", "other.yaml"), (None, "other.yaml")]
    for asked, name in expected:
        with start(seed=asked):
            assert noted(folder)["seed"] == str(folder / name)


def test_a_seed_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SetupError, match=r"none\.yaml is not a file"):
        start(seed="none.yaml").__enter__()


def test_one_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        emulator, "_program", lambda: [sys.executable, "-c", "raise SystemExit('port taken')"]
    )
    with pytest.raises(SetupError, match="did not start") as caught:
        start().__enter__()
    assert caught.value.why == "port taken"


def test_without_it_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(SetupError) as caught:
        emulator._program()
    assert caught.value.fix == "pip install 'personalize-reconciler[emulator]'"
