"""Whatever is put before a command: a clear message, an exit code, bounds kept, nothing reached or written.

In the bounded form the last command of each runs in a fork of one process, and a sample as a user starts it;
with TORTURE=1 all commands are started so.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import recipes
import recipes_of_plans
import recipes_of_variables
from corpus import CONTENTS, FOLDERS, HERE, Entry, contents, of_folder, stored
from trials import MEBIBYTES, RUNS_OUT, Ended, Trial, Trials

if TYPE_CHECKING:
    from pathlib import Path

TORTURE = bool(os.environ.get("TORTURE"))
ENTRIES = [
    *(entry for folder in FOLDERS for entry in of_folder(folder)),
    *recipes.every(),
    *recipes_of_plans.every(),
    *recipes_of_variables.every(),
]
COMMANDS = {"reconcile", "personalize-emulator"}
SAMPLE = (
    "avro/deep-lists.avsc",
    "names/name-with-an-escape-sequence.yaml",
    "paths/a-pipe-that-nobody-writes-to-as-a-file",
    "paths/an-endless-device-as-a-plan",
    "plans/pickle.json",
    "plans/plan-of-forty-mebibytes",
    "plans/plan-of-four-hundred-thousand-objects",
    "plans/plan-with-a-deep-request",
    "reviews/duplicate-keys.json",
    "seeds/billion-laughs-through-merges.yaml",
    "sizes/fifty-thousand-unknown-keys",
    "yaml/alias-bomb-of-lists.yaml",
    "yaml/deep-block-lists.yaml",
    "yaml/tag-python-object-apply.yaml",
)


def by_name(entry: Entry) -> str:
    return entry.name


def put(entry: Entry, tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    entry.make(folder)
    return folder


def listing(folder: Path) -> dict[str, str]:
    """Everything below the folder around it, files by their content."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else oct(path.lstat().st_mode)
        for path in sorted(folder.parent.rglob("*"))
    }


def hold(entry: Entry, trials: Trials, tmp_path: Path, *, installed: bool) -> None:
    folder = put(entry, tmp_path)
    before = listing(folder)
    for command in entry.commands if TORTURE else entry.commands[-1:]:
        trial = Trial(
            program=entry.program,
            arguments=command,
            folder=str(folder),
            environment=entry.environment,
            installed=installed or entry.installed,
        )
        assert_promised(entry, trials.run(trial))
    assert listing(folder) == before, "something was written"


def assert_promised(entry: Entry, ended: Ended) -> None:
    said = ended.said
    assert "Traceback" not in said, said
    assert "internal error" not in said, said
    assert ended.code != RUNS_OUT, "it takes too long"
    assert ended.code == entry.code, said
    for part in entry.says:
        assert part in said, said
    assert "\x1b" not in said, "what a terminal obeys"
    assert ended.mebibytes < MEBIBYTES, f"it takes {ended.mebibytes:.0f} MiB"
    assert not ended.knocked, "somebody was called"
    if entry.program == "reconcile" and entry.code:
        assert "to do: " in said, said
    if entry.program != "post":
        assert not ended.deeds, "it did more than read and print"


@pytest.mark.parametrize("entry", ENTRIES, ids=by_name)
def test_hostile_input_ends_in_a_clear_message_within_bounds(
    entry: Entry, trials: Trials, tmp_path: Path
) -> None:
    hold(entry, trials, tmp_path, installed=TORTURE and entry.program in COMMANDS)


@pytest.mark.skipif(TORTURE, reason="all of them are started so")
@pytest.mark.parametrize("name", SAMPLE)
def test_so_does_the_command_as_a_user_starts_it(name: str, trials: Trials, tmp_path: Path) -> None:
    (entry,) = (one for one in ENTRIES if one.name == name)
    hold(entry, trials, tmp_path, installed=True)


@pytest.mark.parametrize("folder", sorted(path.name for path in HERE.iterdir() if (path / CONTENTS).exists()))
def test_the_contents_name_every_file_of_a_folder_in_order(folder: str) -> None:
    assert list(contents(folder)) == stored(folder)
    assert folder in FOLDERS


def test_no_two_entries_share_a_name_and_there_are_many() -> None:
    assert [name for name, count in Counter(map(by_name, ENTRIES)).items() if count > 1] == []
    assert len(ENTRIES) >= 500, "the corpus has shrunk"


def test_every_entry_is_named_for_what_it_is() -> None:
    assert [entry.name for entry in ENTRIES if not re.fullmatch(r"[a-z]+/[a-z0-9.-]+", entry.name)] == []


def test_the_trials_notice_what_they_are_there_to_notice(trials: Trials, tmp_path: Path) -> None:
    def tried(what: str) -> Ended:
        return trials.run(Trial(program="python", arguments=(what,), folder=str(tmp_path)))

    assert "socket.connect" in tried("import socket; socket.create_connection(('127.0.0.1', 9))").deeds[-1]
    assert "open" in tried("open('x', 'w').close()").deeds[0]
    assert "subprocess.Popen" in tried("import subprocess; subprocess.run(['true'])").deeds[0]
    assert tried("x = bytearray(400 << 20)").mebibytes > MEBIBYTES
    # of processor time, or, where others use the processor, of the time that a trial has
    assert tried("while True: pass").code in {RUNS_OUT, -signal.SIGALRM}
    assert "Traceback" in tried("1 / 0").err
    assert tried(
        "import os, urllib.request as u; u.urlopen(os.environ['AWS_ENDPOINT_URL'], timeout=1)"
    ).knocked
