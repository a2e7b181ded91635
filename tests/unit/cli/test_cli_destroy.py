"""`reconcile destroy`: asks for the stack's name, needs --yes elsewhere, and says that it is a destroy."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from cli_world import ADOPT, REFUSED, World

from reconciler.cli.asking import agreed_by_name
from reconciler.cli.screen import Screen
from reconciler.errors import InvalidError
from reconciler.model.observed import ReadProblem


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def owning(world: World) -> World:
    """An account in which something is to be done; that it is no deletion makes no difference here."""
    world.changes = (ADOPT,)
    return world


def test_the_first_line_says_that_it_is_a_destroy(owning: World) -> None:
    first = owning.run("destroy", "--yes").stdout.splitlines()[0]
    assert first == "DESTROY: everything that stack shop owns in this account and region"


def test_without_a_terminal_and_yes_it_shows_the_plan_and_changes_nothing(owning: World) -> None:
    result = owning.run("destroy")
    assert (result.exit_code, owning.api.calls) == (1, [])
    assert "dataset-group/shop" in result.stdout
    assert "read the plan above, then pass --yes" in result.stderr
    assert "nothing was changed" in result.stderr


def test_with_yes_it_is_done_and_reported(owning: World) -> None:
    result = owning.run("destroy", "--yes")
    assert (result.exit_code, owning.api.calls) == (0, ["TagResource"])
    assert "Destroy: 1 done, 0 failed" in result.stdout


def test_after_a_failure_it_says_to_destroy_again(owning: World) -> None:
    owning.api.refuse = InvalidError("bad", operation="TagResource", code="InvalidInputException")
    result = owning.run("destroy", "--yes")
    assert result.exit_code == 1
    assert "run `reconcile destroy` again" in result.stdout


def test_where_nothing_is_owned_it_says_so_and_is_0(world: World) -> None:
    result = world.run("destroy")
    assert result.exit_code == 0
    assert "Nothing to destroy: stack shop owns nothing here." in result.stdout


@pytest.mark.parametrize("problems", [(), (ReadProblem(what="denied", operation="ListCampaigns"),)])
def test_a_refused_or_incomplete_destroy_is_1_and_changes_nothing(
    owning: World, problems: tuple[ReadProblem, ...]
) -> None:
    owning.changes = (ADOPT,) if problems else (ADOPT, REFUSED)
    owning.more = {"problems": problems}
    result = owning.run("destroy", "--yes")
    assert (result.exit_code, owning.api.calls) == (1, [])
    stop = (
        "Incomplete: not everything could be read" if problems else "Refused: destroy changes nothing at all"
    )
    assert stop in result.stdout


def test_json_is_the_outcome_alone_and_says_that_it_was_a_destroy(owning: World) -> None:
    result = owning.run("destroy", "--yes", "--format", "json")
    document = json.loads(result.stdout)
    assert (document["scope"], document["verdict"], document["exit_code"]) == ("destroy", "done", 0)


def test_without_a_terminal_it_needs_the_account_in_the_file(world: World) -> None:
    (world.folder / "personalize.yaml").write_text("version: 1\nstack: shop\n", encoding="utf-8")
    result = world.run("destroy", "--yes")
    assert result.exit_code == 1
    assert "does not say which account it is for" in result.stderr


@pytest.mark.parametrize(
    ("answer", "expected"), [("shop", True), ("yes", False), ("Shop", False), ("", False)]
)
def test_only_the_stacks_name_is_accepted(
    owning: World, monkeypatch: pytest.MonkeyPatch, answer: str, expected: bool
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(f"{answer}\n"))
    screen = Screen(err=Terminal())
    assert agreed_by_name(owning.plan(), "personalize.yaml", False, screen) is expected
    assert "Type the stack's name, shop, to agree" in screen.err.getvalue()  # type: ignore[attr-defined]


def test_nothing_is_asked_where_there_is_nothing_to_agree_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(""))
    screen = Screen(err=Terminal())
    assert agreed_by_name(replace(world.plan(), changes=()), "personalize.yaml", False, screen)
    assert screen.err.getvalue() == ""  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "more", [("--only", "runs"), ("--out", "x.json"), ("plan.json",), ("--format", "markdown")]
)
def test_what_makes_no_sense_with_a_destroy_is_wrong_usage(world: World, more: tuple[str, ...]) -> None:
    assert world.run("destroy", *more).exit_code == 64


def test_help_lists_it(world: World) -> None:
    assert "destroy" in world.run("--help").stdout
    assert "--no-wait" in world.run("destroy", "--help").stdout
