"""Documents say what is: commands exist, links lead somewhere, decisions have one form."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from tree import ROOT, pages

from personalize_emulator.cli import _cli
from reconciler.cli.main import reconcile

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAMS: dict[str, click.Group] = {"reconcile": reconcile, "personalize-emulator": _cli}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^(?:\$ |\s*- run: )?((?:reconcile|personalize-emulator) .*)$", re.MULTILINE)
INLINE = re.compile(r"`((?:reconcile|personalize-emulator) [^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(#[^)]*)?\)")
ENDS = {"|", ">", ">>", "<", "2>", "&&", "||", ";", "&"}
ELLIPSIS = {"…", "..."}


def commands(text: str) -> Iterator[str]:
    """Command lines of ours that a page shows, in fences and between words."""
    for language, body in FENCE.findall(text):
        if language in {"sh", "console", "yaml", "bash"}:
            yield from LINE.findall(body)
    yield from INLINE.findall(FENCE.sub("", text))


def words(command: str) -> list[str]:
    """The command's own words, without what the shell takes."""
    found = shlex.split(command, comments=True)
    end = next((index for index, word in enumerate(found) if word in ENDS), len(found))
    return [word for word in found[:end] if word not in ELLIPSIS]


SHOWN = [(page, command) for page in pages() for command in commands((ROOT / page).read_text())]


def refused(arguments: Sequence[str], group: click.Group) -> str:
    """Why click does not take these arguments, "" when it does; nothing is run."""
    try:
        with click.Context(group) as outer:
            name, *rest = [word for word in arguments if word not in {"--help", "--version"}] or [""]
            command = group.get_command(outer, name)
            if command is None:
                return f"there is no command {name!r}" if name else ""
            command.make_context(name, rest, parent=outer)
    except click.ClickException as error:
        return error.format_message()
    return ""


@pytest.mark.parametrize(("page", "command"), SHOWN, ids=str)
def test_every_command_that_a_page_shows_exists(page: Path, command: str) -> None:
    program, *arguments = words(command)
    assert refused(arguments, PROGRAMS[program]) == "", f"{page} shows {command}"


def test_pages_do_show_commands() -> None:
    assert {"README.md", "docs/emulator.md", "docs/howto-first-apply.md"} <= {str(page) for page, _ in SHOWN}


def test_a_wrong_command_would_be_seen() -> None:
    assert refused(["plan", "--outt", "x"], reconcile)
    assert refused(["plna"], reconcile)
    assert refused(["plan", "--format", "pdf"], reconcile)


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", (ROOT / page).read_text())
    dead = [target for target, _ in LINK.findall(text) if not (ROOT / page.parent / target).exists()]
    assert dead == []


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text()
    unled = [str(page) for page in pages() if page.parent == Path("docs") and str(page) not in readme]
    assert unled == []


def test_decisions_are_numbered_without_gaps_and_say_what_they_cost() -> None:
    found = sorted(page for page in pages() if page.parent == Path("docs/decisions"))
    assert [int(page.name[:4]) for page in found] == list(range(1, len(found) + 1))
    for page in found:
        text = (ROOT / page).read_text()
        assert text.startswith(f"# {int(page.name[:4])}. "), page
        for part in ("**Question.**", "**Chosen.**", "**Instead of**", "**What it costs**"):
            assert part in text, f"{page} lacks {part}"


def test_the_changelog_has_a_place_for_the_next_release() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text().splitlines()
    assert "## Unreleased" in lines
