"""Data that would fail its import: told in the pull request, and not imported after the merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from installed import EXAMPLE
from objects import put

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Server
    from jobs import Jobs

KEY = "interactions.csv"
RULE = "data/timestamp-milliseconds"


def sound() -> bytes:
    return (EXAMPLE / KEY).read_bytes()


def spoilt() -> bytes:
    header, first, *rows = sound().splitlines(keepends=True)
    return b"".join([header, first.replace(b"\n", b"000\n"), *rows])


def test_a_plan_is_refused_in_the_comment_and_at_the_line_that_says_what_is_imported(
    jobs: Jobs, github: GitHub, server: Server
) -> None:
    put(server, KEY, spoilt())
    pull = github.repository.open_pull("topic")
    done = jobs.plan(pull).ended(1)
    (said,) = github.repository.said(pull.number)
    assert RULE in said
    assert "--no-preflight" in said
    (found,) = done.annotations
    assert found.startswith("::error file=personalize.yaml,line=")
    assert f"title={RULE}::" in found
    jobs.plan(pull, "--no-preflight").ended(0)


@pytest.mark.parametrize("before", [False, True], ids=["first", "later"])
def test_an_apply_changes_nothing_and_names_the_data(jobs: Jobs, server: Server, before: bool) -> None:
    if before:
        jobs.apply().ended(0)
    put(server, KEY, spoilt())
    server.forget_calls()
    for name in ("push", "schedule"):
        done = jobs.apply(name=name).ended(1)
        assert any(f"title={RULE}::" in one for one in done.annotations), name
    assert server.changes() == []
