"""What happens to an account while nobody applies: people, autoscalers, other stacks, failures, time.

Each event is a small frozen value, so that a failing example reads as a story, and is done by `happen`: calls
that the service refuses are part of the story (somebody tried), anything else is an error of the test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from arena import Arena
from botocore.exceptions import ClientError
from drawn_choices import NAMES
from drawn_data import BUCKET, OTHERS_JOB, ROLE, objects
from drawn_parts import Draws
from hypothesis import strategies as st

HOUR = 3600.0
FOREIGN = "somebody"
"""The stack that owns what is foreign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happens: `what` is a key of `_EVENTS`; `pick` chooses what it happens to.

    `wait` seconds pass afterwards: with 0 the next thing finds it in flight.
    """

    what: str
    pick: int = 0
    wait: float = HOUR


def events(most: int = 4, *, only: tuple[str, ...] = ()) -> st.SearchStrategy[list[Event]]:
    """Some events, in order."""
    return st.lists(_event(only or tuple(_EVENTS)), max_size=most)


@st.composite
def _event(draw: st.DrawFn, kinds: tuple[str, ...]) -> Event:
    d = Draws(draw)
    return Event(what=d.of(kinds), pick=draw(st.integers(0, 11)), wait=d.of((HOUR, 0.0, 20.0, 300.0)))


def happen(arena: Arena, event: Event) -> str:
    """Let it happen, and tell what did: a call, or that there was nothing to do it to, or a refusal."""
    try:
        told = _EVENTS[event.what](_Account(arena, event.pick)) or "nothing to do it to"
    except ClientError as refused:
        told = f"refused: {refused.response['Error']['Code']}"
    arena.time.advance(event.wait)
    return f"{event.what}: {told}"


class _Account:
    """The account as a person sees it who picks something in it."""

    def __init__(self, arena: Arena, pick: int) -> None:
        self.arena, self.pick = arena, pick
        self.client = arena.client()

    def some(self, *kinds: str) -> Any:
        """One resource of these kinds, None if there is none."""
        found = [one for one in self.arena.emulator.store.every() if one.kind in kinds and not one.leaving]
        found.sort(key=lambda one: one.arn)
        return found[self.pick % len(found)] if found else None

    def group(self) -> Any:
        """An ACTIVE dataset group."""
        return self.some("dataset-group")


_TAGGED = ("dataset-group", "dataset", "event-tracker", "filter", "solution", "campaign", "recommender")
_DELETABLE = (*_TAGGED, "metric-attribution", "schema")


def _delete(account: _Account, *kinds: str) -> str | None:
    one = account.some(*kinds)
    if one is None:
        return None
    operation = f"delete_{one.kind.replace('-', '_')}"
    member = f"{_camel(one.kind)}Arn"
    getattr(account.client, operation)(**{member: one.arn})
    return one.arn


def _camel(kind: str) -> str:
    head, *rest = kind.split("-")
    return head + "".join(word.capitalize() for word in rest)


def _scale(account: _Account) -> str | None:
    one = account.some("campaign")
    if one is None:
        return None
    account.client.update_campaign(campaignArn=one.arn, minProvisionedTPS=1 + account.pick % 6)
    return one.arn


def _tag(account: _Account) -> str | None:
    one = account.some(*_TAGGED)
    if one is None:
        return None
    tags = [{"tagKey": ("team", "note")[account.pick % 2], "tagValue": "by hand"}]
    account.client.tag_resource(resourceArn=one.arn, tags=tags)
    return one.arn


def _untag(account: _Account) -> str | None:
    one = account.some(*_TAGGED)
    if one is None:
        return None
    keys = ("team", "reconcile:digest")
    account.client.untag_resource(resourceArn=one.arn, tagKeys=[keys[account.pick % len(keys)]])
    return one.arn


def _disown(account: _Account) -> str | None:
    one = account.some(*_TAGGED)
    if one is None:
        return None
    keys = ["reconcile:stack", "reconcile:address", "reconcile:digest"]
    account.client.untag_resource(resourceArn=one.arn, tagKeys=keys)
    return one.arn


def _owner(*, foreign: bool, address: str) -> list[dict[str, str]]:
    marks = {"reconcile:stack": FOREIGN, "reconcile:address": address} if foreign else {"made": "by hand"}
    return [{"tagKey": key, "tagValue": value} for key, value in marks.items()]


def _create_filter(account: _Account, *, foreign: bool = False, suffix: str = "") -> str | None:
    group = account.group()
    if group is None:
        return None
    name = f"{NAMES['filters'][account.pick % 3]}{suffix}"
    made = account.client.create_filter(
        name=name,
        datasetGroupArn=group.arn,
        filterExpression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")',
        tags=_owner(foreign=foreign, address=f"filter/{name}"),
    )
    return str(made["filterArn"])


def _create_solution(account: _Account, *, foreign: bool = False, suffix: str = "") -> str | None:
    group = account.group()
    if group is None:
        return None
    name = f"{NAMES['solutions'][account.pick % 3]}{suffix}"
    made = account.client.create_solution(
        name=name,
        datasetGroupArn=group.arn,
        recipeArn="arn:aws:personalize:::recipe/aws-popularity-count",
        performAutoTraining=False,
        tags=_owner(foreign=foreign, address=f"solution/{name}"),
    )
    return str(made["solutionArn"])


def _create_group(account: _Account, *, foreign: bool = False, namesake: bool = True) -> str:
    name = NAMES["groups"][account.pick % 3] if namesake else "elsewhere"
    made = account.client.create_dataset_group(
        name=name, tags=_owner(foreign=foreign, address=f"dataset-group/{name}")
    )
    return str(made["datasetGroupArn"])


def _create_campaign(account: _Account, *, foreign: bool = False) -> str | None:
    version = account.some("solution-version")
    if version is None:
        return None
    name = "theirs" if foreign else NAMES["campaigns"][account.pick % 4]
    made = account.client.create_campaign(
        name=name, solutionVersionArn=version.arn, tags=_owner(foreign=foreign, address=f"campaign/{name}")
    )
    return str(made["campaignArn"])


def _train(account: _Account) -> str | None:
    one = account.some("solution")
    return one and str(account.client.create_solution_version(solutionArn=one.arn)["solutionVersionArn"])


def _stop_training(account: _Account) -> str | None:
    one = account.some("solution-version")
    if one is not None:
        account.client.stop_solution_version_creation(solutionVersionArn=one.arn)
    return one and one.arn


def _retrain(account: _Account) -> str | None:
    one = account.some("solution")
    if one is not None:
        account.client.update_solution(solutionArn=one.arn, performAutoTraining=account.pick % 2 == 0)
    return one and one.arn


def _switch(account: _Account) -> str | None:
    one = account.some("recommender")
    if one is not None:
        call = (
            account.client.start_recommender if one.status == "INACTIVE" else account.client.stop_recommender
        )
        call(recommenderArn=one.arn)
    return one and one.arn


def _import(account: _Account) -> str | None:
    one = account.some("dataset")
    if one is None:
        return None
    made = account.client.create_dataset_import_job(
        jobName=f"{OTHERS_JOB}{int(account.arena.time.now())}",
        datasetArn=one.arn,
        dataSource={"dataLocation": f"s3://{BUCKET}/{_key(one)}"},
        roleArn=ROLE,
        importMode=("FULL", "INCREMENTAL")[account.pick % 2],
    )
    return str(made["datasetImportJobArn"])


def _key(dataset: Any) -> str:
    head, *rest = dataset.wire["datasetType"].lower().split("_")
    return f"{head}{''.join(word.capitalize() for word in rest)}.csv"


def _upload(account: _Account) -> str:
    keys = [key for key in objects() if key != "short.csv"]
    key = keys[account.pick % len(keys)]
    # The last row once more: other bytes, the same data.
    body = objects()[key]
    last = body.rstrip(b"\n").rpartition(b"\n")[2]
    account.arena.client("s3").put_object(Bucket=BUCKET, Key=key, Body=body + last + b"\n")
    return key


def _stream(account: _Account) -> str | None:
    one = account.some("event-tracker")
    if one is None:
        return None
    tracking = account.client.describe_event_tracker(eventTrackerArn=one.arn)["eventTracker"]["trackingId"]
    event = {"eventType": "Watch", "sentAt": account.arena.time.now(), "itemId": "i1"}
    account.arena.client("personalize-events").put_events(
        trackingId=tracking, userId="u1", sessionId="s", eventList=[event]
    )
    return one.arn


def _fail(account: _Account) -> str:
    operations = (
        "CreateSolutionVersion",
        "CreateDatasetImportJob",
        "CreateFilter",
        "CreateCampaign",
        "UpdateCampaign",
        "CreateDataset",
        "CreateRecommender",
        "UpdateSolution",
        "CreateDatasetGroup",
        "UpdateDataset",
        "CreateEventTracker",
        "UpdateRecommender",
    )
    operation = operations[account.pick]
    account.arena.emulator.faults.add("fail", operation=operation, times=1)
    return f"the next {operation} will fail"


_EVENTS: Mapping[str, Callable[[_Account], str | None]] = {
    "time passes": lambda account: account.arena.time.advance(8 * 24 * HOUR) or "a week",
    "autoscaler": _scale,
    "tag by hand": _tag,
    "untag": _untag,
    "disown": _disown,
    "delete a leaf": lambda account: _delete(account, "campaign", "filter", "recommender", "event-tracker"),
    "delete anything": lambda account: _delete(account, *_DELETABLE),
    "unowned filter": _create_filter,
    "foreign filter": lambda account: _create_filter(account, foreign=True),
    "unowned -next": lambda account: _create_filter(account, suffix="-next"),
    "unowned solution": _create_solution,
    "foreign solution": lambda account: _create_solution(account, foreign=True),
    "unowned -v2": lambda account: _create_solution(account, suffix="-v2"),
    "unowned group": _create_group,
    "foreign group": lambda account: _create_group(account, foreign=True),
    "another's group": lambda account: _create_group(account, foreign=True, namesake=False),
    "unowned campaign": _create_campaign,
    "foreign campaign": lambda account: _create_campaign(account, foreign=True),
    "train": _train,
    "stop training": _stop_training,
    "auto training": _retrain,
    "start or stop": _switch,
    "import": _import,
    "upload": _upload,
    "stream": _stream,
    "failure": _fail,
}
