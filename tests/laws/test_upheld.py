"""The judge of single commands: what is planned, and what is ours."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from upheld import beside_ours, unplanned

SOLUTION = "arn:aws:personalize:eu-west-1:123456789012:solution/sun"
STOP = "StopSolutionVersionCreation"


def _stop(arn: str) -> Any:
    return SimpleNamespace(operation=STOP, parameters={"solutionVersionArn": arn})


def _plan(arn: str) -> Any:
    calls = [{"operation": STOP, "request": {"solutionVersionArn": arn}}]
    return {"steps": [{"calls": calls, "marks": [], "refused": []}]}


def test_a_stop_of_whatever_trains_is_of_that_solution_and_of_one_training() -> None:
    plan = _plan(f"{SOLUTION}/*")
    assert list(unplanned([_stop(f"{SOLUTION}/a0000003")], plan)) == []
    assert list(unplanned([_stop(f"{SOLUTION}-v2/a0000003")], plan)) != []
    assert list(unplanned([_stop(f"{SOLUTION}/a0000003"), _stop(f"{SOLUTION}/a0000004")], plan)) != []


def test_a_stop_of_one_version_is_of_no_other() -> None:
    assert list(unplanned([_stop(f"{SOLUTION}/a0000004")], _plan(f"{SOLUTION}/a0000003"))) != []


def test_a_training_of_what_is_let_go_of_is_nobody_s_fault_and_any_other_is() -> None:
    early = "DeleteDataset dataset/south/ITEMS while"
    sun, moon = (f"{early} solution/{name}/a0000001 was CREATE IN_PROGRESS" for name in ("sun", "moon"))
    campaign = f"{early} campaign/sun was ACTIVE"
    assert list(beside_ours([sun, moon, campaign], ["solution/sun", "campaign/sun"])) == [moon, campaign]
