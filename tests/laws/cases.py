"""The cases of the fault matrix: a command that changes much, and the account and file it starts from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from arena import Arena, Moment
from start import EXAMPLE, FIRST, LOCKS, ROOT, Start

USERS, ITEMS, EACH = 30, 20, 36
DURATIONS: Mapping[str, float] = {
    "dataset-group": 3,
    "dataset": 2,
    "dataset-update": 3,
    "dataset-import-job": 5,
    "event-tracker": 2,
    "filter": 3,
    "solution": 1,
    "solution-update": 2,
    "solution-version": 8,
    "solution-version-stop": 2,
    "campaign": 5,
    "campaign-update": 4,
    "recommender": 6,
    "recommender-update": 4,
    "recommender-retraining": 4,
    "recommender-switch": 3,
    "metric-attribution": 3,
    "delete": 2,
}
"""Seconds instead of minutes and hours, so that few of the N calls only ask whether something is ready yet;
each is still seen under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`begin` brings an account to the starting moment. `command` is what is disturbed there.

    `ended` is a command that shows, by exit 0, that there is nothing left to do. `reads` says whether the
    bounded form strikes reads as well, of which most cases have the same.
    """

    name: str
    begin: Callable[[Arena], None]
    command: str = "apply --yes --format json"
    ended: str = "plan --detailed-exitcode"
    reads: bool = False


def starting_moment(arena: Arena, case: Case) -> Moment:
    """The account and the file just before the command of the case, bystanders included."""
    arena.reset()
    for name, seconds in DURATIONS.items():
        arena.emulator.durations[name] = float(seconds)
    case.begin(arena)
    arena.time.advance(3600.0)
    arena.emulator.settle()
    return arena.moment()


def _shortened_example() -> Start:
    """The example with as few rows as can be trained from."""
    objects = {}
    for path in sorted(EXAMPLE.glob("*.csv")):
        lines = path.read_text().splitlines(keepends=True)
        objects[path.name] = "".join(lines[: 1101 if path.stem == "interactions" else 31])
    return Start(files=ROOT, bucket="user-videos-data", objects=objects)


def _deeds(*event_types: str) -> str:
    """A thousand interactions of every type, the fewest that train."""
    rows = (
        f"u{user},i{(user + step) % ITEMS},{event_types[step % len(event_types)]},{FIRST + user + step}\n"
        for user in range(USERS)
        for step in range(EACH * len(event_types))
    )
    return "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n" + "".join(rows)


def _everything() -> Start:
    objects = {
        "sales.csv": _deeds("View", "Purchase"),
        "goods.csv": "ITEM_ID,PRICE,CATEGORY_L1\n" + "".join(f"i{n},{n}.99,shoes\n" for n in range(ITEMS)),
        "viewing.csv": _deeds("view"),
        "audience.csv": "USER_ID,COUNTRY\n" + "".join(f"u{n},DE\n" for n in range(USERS)),
        "offers.csv": "ACTION_ID,KIND,VALUE\n" + "".join(f"a{n},coupon,{n + 1}\n" for n in range(10)),
        "answers.csv": "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\n"
        + "".join(f"u{n % USERS},a{n % 10},{('Viewed', 'Taken')[n % 2]},{FIRST + n}\n" for n in range(1200)),
    }
    files = Path(__file__).parent / "worlds" / "everything"
    return Start(files=files, bucket="everything-data", objects=objects)


def _at(arena: Arena, start: Start) -> None:
    arena.reset(start)
    for owner in ("another", None):
        _bystanders(arena, owner)


def _bystanders(arena: Arena, stack: str | None) -> None:
    """A group with a dataset, a tracker, a filter and a solution: another stack's, or nobody's."""
    name = stack or "unowned"
    client = arena.client()

    def tags(address: str) -> list[dict[str, str]]:
        marks = {"reconcile:stack": stack, "reconcile:address": address} if stack else {"team": "elsewhere"}
        return [{"tagKey": key, "tagValue": str(value)} for key, value in marks.items()]

    fields = [{"name": name, "type": "string"} for name in ("USER_ID", "ITEM_ID", "EVENT_TYPE")]
    fields.append({"name": "TIMESTAMP", "type": "long"})
    avro = {"type": "record", "name": "Interactions", "fields": fields, "version": "1.0"}
    avro["namespace"] = "com.amazonaws.personalize.schema"
    schema = client.create_schema(name=name, schema=json.dumps(avro))["schemaArn"]
    group = client.create_dataset_group(name=name, tags=tags(f"dataset-group/{name}"))["datasetGroupArn"]
    arena.time.advance(60.0)
    client.create_dataset(
        name=f"{name}-interactions",
        datasetGroupArn=group,
        datasetType="INTERACTIONS",
        schemaArn=schema,
        tags=tags(f"dataset/{name}/interactions"),
    )
    arena.time.advance(60.0)
    client.create_event_tracker(name=name, datasetGroupArn=group, tags=tags(f"event-tracker/{name}"))
    client.create_filter(
        name=name,
        datasetGroupArn=group,
        filterExpression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("view")',
        tags=tags(f"filter/{name}"),
    )
    client.create_solution(
        name=name,
        datasetGroupArn=group,
        recipeArn="arn:aws:personalize:::recipe/aws-user-personalization-v2",
        performAutoTraining=False,
        tags=tags(f"solution/{name}"),
    )
    arena.time.advance(60.0)


def _edit(arena: Arena, old: str, new: str, file: str = "personalize.yaml") -> None:
    path = arena.folder / file
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new))


def _applied(arena: Arena) -> None:
    ran = arena.run("apply --yes")
    assert ran.code == 0, ran
    arena.time.advance(3600.0)


_OFFERED = re.compile(r'consent: \[\{(recreate|delete): ([^,]+), change: "([0-9a-f]+)"')


def _consented(arena: Arena, command: str) -> None:
    """Paste every consent that the command asks for."""
    ran = arena.run(command)
    offers = _OFFERED.findall(ran.out)
    assert offers, ran
    lines = "".join(
        f'  - {{{verb}: {address}, change: "{change}", because: agreed}}\n'
        for verb, address, change in offers
    )
    _edit(arena, "consent: []\n", f"consent:\n{lines}")


def _first_apply(arena: Arena) -> None:
    _at(arena, _shortened_example())


def _first_apply_of_everything(arena: Arena) -> None:
    _at(arena, _everything())


_METRICS = """
    metricAttribution:
      name: video-metrics
      metrics: [{ eventType: watch, metricName: watched, expression: SAMPLECOUNT() }]
      metricsOutputConfig: { roleArn: *role }

    solutions:"""
_SECOND_CAMPAIGN = "            version: latest # deploy the newest trained version\n"


def _recreation(arena: Arena) -> None:
    start = _shortened_example()
    _at(arena, start)
    _edit(arena, "\n    solutions:", _METRICS)
    _edit(arena, _SECOND_CAMPAIGN, f"{_SECOND_CAMPAIGN}          sofa: {{ minTPS: 1 }}\n")
    _applied(arena)
    text = start.objects["interactions.csv"].replace("\n", ",1.0\n").replace("STAMP,1.0", "STAMP,EVENT_VALUE")
    arena.client("s3").put_object(Bucket=start.bucket, Key="interactions.csv", Body=text.encode())
    column = '{"name": "TIMESTAMP", "type": "long"}'
    more = f'{column},\n    {{"name": "EVENT_VALUE", "type": ["null", "float"]}}'
    _edit(arena, column, more, "specs/avro/interactions.avsc")
    _consented(arena, "plan")


def _replacement(arena: Arena) -> None:
    _at(arena, _shortened_example())
    _edit(arena, "version: 1\n", f"version: 1\nlock: {{bucket: {LOCKS}}}\n")
    _edit(arena, _SECOND_CAMPAIGN, f"{_SECOND_CAMPAIGN}          sofa: {{ minTPS: 1 }}\n")
    _applied(arena)
    _edit(arena, "recipe: aws-user-personalization-v2", "recipe: aws-user-personalization")


def _destruction(arena: Arena) -> None:
    _at(arena, _everything())
    _applied(arena)
    _consented(arena, "destroy --yes")


def _adoption(arena: Arena) -> None:
    """All is there and nobody's, but for a filter that is missing and a campaign that differs."""
    _at(arena, _shortened_example())
    _edit(arena, "minTPS: 1 ", "minTPS: 2 ")
    _edit(arena, "version: 1\n", "version: 1\npolicy: {maxDeletes: 5}\n")
    _applied(arena)
    personalize = arena.client()
    for resource in arena.emulator.store.every():
        if resource.tags.get("reconcile:stack") == "user-videos":
            marks = [key for key in resource.tags if key.startswith("reconcile:")]
            personalize.untag_resource(resourceArn=resource.arn, tagKeys=marks)
    arn = "arn:aws:personalize:eu-west-1:123456789012:filter/exclude-watched"
    personalize.delete_filter(filterArn=arn)
    _edit(arena, "minTPS: 2 ", "minTPS: 1 ")
    _edit(arena, "consent: []", "consent: []\nadopt: [dataset-group/user-videos/**]")


CASES: Mapping[str, Case] = {
    case.name: case
    for case in (
        Case(name="example", begin=_first_apply),
        Case(name="everything", begin=_first_apply_of_everything, reads=True),
        Case(name="recreation", begin=_recreation, reads=True),
        Case(name="replacement", begin=_replacement),
        Case(
            name="destroy",
            begin=_destruction,
            command="destroy --yes --format json",
            ended="destroy --yes",
        ),
        Case(name="adoption", begin=_adoption),
    )
}
