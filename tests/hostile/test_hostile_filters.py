"""The filters of the corpus, which the emulator refuses, are found by the reconciler as well."""

from __future__ import annotations

import pytest
from corpus import HERE, stored

from reconciler.filters.check import check
from reconciler.filters.grammar import parse
from reconciler.filters.mistakes import Mistake


@pytest.mark.parametrize("name", stored("filters"))
def test_a_hostile_filter_is_found_before_it_is_sent(name: str) -> None:
    text = (HERE / "filters" / name).read_bytes().decode("utf-8", "replace")
    found = parse(text)
    told = [found] if isinstance(found, Mistake) else check(found, None)
    assert told
    assert all(one.summary.isprintable() for one in told)
