"""init at a terminal: what it asks, and that no answer is lost."""

from __future__ import annotations

import importlib.util
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from cli_world import World
from click.testing import CliRunner, Result

from reconciler.cli.main import reconcile

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "user-videos"
ROLE = "arn:aws:iam::123456789012:role/Access"
BARE = ("--stack", "shop", "--region", "eu-west-1")
Init = Callable[..., Result]


@pytest.fixture
def asked(world: World, monkeypatch: pytest.MonkeyPatch) -> Init:
    """The command at a terminal in an empty folder, with what a person answers, line by line."""
    (world.folder / "personalize.yaml").unlink()
    monkeypatch.setattr("reconciler.cli.first_answers.is_terminal", lambda _stream: True)

    def run(*arguments: str, answers: tuple[str, ...]) -> Result:
        typed = "".join(f"{one}\n" for one in answers)
        return CliRunner().invoke(reconcile, ["init", *arguments], input=typed, catch_exceptions=False)

    return run


def files(world: World) -> list[str]:
    found = (path for path in world.folder.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(world.folder)) for path in found)


def test_at_a_terminal_everything_is_asked_with_what_is_usual(world: World, asked: Init) -> None:
    (world.folder / "data").mkdir()
    (world.folder / "data" / "i.csv").write_text((EXAMPLE / "items.csv").read_text())
    answers = (
        "shop",
        "",
        "nowhere",
        "eu-west-1",
        "custom",
        "",
        "none.csv",
        "data/i.csv",
        "",
        "s3://b",
        ROLE,
        "",
        "",
    )
    result = asked(answers=answers)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("wrote personalize.yaml\n")
    assert "Dataset group [shop]: " in result.stderr
    assert "Domain, one of custom, ECOMMERCE, VIDEO_ON_DEMAND [custom]: " in result.stderr
    assert "Error: a region is called like eu-west-1\n" in result.stderr
    assert "Error: there is no file none.csv\n" in result.stderr
    assert "\n  aws-user-personalization-v2  items for a user\n" in result.stderr
    assert "  reconcile check-data --local data " in result.stderr
    declared = yaml.safe_load((world.folder / "personalize.yaml").read_text())
    assert (declared["stack"], declared["account"]) == ("shop", "123456789012")
    assert declared["datasetGroups"]["shop"]["datasets"]["items"]["import"]["from"] == "s3://b/i.csv"


def test_options_are_not_asked_again(world: World, asked: Init) -> None:
    result = asked(
        *BARE,
        "--domain",
        "VIDEO_ON_DEMAND",
        "--users",
        str(EXAMPLE / "users.csv"),
        "--dir",
        "a b",
        answers=("",) * 6,
    )
    assert result.exit_code == 0, result.output
    assert "Name of the stack" not in result.stderr
    assert "CSV file of users" not in result.stderr
    assert "  cd 'a b'\n" in result.stderr
    assert files(world) == [
        "a b/personalize.yaml",
        "a b/schemas/interactions.avsc",
        "a b/schemas/users.avsc",
    ]


def test_without_the_reader_no_csv_file_is_asked_for(
    world: World, asked: Init, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    result = asked(answers=("shop", "", "eu-west-1", "", "", "", "none"))
    assert result.exit_code == 0, result.output
    assert "CSV file" not in result.stderr
    assert "solutions" not in (world.folder / "personalize.yaml").read_text()


def test_answers_are_not_lost_to_a_csv_file_that_no_schema_fits(
    world: World, asked: Init, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(world.folder))
    (world.folder / "my users.csv").write_text("userId,AGE\nu,1\n")
    answers = ("shop", "", "eu-west-1", "", "", "", "~/my users.csv", "s3://b", ROLE, "", "none")
    result = asked("--dir", "new", answers=answers)
    assert (result.exit_code, files(world)) == (1, ["my users.csv"])
    again = shlex.split(result.stderr.rpartition("the same answers again:\n")[2])
    (world.folder / "my users.csv").write_text("USER_ID,AGE\nu,1\n")
    assert again[:2] == ["reconcile", "init"]
    assert world.run(*again[1:]).exit_code == 0
    declared = yaml.safe_load((world.folder / "new" / "personalize.yaml").read_text())
    said = declared["datasetGroups"]["shop"]["datasets"]["users"]["import"]
    assert (said["from"], said["role"]) == ("s3://b/my users.csv", ROLE)
    assert "solutions" not in declared["datasetGroups"]["shop"]


def test_who_leaves_has_nothing_written(world: World, asked: Init) -> None:
    result = asked(answers=("shop",))
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.endswith("Dataset group [shop]: \ninterrupted\n")
    assert files(world) == []
