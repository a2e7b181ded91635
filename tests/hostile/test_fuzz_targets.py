"""A short run of every fuzz target; `make fuzz` runs them for longer."""

from __future__ import annotations

import importlib
import os

import pytest
from fuzzing import TARGETS, bounded

EXAMPLES = 3000 if os.environ.get("TORTURE") else 100


@pytest.mark.parametrize("name", TARGETS)
def test_any_input_ends_in_a_result_or_a_refusal(name: str) -> None:
    module = importlib.import_module(name)
    assert len(bounded(module.INPUT, module.outcome, EXAMPLES)) >= 2, "the inputs are all of a kind"
