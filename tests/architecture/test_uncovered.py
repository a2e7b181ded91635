"""What coverage may leave out: counted, each with its reason, in a form of its own (decision 21)."""

from __future__ import annotations

import re
import tomllib

from tree import ROOT, sources

MARK = re.compile(r"# uncovered(?: branch)?: (.*)$")
OTHER = re.compile(r"#\s*(pragma|no\s*cover|nocov|no\s*branch)", re.IGNORECASE)
EXCEPTIONS: dict[str, list[str]] = {
    # test_a_create_that_never_arrived_is_sent_again_where_a_duplicate_would_be_refused takes it
    "reconciler/apply/creating.py": ["no tracer sees lines after throw() in 3.11"],
}
"""File to the reasons that stand in it, in order."""
RULES = {
    "# uncovered: ",
    "^if TYPE_CHECKING:",
    r": \.\.\.$",
    r"^ *\.\.\.$",
    r"assert_never\(",
}
PRODUCT = sources("reconciler", "personalize_emulator")


def reasons(text: str) -> list[str]:
    return [found[1] for line in text.splitlines() if (found := MARK.search(line))]


def test_every_exception_is_listed_with_its_reason() -> None:
    found = {str(path): reasons((ROOT / path).read_text()) for path in PRODUCT}
    assert {path: said for path, said in found.items() if said} == EXCEPTIONS
    assert all(len(reason) > 20 for said in EXCEPTIONS.values() for reason in said)


def test_there_is_no_other_form() -> None:
    assert [path for path in PRODUCT if OTHER.search((ROOT / path).read_text())] == []


def test_the_rules_for_all_files_are_these_and_both_packages_are_measured_by_branch() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]
    assert set(settings["report"]["exclude_lines"]) == RULES
    assert settings["report"]["partial_branches"] == ["# uncovered branch: "]
    assert settings["run"]["branch"] is True
    assert settings["run"]["source_pkgs"] == ["reconciler", "personalize_emulator"]
    assert "omit" not in settings["run"] | settings["report"]


def test_the_decision_names_their_number() -> None:
    (page,) = (ROOT / "docs/decisions").glob("*-coverage.md")
    assert f"Exceptions: {sum(map(len, EXCEPTIONS.values()))}" in page.read_text()
