"""The judge of the fault matrix can fail: what it is there to find is put into the account and found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from arena import Arena
from cases import CASES
from end_state import bystanders_of
from faults import FAULTS, Blow
from matrix import Undisturbed, cell, judged_end, operations, undisturbed

_ARN = "arn:aws:personalize:eu-west-1:123456789012:"
_GROUP = f"{_ARN}dataset-group/user-videos"
_SOLUTION = f"{_ARN}solution/video-recommendations"
_RECIPE = "arn:aws:personalize:::recipe/aws-user-personalization-v2"


@pytest.fixture(scope="module")
def base(session_arena: Arena) -> Undisturbed:
    return undisturbed(session_arena, "example")


def _end(arena: Arena, base: Undisturbed) -> None:
    arena.restore(base.moment)
    assert arena.run(base.case.command).code == 0
    assert judged_end(arena, base, Blow(arena=arena, n=1, fault="500"), set()) == []


def _delete_a_campaign(arena: Arena) -> None:
    arena.client().delete_campaign(campaignArn=f"{_ARN}campaign/home-page")


def _train_twice(arena: Arena) -> None:
    arena.client().create_solution_version(solutionArn=_SOLUTION)


def _make_another_generation(arena: Arena) -> None:
    marks = {
        "reconcile:stack": "user-videos",
        "reconcile:address": "solution/video-recommendations",
    }
    arena.client().create_solution(
        name="video-recommendations-v2",
        datasetGroupArn=_GROUP,
        recipeArn=_RECIPE,
        performAutoTraining=False,
        tags=[{"tagKey": key, "tagValue": value} for key, value in marks.items()],
    )


def _leave_a_proof(arena: Arena) -> None:
    arena.client().create_filter(
        name="exclude-watched-next",
        datasetGroupArn=_GROUP,
        filterExpression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")',
    )


def _change_a_campaign(arena: Arena) -> None:
    arena.client().update_campaign(campaignArn=f"{_ARN}campaign/home-page", minProvisionedTPS=7)


def _remove_our_marks(arena: Arena) -> None:
    arena.client().untag_resource(resourceArn=_GROUP, tagKeys=["reconcile:stack"])


def _touch_what_is_foreign(arena: Arena) -> None:
    tag = {"tagKey": "seen", "tagValue": "yes"}
    arena.client().tag_resource(resourceArn=f"{_ARN}dataset-group/another", tags=[tag])


def _lose_the_records(arena: Arena) -> None:
    arena.emulator.store.records.remove(f"{_ARN}dataset/user-videos/ITEMS")


def _delete_and_make_again(arena: Arena) -> None:
    """The end is the same, and requests failed meanwhile."""
    personalize = arena.client()
    arn = f"{_ARN}filter/exclude-watched"
    was = personalize.describe_filter(filterArn=arn)["filter"]
    tags = personalize.list_tags_for_resource(resourceArn=arn)["tags"]
    personalize.delete_filter(filterArn=arn)
    arena.time.advance(60.0)
    personalize.create_filter(
        name=was["name"], datasetGroupArn=_GROUP, filterExpression=was["filterExpression"], tags=tags
    )


@pytest.mark.parametrize(
    ("sabotage", "told"),
    [
        (_delete_a_campaign, "campaign/home-page is missing"),
        (_train_twice, "made too often: CreateSolutionVersion"),
        (_make_another_generation, "2 things are solution/video-recommendations"),
        (_leave_a_proof, "a proof was left"),
        (_change_a_campaign, "minProvisionedTPS is 7, not 1"),
        (_remove_our_marks, "tag reconcile:stack is None"),
        (_touch_what_is_foreign, "what is not ours was touched"),
        (_lose_the_records, "records is none"),
        (_delete_and_make_again, "destructive and not in the undisturbed run: DeleteFilter"),
    ],
)
def test_the_judge_finds(
    session_arena: Arena, base: Undisturbed, sabotage: Callable[[Arena], None], told: str
) -> None:
    _end(session_arena, base)
    sabotage(session_arena)
    session_arena.time.advance(600.0)
    found = judged_end(session_arena, base, Blow(arena=session_arena, n=1, fault="500"), set())
    assert any(told in one for one in found), found


def test_a_cell_fails_where_running_again_does_not_help(session_arena: Arena, base: Undisturbed) -> None:
    def stubborn() -> None:
        session_arena.emulator.faults.add_json(
            {"fault": "refuse", "operation": "CreateCampaign", "code": "InvalidInputException"}
        )

    n = operations(base)["CreateCampaign"]
    made = cell(session_arena, base, n, "killed before", before_running_again=stubborn)
    assert "it still exits 1 when run again 2 times" in made.wrong
    assert f'CELL="example:{n}:killed before"' in str(made)


def test_bystanders_are_of_both_sorts_and_of_every_kind_that_could_be_harmed(
    session_arena: Arena, base: Undisturbed
) -> None:
    session_arena.restore(base.moment)
    found = bystanders_of(session_arena)
    for owner in ("another", "unowned"):
        kinds = {
            one["kind"] for one in found.values() if owner in (one["name"], str(one["group"])[-len(owner) :])
        }
        assert kinds >= {"dataset-group", "dataset", "schema", "event-tracker", "filter", "solution"}


def test_every_fault_strikes(session_arena: Arena, base: Undisturbed) -> None:
    """None passes because nothing happened: each changes what the command sends, receives or finds."""
    n = operations(base)["CreateDataset"]
    for fault in FAULTS:
        session_arena.restore(base.moment)
        blow = Blow(arena=session_arena, n=n, fault=fault)
        ran = session_arena.run(f"{base.case.command} --timeout 30m", strike=blow.strike)
        assert blow.struck is not None
        assert blow.struck.n == n
        assert ran.code != 0 or ran.sent > len(base.sent) or blow.done or blow.lost, fault


def test_the_cases_are_the_example_and_the_five_hardest() -> None:
    assert list(CASES) == ["example", "everything", "recreation", "replacement", "destroy", "adoption"]
