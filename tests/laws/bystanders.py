"""What others do to an account while nobody looks: with the console, a script, or another tool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arena import Arena
from botocore.exceptions import ClientError
from people_edit import Pick
from stack_file import StackFile, table

from personalize_emulator.resources import Resource

Act = Callable[[Arena, StackFile, Pick], str | None]
_MARKS = ("reconcile:stack", "reconcile:address", "reconcile:digest")
_DELETIONS = {
    "filter": ("delete_filter", "filterArn"),
    "campaign": ("delete_campaign", "campaignArn"),
    "solution": ("delete_solution", "solutionArn"),
    "event-tracker": ("delete_event_tracker", "eventTrackerArn"),
    "dataset": ("delete_dataset", "datasetArn"),
    "dataset-group": ("delete_dataset_group", "datasetGroupArn"),
    "recommender": ("delete_recommender", "recommenderArn"),
    "metric-attribution": ("delete_metric_attribution", "metricAttributionArn"),
}


def of_kind(arena: Arena, *kinds: str) -> list[Resource]:
    return [one for one in arena.emulator.store.every() if one.kind in kinds]


def deletes(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    if not (found := of_kind(arena, *_DELETIONS)):
        return None
    kind = pick(sorted({one.kind for one in found}))
    one = pick([other for other in found if other.kind == kind])
    operation, member = _DELETIONS[one.kind]
    getattr(arena.client(), operation)(**{member: one.arn})
    return f"deletes {one.arn}"


def resizes(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    if not (found := of_kind(arena, "campaign")):
        return None
    one = pick(found)
    arena.client().update_campaign(campaignArn=one.arn, minProvisionedTPS=pick([1, 4]))
    return f"resizes {one.arn}"


def untags(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    found = [one for one in arena.emulator.store.every() if one.tags]
    if not found:
        return None
    one = pick(found)
    keys = pick([list(_MARKS), ["reconcile:digest"], ["team"], sorted(one.tags)])
    arena.client().untag_resource(resourceArn=one.arn, tagKeys=keys)
    return f"takes {keys} from {one.arn}"


def tags(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    found = [one for one in arena.emulator.store.every() if one.tags]
    if not found:
        return None
    one = pick(found)
    arena.client().tag_resource(resourceArn=one.arn, tags=[{"tagKey": "team", "tagValue": "outside"}])
    return f"tags {one.arn}"


def takes_a_name(arena: Arena, file: StackFile, pick: Pick) -> str | None:
    """Creates something of a name that the file may want one day, unowned or of another stack."""
    if not (groups := [one for one in of_kind(arena, "dataset-group") if one.status == "ACTIVE"]):
        return None
    marks = pick([[], [{"tagKey": "reconcile:stack", "tagValue": "somebody-else"}]])
    group, api = pick(groups), arena.client()
    match pick(["filter", "solution", "dataset-group"]):
        case "filter":
            name = pick(["spare-filter", "not-bought-next", "by-hand"])
            api.create_filter(
                name=name,
                datasetGroupArn=group.arn,
                filterExpression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("View")',
                tags=marks,
            )
        case "solution":
            name = pick(["spare-solution", "spare-solution-v2", "by-hand"])
            api.create_solution(
                name=name,
                datasetGroupArn=group.arn,
                recipeArn="arn:aws:personalize:::recipe/aws-popularity-count",
                performAutoTraining=False,
                tags=marks,
            )
        case _:
            name = pick([*file.document.get("datasetGroups", {}), "by-hand"])
            api.create_dataset_group(name=name, tags=marks)
    return f"makes {name} ({'foreign' if marks else 'unowned'}) in {group.name}"


def serves_by_hand(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    """Makes a campaign of its own on a version that is there."""
    found = [one for one in of_kind(arena, "solution-version") if one.status == "ACTIVE"]
    if not found:
        return None
    one = pick(found)
    arena.client().create_campaign(name="by-hand", solutionVersionArn=one.arn, minProvisionedTPS=1)
    return f"serves {one.arn} by hand"


def trains(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    if not (found := of_kind(arena, "solution")):
        return None
    one = pick(found)
    arena.client().create_solution_version(solutionArn=one.arn)
    return f"trains {one.arn}"


def stops_a_training(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    found = [one for one in of_kind(arena, "solution-version") if one.changing]
    if not found:
        return None
    one = pick(found)
    arena.client().stop_solution_version_creation(solutionVersionArn=one.arn)
    return f"stops {one.arn}"


def imports(arena: Arena, file: StackFile, pick: Pick) -> str | None:
    datasets = {one.arn.split(":dataset/")[1].lower(): one for one in of_kind(arena, "dataset")}
    found = [
        (datasets[f"{group}/{name}".lower()], one)
        for group, name, _, one, _ in file.imports()
        if f"{group}/{name}".lower() in datasets
    ]
    if not found:
        return None
    dataset, one = pick(found)
    name = f"by-hand-{len(of_kind(arena, 'dataset-import-job'))}"
    arena.client().create_dataset_import_job(
        jobName=name,
        datasetArn=dataset.arn,
        dataSource={"dataLocation": one["from"]},
        roleArn=one["role"],
    )
    return f"imports {one['from']} by hand"


def switches(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    if not (found := of_kind(arena, "recommender")):
        return None
    one, api = pick(found), arena.client()
    if one.status == "ACTIVE":
        api.stop_recommender(recommenderArn=one.arn)
        return f"stops {one.arn}"
    api.start_recommender(recommenderArn=one.arn)
    return f"starts {one.arn}"


def sends_events(arena: Arena, _file: StackFile, pick: Pick) -> str | None:
    """Puts a live event, which no import brings back."""
    found = [one for one in of_kind(arena, "event-tracker") if one.status == "ACTIVE"]
    if not found:
        return None
    now = arena.time.now()
    arena.client("personalize-events").put_events(
        trackingId=pick(found).wire["trackingId"],
        userId="u1",
        sessionId="s1",
        eventList=[{"eventType": "View", "itemId": f"i{pick(range(9))}", "sentAt": now}],
    )
    return "sends an event"


def uploads(arena: Arena, file: StackFile, pick: Pick) -> str | None:
    """Puts other data, which fits the file's schema or lacks a column, or takes the object away."""
    if not (found := list(file.imports())):
        return None
    _, dataset, key, _, avro = pick(found)
    what = pick(["fits", "fits", "lacks a column", "is gone"])
    if what == "is gone":
        arena.client("s3").delete_object(Bucket=file.bucket, Key=key)
    else:
        avro = avro if what == "fits" else avro | {"fields": avro["fields"][:-1]}
        body = table(avro, dataset, pick(range(100)))
        arena.client("s3").put_object(Bucket=file.bucket, Key=key, Body=body)
    return f"{key} {what}"


ACTS: tuple[Act, ...] = (
    deletes,
    resizes,
    untags,
    tags,
    takes_a_name,
    serves_by_hand,
    trains,
    stops_a_training,
    imports,
    switches,
    sends_events,
    uploads,
    uploads,
)


def act(arena: Arena, file: StackFile, pick: Pick, what: Act) -> str | None:
    """Do one of `ACTS`; what the service refuses is not done."""
    try:
        return what(arena, file, pick)
    except ClientError as error:
        return f"{what.__name__}: {error.response['Error']['Code']}"


def clear_away(arena: Arena, arns: list[str]) -> list[Any]:
    """Somebody deletes what stands in the way; campaigns first, groups last."""
    order = list(_DELETIONS)
    order = [
        "campaign",
        "recommender",
        "solution",
        *(one for one in order if one not in {"campaign", "solution"}),
    ]
    gone = []
    for kind in order:
        for one in of_kind(arena, kind):
            if one.arn in arns:
                operation, member = _DELETIONS[kind]
                try:
                    getattr(arena.client(), operation)(**{member: one.arn})
                    gone.append(one.arn)
                except ClientError:
                    continue
        arena.time.advance(7200)
    return gone
