"""init: what it asks, what it writes and what not, and what follows from it."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from cli_world import World
from click.testing import Result

from reconciler.catalog.first_recipes import FIRST_RECIPES
from reconciler.cli import inferring
from reconciler.desired.load import load

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "user-videos"
ROLE = "arn:aws:iam::123456789012:role/Access"
BARE = ("--stack", "shop", "--region", "eu-west-1")
Init = Callable[..., Result]


@pytest.fixture
def folder(world: World) -> Path:
    """An empty folder, in which commands run."""
    (world.folder / "personalize.yaml").unlink()
    return world.folder


@pytest.fixture
def init(world: World, folder: Path) -> Init:
    """The command, without a terminal."""
    return lambda *arguments: world.run("init", *arguments)


def text(folder: Path) -> str:
    return (folder / "personalize.yaml").read_text()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_stack_and_a_region_are_enough(folder: Path, init: Init) -> None:
    result = init(*BARE)
    assert result.exit_code == 0
    assert result.stdout == (
        "wrote personalize.yaml\nwrote schemas/interactions.avsc\n"
        "personalize.yaml is valid: 5 addresses declared.\n"
    )
    assert result.stderr == (
        "\nNext:\n"
        "  reconcile validate         after every edit\n"
        "  reconcile plan --emulator  what an apply would do, on a local emulator\n"
        "  reconcile plan             the same for your account; nothing is changed\n"
    )
    assert files(folder) == ["personalize.yaml", "schemas/interactions.avsc"]
    declared = yaml.safe_load(text(folder))
    assert declared["datasetGroups"]["shop"]["solutions"] == {
        "shop-for-you": {
            "recipe": "aws-user-personalization-v2",
            "autoTraining": False,
            "training": {"when": "never"},
        }
    }


def test_files_imports_and_an_account_are_written_as_given(folder: Path, init: Init) -> None:
    given = [
        word
        for kind in ("interactions", "items", "users")
        for word in (f"--{kind}", str(EXAMPLE / f"{kind}.csv"))
    ]
    result = init(*BARE, *given, "--import-from", "s3://data/day", "--role", ROLE, "--group", "videos")
    assert result.exit_code == 0
    declared = yaml.safe_load(text(folder))
    assert declared["account"] == "123456789012"
    datasets = declared["datasetGroups"]["videos"]["datasets"]
    assert {kind: one["import"]["from"] for kind, one in datasets.items()} == {
        kind: f"s3://data/day/{kind}.csv" for kind in ("interactions", "items", "users")
    }
    assert {one["import"]["role"] for one in datasets.values()} == {ROLE}
    for kind in datasets:
        mine = (folder / "schemas" / f"{kind}.avsc").read_text()
        assert mine == (ROOT / "specs" / "avro" / f"{kind}.avsc").read_text(), "as people have written it"
    assert f"  reconcile check-data --local {EXAMPLE}  the CSV files" in result.stderr
    assert "  reconcile iam " in result.stderr


@pytest.mark.parametrize("domain", FIRST_RECIPES)
@pytest.mark.parametrize("imports", [True, False])
def test_every_recipe_gives_a_file_without_findings_with_its_comments_too(
    folder: Path, init: Init, domain: str | None, imports: bool
) -> None:
    more = ["--domain", domain or "custom"]
    more += ["--import-from", "s3://data/", "--role", ROLE] if imports else []
    for recipe in (*FIRST_RECIPES[domain], "none"):
        place = folder / recipe
        assert init(*BARE, *more, "--dir", str(place), "--recipe", recipe.upper()).exit_code == 0
        loaded = load(str(place / "personalize.yaml"), stdin=None)
        assert (loaded.diagnostics, bool(loaded.state)) == ((), True)
        told = re.sub(r"(?m)^( +)# ( *(?:[a-zA-Z-]+:|- ).*)$", r"\1\2", text(place))
        told = told.replace("BUCKET", "data").replace("ACCOUNT", "123456789012")
        assert told != text(place)
        (place / "personalize.yaml").write_text(told)
        loaded = load(str(place / "personalize.yaml"), stdin=None)
        assert (loaded.diagnostics, bool(loaded.state)) == ((), True), told
        assert max(map(len, told.splitlines())) <= 110


def test_what_needs_a_campaign_says_what_it_costs(folder: Path, init: Init) -> None:
    init(*BARE)
    assert "billed from its first minute" in text(folder)
    assert "minTPS" in text(folder)
    assert not re.search(r"(?m)^ *campaigns:", text(folder))


def test_without_a_terminal_the_options_that_are_missing_are_named(init: Init, folder: Path) -> None:
    for arguments, said in (
        ((), "there is no terminal to ask on: pass --stack and --region"),
        (("--yes", "--stack", "a"), "with --yes nothing is asked: pass --region"),
        ((*BARE, "--import-from", "s3://b/"), "pass --role"),
    ):
        result = init(*arguments)
        assert (result.exit_code, result.stdout) == (64, "")
        assert said in result.stderr
    assert files(folder) == []


def test_the_region_may_come_from_the_environment(
    init: Init, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert init("--stack", "shop").exit_code == 0
    assert "\nregion: us-east-1\n" in text(folder)


def test_a_wrong_region_of_the_environment_is_told_by_its_variable(
    init: Init, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "Ireland")
    result = init("--stack", "shop")
    assert (result.exit_code, files(folder)) == (64, [])
    assert "error: AWS_REGION is Ireland: a region is called like eu-west-1\n" in result.stderr
    assert init(*BARE).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--stack", "a b"], "--stack: a name has letters"),
        (["--stack", "a" * 41], "--stack: a name has letters"),
        (["--region", "Ireland"], "--region: a region is called like eu-west-1"),
        (["--account", "12"], "--account: an account has twelve digits"),
        (["--domain", "VIDEO"], "'VIDEO' is not one of"),
        (["--users", "none.csv"], "--users: there is no file none.csv"),
        (["--import-from", "bucket"], "--import-from: a folder in S3 is named like"),
        (["--import-from", "s3://b/a.csv"], "--import-from: name the folder"),
        (["--import-from", "s3://b/", "--role", "me"], "--role: the ARN of a role is"),
        (["--role", ROLE], "--role goes with --import-from"),
        (["--recipe", "aws-vod-top-picks"], "--recipe: choose one of aws-user-personalization-v2, "),
    ],
)
def test_a_wrong_option_is_64_and_writes_nothing(
    init: Init, folder: Path, arguments: list[str], said: str
) -> None:
    result = init(*BARE, *arguments)
    assert (result.exit_code, result.stdout) == (64, "")
    assert said in result.stderr
    assert files(folder) == []


@pytest.mark.parametrize("there", ["personalize.yaml", "schemas/interactions.avsc"])
def test_what_is_there_stays_and_then_nothing_is_written(init: Init, folder: Path, there: str) -> None:
    (folder / there).parent.mkdir(exist_ok=True)
    (folder / there).write_text("mine")
    result = init(*BARE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: {there} is there already, and nothing was written\n"
        "    to do: remove or rename it, or name another folder with --dir\n"
    )
    assert files(folder) == [there]
    assert (folder / there).read_text() == "mine"


def test_what_validate_would_refuse_is_not_written(init: Init, folder: Path) -> None:
    result = init(*BARE, "--account", "210987654321", "--import-from", "s3://data/", "--role", ROLE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[role/elsewhere]; nothing was written" in result.stderr
    assert files(folder) == []


def test_a_csv_file_that_no_schema_fits_writes_nothing(init: Init, folder: Path) -> None:
    (folder / "e.csv").write_text("userId\nu\n")
    result = init(*BARE, "--interactions", "e.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "rename userId to USER_ID" in result.stderr
    assert result.stderr.endswith("nothing was written\n")
    assert files(folder) == ["e.csv"]


def test_what_validate_warns_of_is_shown(init: Init, folder: Path) -> None:
    result = init(*BARE, "--region", "xx-east-1")
    assert (result.exit_code, "warning" in result.stderr) == (0, True)


def test_csv_files_need_the_reader_and_nothing_else_does(
    init: Init, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    result = init(*BARE, "--users", "u.csv")
    assert (result.exit_code, files(folder)) == (1, [])
    assert "init with a CSV file needs a reader" in result.stderr
    assert init(*BARE).exit_code == 0


def test_a_long_schema_is_refused(init: Init, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inferring, "LONGEST", 300)
    result = init(*BARE, "--users", str(EXAMPLE / "users.csv"))
    assert (result.exit_code, files(folder)) == (1, [])
