"""Health: what status words mean, also those that nobody knows."""

from __future__ import annotations

import pytest

from reconciler.model.health import Health, health_of, is_documented, update_in_progress


@pytest.mark.parametrize(
    "word",
    [
        *("CREATE PENDING", "CREATE IN_PROGRESS", "IN PROGRESS", "update in_progress", "STOP PENDING"),
        *("CREATE STOPPING", "CREATE STOPPED", "ACTIVE", "INACTIVE"),
        *("CREATE FAILED", "UPDATE FAILED", "FAILED"),
    ],
)
def test_words_of_the_service_are_known_however_they_are_spelt(word: str) -> None:
    assert is_documented(word)


@pytest.mark.parametrize("word", ["CREATE REVIEWING", "SUSPENDED", "", "ARCHIVING"])
def test_a_word_that_nobody_knows_is_settling_and_nothing_else(word: str) -> None:
    assert not is_documented(word)
    assert health_of(word) is Health.SETTLING
    assert update_in_progress(word)
