"""What to do after an apply, by how it ended."""

from __future__ import annotations

from dataclasses import replace

import gallery
import pytest

from reconciler.apply.outcome import Ended
from reconciler.render.outcome_text import next_steps


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (Ended.FAILED, "Mend the cause and run `reconcile apply` again"),
        (Ended.IN_PROGRESS, "goes on in the service; run `reconcile apply` again"),
        (Ended.NOT_STARTED, "Run `reconcile apply` again to do the rest."),
        (Ended.DONE, ""),
    ],
)
def test_each_end_says_what_to_do(ended: Ended, said: str) -> None:
    result = replace(gallery.PARTLY.results[0], ended=ended)
    lines = next_steps(replace(gallery.PARTLY, results=(result,)))
    assert said in " ".join(lines)
    assert bool(lines) is bool(said)
