"""One resource of every kind that can be deleted, ACTIVE, and how to call for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journey import INTERACTIONS, RECIPE, schema_text

if TYPE_CHECKING:
    from journey import Journey

ROLE = "arn:aws:iam::123456789012:role/Import"
UNSEEN = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
DEEDS = [("USER_ID", "string"), ("ACTION_ID", "string"), ("EVENT_TYPE", "string"), ("TIMESTAMP", "long")]
COUNT = {"eventType": "watch", "metricName": "m", "expression": "SAMPLECOUNT()"}


@dataclass(frozen=True)
class Made:
    """A resource: its kind in snake case, its ARN, and what creates it again."""

    kind: str
    arn: str
    again: dict[str, Any]

    @property
    def member(self) -> str:
        head, *tail = self.kind.split("_")
        return head + "".join(part.title() for part in tail) + "Arn"

    def call(self, journey: Journey, verb: str, **more: Any) -> Any:
        """Describe, delete or the like."""
        return getattr(journey.personalize, f"{verb}_{self.kind}")(**{self.member: self.arn}, **more)

    def create(self, journey: Journey) -> Any:
        """Create it with what it had."""
        return getattr(journey.personalize, f"create_{self.kind}")(**self.again)


def make(journey: Journey, kind: str) -> Made:
    """One ACTIVE resource of the kind (a dataset by its type), with as little around it as it needs."""
    if kind == "dataset_group":
        return _created(journey, kind, name="videos")
    if kind == "recommender":
        group = journey.imported(domain="VIDEO_ON_DEMAND")
        recipe = "arn:aws:personalize:::recipe/aws-vod-top-picks"
        return _created(journey, kind, name="r", datasetGroupArn=group, recipeArn=recipe)
    if kind == "campaign":
        version = journey.version(journey.solution(journey.imported()))
        return _created(journey, kind, name="c", solutionVersionArn=version)
    group = journey.group()
    if kind in _FIELDS:
        record, fields = _FIELDS[kind]
        schema = journey.personalize.create_schema(name=kind, schema=schema_text(record, fields))["schemaArn"]
        wanted = {"name": "d", "datasetGroupArn": group, "datasetType": kind, "schemaArn": schema}
        return _created(journey, "dataset", **wanted)
    journey.dataset(group)
    more: dict[str, Any] = {
        "event_tracker": {},
        "filter": {"filterExpression": UNSEEN},
        "metric_attribution": {"metrics": [COUNT], "metricsOutputConfig": {"roleArn": ROLE}},
        "solution": {"recipeArn": RECIPE, "performAutoTraining": False},
    }[kind]
    return _created(journey, kind, name="x", datasetGroupArn=group, **more)


_FIELDS: dict[str, tuple[str, list[Any]]] = {
    "interactions": ("Interactions", INTERACTIONS),
    "items": ("Items", [("ITEM_ID", "string"), ("GENRE", ["string", "null"])]),
    "users": ("Users", [("USER_ID", "string"), ("AGE", ["int", "null"])]),
    "actions": ("Actions", [("ACTION_ID", "string"), ("VALUE", ["long", "null"])]),
    "action_interactions": ("ActionInteractions", DEEDS),
}
KINDS = (
    "dataset_group",
    *_FIELDS,
    "event_tracker",
    "filter",
    "metric_attribution",
    "solution",
    "campaign",
    "recommender",
)


def _created(journey: Journey, kind: str, **wanted: Any) -> Made:
    answer = getattr(journey.personalize, f"create_{kind}")(**wanted)
    arn = next(value for member, value in answer.items() if member.endswith("Arn"))
    journey.wait(3600)
    return Made(kind, str(arn), wanted)
