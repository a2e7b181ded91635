"""The command line: what it says when it cannot start, and that it starts and stops cleanly."""

from __future__ import annotations

import socket
import struct
import time
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from program import Program, run

if TYPE_CHECKING:
    from pathlib import Path


def test_it_says_when_it_is_ready_and_stops_without_a_word(tmp_path: Path) -> None:
    program = Program("--state", str(tmp_path / "state"), "--speed", "3600", "--account", "210987654321")
    assert program.ready.startswith("Personalize emulator ready at http://127.0.0.1:")
    assert f"(account 210987654321, speed 3600, state in {tmp_path / 'state'})" in program.ready
    assert program.ask("GET", "/emulator/health")["account"] == "210987654321"
    assert program.stop() == (0, "", "")


def test_clients_that_hang_up_and_requests_that_are_none_leave_no_trace() -> None:
    program = Program()
    port = int(program.url.rpartition(":")[2])
    for sent in (b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{", b"\x16\x03\x01 nonsense\r\n\r\n", b""):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(sent)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert program.ask("GET", "/emulator/health")["state"] is None
    assert program.stop() == (0, "", "")


def test_the_version_is_printed() -> None:
    assert run("--version") == (0, f"personalize-emulator, version {version('personalize-reconciler')}\n", "")


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        ("bukets: {}", "unknown key 'bukets'; known are account, buckets, roles, durations"),
        ("account: 123456789012", "account must be a string of twelve digits"),
        ("buckets: {b: nowhere}", "bucket b has no folder 'nowhere'"),
        ("buckets: [b]", "buckets must be a mapping"),
        ("durations: {coffee: 3}", "unknown duration 'coffee'"),
        ("a: [", "is not YAML"),
        ("- a", "must be a mapping"),
        ("buckets: {B!: null}", "the seed cannot be planted"),
        ("a: " + "[" * 5000, "nests more than 10 levels"),
        ("buckets: {a: &a x, b: *a}", "has the alias *a; write it out"),
        ("account: 2024-99-99", "has a value that cannot be read: month must be in 1..12"),
        ("account: '١٢٣٤٥٦٧٨٩٠١٢'", "account must be a string of twelve digits"),
        ("durations: {campaign: .nan}", "must be a number of seconds, not nan"),
        ("roles: [[a]]", "a role is a name, not ['a']"),
    ],
)
def test_a_seed_that_cannot_be_read_is_one_line_and_exit_1(tmp_path: Path, seed: str, said: str) -> None:
    (tmp_path / "seed.yaml").write_text(seed)
    exit_code, _, error = run("serve", "--port", "0", "--seed", str(tmp_path / "seed.yaml"))
    assert exit_code == 1
    assert error.startswith("personalize-emulator: ")
    assert said in error
    assert error.count("\n") == 1


def test_a_taken_port_a_missing_seed_and_a_useless_state_are_one_line_and_exit_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        exit_code, _, error = run("serve", "--port", port)
    assert (exit_code, error.count("\n")) == (1, 1)
    assert f"cannot listen on 127.0.0.1:{port}" in error
    assert run("serve", "--seed", str(tmp_path / "none.yaml"))[0] == 1
    (tmp_path / "file").write_text("not a database, but long enough to be looked at" * 100)
    (tmp_path / "personalize.sqlite3").write_text("not a database, but long enough to be looked at" * 100)
    assert run("serve", "--state", str(tmp_path / "file"))[0] == 1
    assert run("serve", "--state", str(tmp_path))[0] == 1


def test_wrong_usage_is_exit_64() -> None:
    exit_code, _, error = run("serve", "--speed", "fast")
    assert (exit_code, error.count("\n")) == (64, 1)


def test_the_clock_runs_at_the_speed_given() -> None:
    program = Program("--speed", "1000000")
    before = program.ask("GET", "/emulator/clock")["now"]
    began = time.monotonic()
    while program.ask("GET", "/emulator/clock")["now"] < before + 1000:
        assert time.monotonic() < began + 10
    program.stop()
