"""A job that somebody cancels says in the comment what it has started; the next one goes on from there."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from installed import Ran, until
from test_waiting_for_trainings import RETRAIN, slow

if TYPE_CHECKING:
    import pytest
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

__all__ = ["slow"]


def test_a_cancelled_apply_says_what_is_in_flight_and_the_next_one_goes_on(
    jobs: Jobs, checkout: Checkout, github: GitHub, slow: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = github.repository
    pull = repository.open_pull("one")
    checkout.edit(RETRAIN)
    jobs.plan(pull).ended(0)
    merge = repository.merge(pull)

    def cancelled(*command: str, **variables: str) -> Ran:
        """As GitHub's runner cancels: SIGINT first."""
        running = checkout.start("reconcile", *command, **variables)
        until(lambda: slow.calls("CreateSolutionVersion"), "the training was started")
        running.send(signal.SIGINT)
        return running.end()

    with monkeypatch.context() as patch:
        patch.setattr(checkout, "reconcile", cancelled)
        done = jobs.apply().ended(130)
    (said,) = repository.said(pull.number)
    for told in (said, done.summary):
        assert "in progress" in told
        assert "not started" in told
    assert repository.states() == [(merge, ["in_progress", "failure"])]
    assert repository.dispatched == []
    slow.lift_faults()
    jobs.apply(run=done.run).ended(0)
    assert len(slow.calls("CreateSolutionVersion")) == 1
    (said,) = repository.said(pull.number)
    assert " 0 failed, 0 skipped, 0 in progress" in said
