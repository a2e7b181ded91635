"""docs/glossary.md has every word that the program prints of what it does and finds."""

from __future__ import annotations

import re

import pytest
from tree import ROOT

from reconciler.model.health import Health
from reconciler.plan.changes import Action, Effect
from reconciler.plan.drift import DriftClass
from reconciler.plan.marks import Owner

PAGE = (ROOT / "docs/glossary.md").read_text()
WORDS = set(re.findall(r"\*\*([^*]+)\*\*", PAGE))
OF_STEPS = {Action.NONE, Action.START, Action.STOP}
"""No change is called so, and the words are the service's own."""


@pytest.mark.parametrize("word", [one.value for one in DriftClass] + [one.value for one in Owner])
def test_every_class_of_difference_and_of_ownership_is_told(word: str) -> None:
    assert word in WORDS


@pytest.mark.parametrize("action", sorted(set(Action) - OF_STEPS, key=lambda one: one.value))
def test_every_action_is_told(action: Action) -> None:
    assert re.search(rf"\b{action.value}\b", " ".join(WORDS)), f"no entry for {action.value}"


@pytest.mark.parametrize("health", list(Health))
def test_every_health_is_told(health: Health) -> None:
    (row,) = re.findall(r"^\| \*\*health\*\* \| (.*?) \|", PAGE, re.MULTILINE)
    assert health.value in row


@pytest.mark.parametrize("effect", list(Effect))
def test_every_effect_is_told(effect: Effect) -> None:
    (row,) = re.findall(r"^\| \*\*effect\*\* \| (.*?) \|", PAGE, re.MULTILINE)
    assert effect.value.split("-")[0] in row


def test_no_word_has_two_entries() -> None:
    entries = re.findall(r"^\| ((?:\*\*[^*]+\*\*(?:, )?)+) \|", PAGE, re.MULTILINE)
    listed = [word for entry in entries for word in re.findall(r"\*\*([^*]+)\*\*", entry)]
    assert sorted(listed) == sorted(set(listed))
