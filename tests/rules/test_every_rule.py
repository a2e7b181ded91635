"""Every rule: files that break it are found, near misses pass, its examples are excerpts of such files."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_cases import Case, cases, found, texts

from reconciler.desired.rules import rules
from reconciler.model.rules import Rule

BREAKS, PASSES = cases("breaks"), cases("passes")
NAMED = [rule for rule in rules().values() if rule.bad]
NOT_ALONE = {
    "file/more",
    "file/too-deep",
    "file/too-many-values",
    "schema/too-long",
    "schema/too-many-values",
}
"""Rules about amounts, whose near misses break another rule; those of all others are valid files."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: f"{case.rule}-{case.name}")
def test_a_file_that_breaks_a_rule_is_found_with_its_severity(case: Case, tmp_path: Path) -> None:
    told = [one for one in found(case, tmp_path) if one.code == case.rule]
    assert told, [(one.code, one.summary) for one in found(case, tmp_path)]
    assert {one.severity for one in told} == {rules()[case.rule].severity}
    assert all(one.summary and one.fix for one in told) or case.rule == "file/more"


@pytest.mark.parametrize("case", PASSES, ids=lambda case: f"{case.rule}-{case.name}")
def test_a_near_miss_passes(case: Case, tmp_path: Path) -> None:
    told = [(one.code, one.summary) for one in found(case, tmp_path)]
    assert case.rule not in {code for code, _ in told}
    if case.rule not in NOT_ALONE:
        assert [one for one in told if one[0] != "schema/unused"] == []


def test_every_rule_has_a_file_of_each_sort_and_no_file_is_of_an_unknown_rule() -> None:
    assert {case.rule for case in BREAKS} == set(rules())
    assert {case.rule for case in PASSES} == set(rules())


@pytest.mark.parametrize("rule", NAMED, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_are_excerpts_of_files_that_are_tested(rule: Rule) -> None:
    assert any(_excerpt(rule.bad, text) for text in texts(rule.id, "breaks"))
    assert any(_excerpt(rule.good, text) for text in texts(rule.id, "passes"))


def _excerpt(example: str, text: str) -> bool:
    """Whether the lines stand in the text one after the other, all indented by as much more."""
    lines, whole = example.splitlines(), text.splitlines()
    return any(
        whole[start : start + len(lines)] == [" " * depth + line for line in lines]
        for start in range(len(whole))
        for depth in range(13)
    )
