"""The judge of commands: it sees each thing that must never happen, when it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from arena import Arena, Ran
from life import Life, LostError, one_connection
from nobody_loses import account, covers

PREFIX = "arn:aws:personalize:eu-west-1:123456789012:"
IN = {"datasetGroupArn": f"{PREFIX}dataset-group/user-videos"}
SOLUTION = {"solutionArn": f"{PREFIX}solution/video-recommendations"}
CAMPAIGN = {"campaignArn": f"{PREFIX}campaign/home-page"}
BY_HAND = {"filterArn": f"{PREFIX}filter/by-hand"}
SEEN = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'


@pytest.fixture
def life(session_arena: Arena, ledger: Counter[str]) -> Iterator[Life]:
    with one_connection():
        made = Life(session_arena, ledger, None)
        assert made.apply(made.ours).code == 0
        session_arena.client().create_filter(name="by-hand", filterExpression=SEEN, **IN)
        session_arena.time.advance(3600)
        yield made


def judged(life: Life, calls: Callable[[Any], None], command: str = "apply --yes", **how: Any) -> list[str]:
    """What is said of a command that makes these calls."""
    arena, before = life.arena, account(life.arena)
    arena.emulator.run = 0
    try:
        calls(arena.client())
    finally:
        arena.emulator.run = None
    arena.time.advance(how.pop("seconds", 0))
    ran = Ran(command=command, **({"code": 0, "out": "", "err": "", "sent": 1} | how))
    return life.judges[life.ours.stack].complaints(ran, before, account(arena))


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("dataset/a_b/actionInteractions", "dataset", "a_b/ACTION_INTERACTIONS"),
        ("dataset/a_b/items", "dataset", "a_b/ITEMS"),
        ("solution/recent", "solution", "recent-v2"),
        ("filter/by-hand", "filter", "by-hand"),
    ],
)
def test_an_entry_covers_what_its_address_means_and_nothing_else(
    life: Life, address: str, kind: str, name: str
) -> None:
    live = replace(
        next(iter(account(life.arena).resources.values())), kind=kind, arn=f"{PREFIX}{kind}/{name}"
    )
    assert covers(address, live)
    assert not covers(address, replace(live, arn=f"{PREFIX}{kind}/other"))


def test_nothing_is_said_of_a_command_that_does_nothing(life: Life) -> None:
    assert judged(life, lambda _api: None) == []


def _train_twice(api: Any) -> None:
    api.create_solution_version(**SOLUTION)
    api.create_solution_version(**SOLUTION)


def _tag(api: Any) -> None:
    api.tag_resource(resourceArn=BY_HAND["filterArn"], tags=[{"tagKey": "a", "tagValue": "b"}])


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        (lambda api: api.delete_filter(**BY_HAND), f"DeleteFilter of {BY_HAND['filterArn']}, which is not"),
        (_tag, f"TagResource of {BY_HAND['filterArn']}, which is not"),
        (_tag, f"tags of {BY_HAND['filterArn']} has changed, which is not"),
        (
            lambda api: api.delete_campaign(**CAMPAIGN),
            f"DeleteCampaign of {CAMPAIGN['campaignArn']} (ACTIVE)",
        ),
        (
            _train_twice,
            f"CreateSolutionVersion of {SOLUTION['solutionArn']} beside {SOLUTION['solutionArn']}/",
        ),
    ],
    ids=["deletes of others", "tags of others", "what others see", "without consent", "two trainings"],
)
def test_a_call_that_must_never_be_made_is_seen(life: Life, calls: Callable[[Any], None], said: str) -> None:
    assert [one for one in judged(life, calls) if one.startswith(said)]


def test_an_import_of_what_is_there_already_is_seen(life: Life) -> None:
    jobs = [one for one in account(life.arena).resources.values() if one.kind == "dataset-import-job"]
    name, job = jobs[0].name.rpartition("-")[0], jobs[0]

    def again(api: Any) -> None:
        api.create_dataset_import_job(
            jobName=f"{name}-2",
            datasetArn=job.parent,
            dataSource={"dataLocation": job.wire["dataSource"]["dataLocation"]},
            roleArn=job.wire["roleArn"],
        )

    assert f"CreateDatasetImportJob of {job.parent} beside {job.arn}, which is ACTIVE" in judged(life, again)


def test_a_campaign_that_serves_no_more_is_seen(life: Life) -> None:
    before = account(life.arena)
    life.arena.client().delete_campaign(**CAMPAIGN)
    life.arena.time.advance(3600)
    judge = life.judges[life.ours.stack]
    ran = Ran(command="plan", code=0, out="", err="", sent=0)
    assert any(
        "served, and does no more" in one for one in judge.complaints(ran, before, account(life.arena))
    )


def test_records_that_are_lost_are_seen(life: Life) -> None:
    before, dataset = account(life.arena), f"{PREFIX}dataset/user-videos/INTERACTIONS"
    life.arena.emulator.store.records.remove(dataset)
    judge = life.judges[life.ours.stack]
    ran = Ran(command="plan", code=0, out="", err="", sent=0)
    assert any(one.startswith(f"{dataset} had") for one in judge.complaints(ran, before, account(life.arena)))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"code": 5}, "exit 5"),
        ({"code": 1}, "exit 1 without a word"),
        ({"err": "internal error: KeyError"}, "a mistake of ours reaches the user"),
    ],
)
def test_how_no_command_may_end_is_seen(life: Life, how: Any, said: str) -> None:
    assert judged(life, lambda _api: None, **how) == [said]


def test_a_consent_holds_for_the_resource_that_it_was_printed_for_and_no_other(life: Life) -> None:
    """Pasted from the plan it lets the campaign go; made anew since, the same entry lets nothing go."""
    document = life.ours.copied()
    group = document["datasetGroups"]["user-videos"]
    del group["solutions"]["video-recommendations"]["campaigns"]
    life.ours.edit(document)
    assert life.agree(life.ours, life.refusals(life.ours))
    before = life.arena.moment()
    assert life.apply(life.ours).code == 0
    life.arena.restore(before)
    api, versions = life.arena.client(), [one for one in account(life.arena).resources if "/a00000" in one]
    api.delete_campaign(**CAMPAIGN)
    life.arena.time.advance(3600)
    api.create_campaign(name="home-page", solutionVersionArn=versions[-1])
    life.arena.time.advance(3600)
    said = judged(life, lambda api: api.delete_campaign(**CAMPAIGN))
    assert f"DeleteCampaign of {CAMPAIGN['campaignArn']} (ACTIVE) without consent" in said


def test_what_was_seen_is_told_with_the_story(life: Life) -> None:
    with pytest.raises(LostError, match=r"begins with the example\n.*apply --yes"):
        life.insist(False, "lost")
