"""Whatever a user gets wrong: a clear message, exit 1 (64 for wrong usage), and nothing changed."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from installed import Checkout, Ran, Server

from reconciler.cli.main import reconcile

if TYPE_CHECKING:
    from pathlib import Path

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)
ITEMS = "specs/avro/items.avsc"


@pytest.fixture
def server(untouched: Server) -> Server:
    return untouched


@pytest.fixture
def checkout(server: Server, folder: Path) -> Checkout:
    """A checkout that asks for one change, so that an apply which went on would show."""
    made = Checkout(folder, server)
    made.edit(("minTPS: 1", "minTPS: 2"))
    return made


FILES = {
    "not YAML": ("datasetGroups:", "datasetGroups: [", "personalize.yaml:20:13: error: not YAML"),
    "a tab": ("  user-videos:", "\tuser-videos:", "personalize.yaml:19:1: error: a tab"),
    "an unknown key": ("minTPS:", "minTps:", '46:13: error: unknown key "minTps" in home-page'),
    "a key twice": ("region: eu", "stack: x\nregion: eu", 'personalize.yaml:9:1: error: the key "stack"'),
    "a dataset twice": ("      items:\n", "      interactions:\n", '27:7: error: the key "interactions"'),
    "a wrong type": ("minTPS: 2", "minTPS: lots", "46:21: error: minTPS: expected a whole number"),
    "an account as a number": ('"123456789012"', "123456789012", "personalize.yaml:8:10: error: account:"),
    "a dangling reference": (
        "schema: user-videos-items",
        "schema: user-videos-itemz",
        '28:17: error: no schema "user-videos-itemz" is declared',
    ),
    "a missing schema file": (
        ITEMS,
        "specs/nope.avsc",
        'yaml:15:30: error: the schema file "specs/nope.avsc"',
    ),
    "a schema file out of the folder": (
        ITEMS,
        "../../../etc/passwd",
        'yaml:15:30: error: "../../../etc/passwd"',
    ),
    "an absolute schema file": (ITEMS, "/etc/passwd", 'yaml:15:30: error: "/etc/passwd" is absolute'),
    "a link out of the folder": (ITEMS, "link.avsc", 'yaml:15:30: error: "link.avsc" leads out'),
    "a schema file that is a folder": (ITEMS, "specs/avro", 'yaml:15:30: error: "specs/avro" is no regular'),
    "a schema file that is a pipe": (ITEMS, "pipe.avsc", 'yaml:15:30: error: "pipe.avsc" is no regular file'),
    "a schema file that is CSV": (ITEMS, "table.avsc", "table.avsc:1:1: error: not JSON"),
    "a schema file that is no Avro record": (
        ITEMS,
        "text.avsc",
        "text.avsc:1:10: error: a schema is an Avro",
    ),
    "a role by name": ("arn:aws:iam::123456789012:role/", "", "25:17: error: role:"),
    "a tag that runs code": ("version: 1", "version: !!python/name:os.system 1", "yaml:6:10: error: the tag"),
}
"""What is wrong: a text of the good file, what stands in its place, and how the message begins."""

WHOLE = {
    "an alias bomb": (BOMB.encode(), "personalize.yaml:5:", "expands to more than"),
    "an empty file": (b"", "personalize.yaml:1:1: error: personalize.yaml declares nothing", "version: 1"),
    "only a comment": (b"# nothing\n", "personalize.yaml:1:1: error:", "declares nothing"),
    "a list": (b"- version: 1\n", "personalize.yaml:1:1: error:", "expected a mapping, got a list"),
    "binary rubbish": (
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "personalize.yaml:1:1: error: byte 0x89",
        "UTF-8",
    ),
    "only zeros": (bytes(5000), "personalize.yaml:1:1: error:", "U+0000"),
    "UTF-16": ("version: 1\n".encode("utf-16"), "personalize.yaml:1:1: error: the file is UTF-16", "UTF-8"),
    "three megabytes": (b"a: " + b"x" * 3_000_000, "personalize.yaml:1:1: error:", "larger than 2 MiB"),
    "deep nesting": (b"a: " + b"[" * 100_000, "personalize.yaml:1:103: error:", "levels are nested"),
}


def prepare(checkout: Checkout) -> None:
    """The odd schema files that some of the mistakes name."""
    folder = checkout.folder
    (folder / "link.avsc").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.avsc")
    (folder / "table.avsc").write_text("ITEM_ID,GENRES\n1,2\n")
    (folder / "text.avsc").write_text('{"type": "string"}')


def commands(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, file: str = "personalize.yaml"
) -> list[str]:
    """What validate, plan and apply say about the file, each in this process: they are the same code."""
    monkeypatch.chdir(checkout.folder)
    for name, value in checkout.environment.items():
        monkeypatch.setenv(name, value)
    said = []
    for command in (["validate"], ["plan"], ["apply", "--yes"]):
        ran = CliRunner().invoke(reconcile, [*command, "-f", file])
        Ran(code=ran.exit_code, out=ran.stdout, err=ran.stderr).ended(1)
        said.append(ran.output)
    return said


def assert_clear(said: list[str], server: Server, *parts: str) -> None:
    for text in said:
        for part in parts:
            assert part in text, text
    assert server.calls() == [], "a file that is wrong is no reason to call anybody"


@pytest.mark.parametrize("mistake", FILES)
def test_a_mistake_in_the_file_is_shown_with_its_place_by_every_command(
    mistake: str, checkout: Checkout, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, says = FILES[mistake]
    prepare(checkout)
    checkout.edit((old, new))
    assert_clear(commands(checkout, monkeypatch), server, says)


@pytest.mark.parametrize("mistake", WHOLE)
def test_a_file_that_is_no_such_file_at_all(
    mistake: str, checkout: Checkout, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, *says = WHOLE[mistake]
    (checkout.folder / "personalize.yaml").write_bytes(data)
    assert_clear(commands(checkout, monkeypatch), server, *says)


@pytest.mark.parametrize(
    ("file", "says"), [("specs", "specs is a directory"), ("nope.yaml", "nope.yaml does not exist")]
)
def test_a_file_that_cannot_be_read(
    file: str, says: str, checkout: Checkout, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_clear(commands(checkout, monkeypatch, file), server, says, "to do: ")


@pytest.mark.parametrize("command", [("validate",), ("plan",), ("apply", "--yes")])
def test_all_mistakes_of_a_file_are_shown_at_once_in_its_order(
    command: tuple[str, ...], checkout: Checkout, server: Server
) -> None:
    checkout.edit(
        ("version: 1", "version: 2"),
        ("avro/users.avsc", "avro/none.avsc"),
        ("schema: user-videos-items", "schema: user-videos-itemz"),
        ("minTPS:", "minTps:"),
    )
    said = checkout.reconcile(*command).ended(1).said
    places = re.findall(r"^personalize.yaml:(\d+:\d+): error: ", said, flags=re.MULTILINE)
    assert places == ["6:10", "16:30", "28:17", "46:13"]
    assert "did you mean user-videos-items?" in said
    assert "did you mean minTPS?" in said
    assert server.calls() == []


def test_a_list_is_told_how_a_file_begins(checkout: Checkout) -> None:
    checkout.write("- version: 1\n")
    assert "Generated from" not in checkout.reconcile("validate").ended(1).said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Usage: reconcile"),
        (("bogus",), "No such command 'bogus'"),
        (("plan", "--bogus"), "No such option '--bogus'"),
        (("plan", "extra"), "unexpected extra argument"),
        (("plan", "--format", "xml"), "'xml' is not one of"),
        (("plan", "--parallelism", "0"), "0 is not in the range"),
        (("plan", "--emulator", "--endpoint-url", "http://x"), "exclude each other"),
        (("apply", "--timeout", "5"), "'5' is no duration"),
        (("drift", "--fail-on", "everything"), "'everything' is not one of"),
        (("validate", "--format"), "requires an argument"),
    ],
)
def test_wrong_usage_is_64(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    checkout = Checkout(tmp_path, None)
    ran = checkout.reconcile(*arguments).ended(64)
    assert says in ran.err
    assert ran.out == ""


def test_json_is_alone_on_standard_output_also_when_the_file_is_wrong(checkout: Checkout) -> None:
    checkout.write("version: 2\n")
    ran = checkout.reconcile("validate", "--format", "json").ended(1)
    assert json.loads(ran.out)["valid"] is False
    assert checkout.reconcile("plan", "--format", "json").ended(1).out == ""
