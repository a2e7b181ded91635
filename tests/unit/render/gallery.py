"""Hand-made plans, drift reports and outcomes: one of everything a screen can show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from reconciler.apply.outcome import Ended, Outcome, Result
from reconciler.model.address import Address, parse_address
from reconciler.model.observed import Environment, ReadProblem
from reconciler.model.values import Unknown
from reconciler.plan.changes import Action, Change, Effect, FieldChange, Origin, Plan, Refusal, Step
from reconciler.plan.drift import DriftClass, DriftReport, Finding

AWS = Environment(account="123456789012", region="eu-west-1")
LOCAL = Environment(account="123456789012", region="eu-west-1", endpoint="http://127.0.0.1:4577")
START = datetime(2026, 11, 23, 22, 40, 1, tzinfo=UTC)
TRAINING = Address("solution-version", ("video-recommendations",))


def change(
    address: str, action: Action, reason: str = "declared, not in the account", **more: object
) -> Change:
    """A Change with as little typing as possible."""
    return Change(address=parse_address(address), action=action, reason=reason, **more)  # type: ignore[arg-type]


def field(name: str, before: object, after: object, **more: object) -> FieldChange:
    """A FieldChange with as little typing as possible."""
    return FieldChange(field=name, before=before, after=after, **more)  # type: ignore[arg-type]


def plan(*changes: Change, **more: object) -> Plan:
    """A Plan of these changes."""
    base: dict[str, object] = {
        "environment": AWS,
        "stack": "user-videos",
        "file": "personalize.yaml",
        "changes": changes,
        "steps": (),
        "tool_version": "0.1.0",
        "fingerprint": "f" * 64,
    }
    return Plan(**{**base, **more})  # type: ignore[arg-type]


MIN_TPS = field("minTPS", 2, 1, member="minProvisionedTPS", origin=Origin.DRIFT)
EXPRESSION = field(
    "expression",
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch", "click", "like")',
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")',
    member="filterExpression",
    origin=Origin.PENDING,
    sensitive=True,
)
EVENTS = field(
    "solutionConfig.eventsConfig",
    {"eventParametersList": [{"eventType": "watch", "weight": 0.5}, {"eventType": "click", "weight": 0.1}]},
    {"eventParametersList": [{"eventType": "watch", "weight": 0.7}, {"eventType": "click", "weight": 0.1}]},
    origin=Origin.PENDING,
)

FRESH = plan(
    change("schema/user-videos-interactions", Action.CREATE),
    change("dataset-group/user-videos", Action.CREATE),
    change(
        "dataset/user-videos/interactions",
        Action.CREATE,
        fields=(field("schema", None, "user-videos-interactions", member="schemaArn"),),
    ),
    change("event-tracker/user-videos", Action.CREATE, fields=(field("name", None, "user-videos-tracker"),)),
    change(
        "filter/exclude-watched",
        Action.CREATE,
        fields=(
            field(
                "expression",
                None,
                'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")',
                member="filterExpression",
                sensitive=True,
            ),
        ),
    ),
    change(
        "dataset/user-videos/interactions/import",
        Action.RUN,
        "first import",
        fields=(
            field("from", None, "s3://user-videos-data/interactions.csv", member="dataSource.dataLocation"),
        ),
    ),
    change(
        "solution/video-recommendations",
        Action.CREATE,
        fields=(
            field("recipe", None, "aws-user-personalization-v2", member="recipeArn"),
            field("autoTraining", None, False, member="performAutoTraining"),
        ),
    ),
    change("solution/video-recommendations/training", Action.RUN, "no version has been trained yet"),
    change(
        "campaign/home-page",
        Action.CREATE,
        fields=(
            field("version", None, Unknown(TRAINING), member="solutionVersionArn"),
            field("minTPS", None, 1, member="minProvisionedTPS"),
        ),
        notes=("billed for 1 TPS as long as it exists",),
    ),
    environment=LOCAL,
)

EVERYTHING = plan(
    change("dataset-group/user-videos", Action.NONE, "as declared"),
    change(
        "dataset-group/legacy-videos",
        Action.ADOPT,
        "listed under adopt; owned by nobody",
        notes=("only its tags are written",),
    ),
    change(
        "dataset/user-videos/interactions",
        Action.RECREATE,
        "schema: EVENT_VALUE is not a nullable addition to Interactions",
        fields=(
            field("schema", "user-videos-interactions", "user-videos-interactions-v2", member="schemaArn"),
        ),
        effects=(Effect.LOSES_DATA,),
        change_id="3fa9c1",
        refusal=Refusal(
            rule="consent",
            why="recreating a dataset deletes every row that was imported or streamed into it",
            fix="agree to it in personalize.yaml, under consent:",
            paste='- {recreate: dataset/user-videos/interactions, change: 3fa9c1, because: "…"}',
        ),
    ),
    change("event-tracker/user-videos", Action.FORGET, "listed under forget: its marks are taken off"),
    change(
        "filter/exclude-watched",
        Action.RECREATE,
        "the expression cannot change in place",
        fields=(EXPRESSION,),
    ),
    change("dataset/user-videos/items/import", Action.RUN, "the objects' ETags changed", due=True),
    change(
        "solution/video-recommendations",
        Action.REPLACE,
        "recipe cannot change in place: video-recommendations-v2 is trained and takes over first",
        fields=(
            field("recipe", "aws-user-personalization", "aws-user-personalization-v2", member="recipeArn"),
            EVENTS,
        ),
        notes=("costs a training",),
    ),
    change(
        "solution/video-recommendations/training", Action.WAIT, "a training is running (CREATE IN_PROGRESS)"
    ),
    change(
        "campaign/home-page",
        Action.UPDATE,
        "minTPS was changed outside",
        fields=(MIN_TPS, field("version", "0a1b2c3d", Unknown(TRAINING), member="solutionVersionArn")),
    ),
    change(
        "campaign/old-page",
        Action.DELETE,
        "no longer in the file",
        effects=(Effect.INTERRUPTS,),
        change_id="77c001",
        refusal=Refusal(
            rule="consent",
            why="it is ACTIVE, and requests to it would fail from then on",
            fix="agree to it in personalize.yaml, under consent:",
            paste='- {delete: campaign/old-page, change: 77c001, because: "…"}',
        ),
    ),
    change(
        "campaign/search",
        Action.NONE,
        "as declared",
        unhealthy="UPDATE FAILED: Insufficient capacity",
    ),
    warnings=("consent for dataset/user-videos/users has nothing left to do: the line can go",),
)

UNTOUCHED = plan(change("dataset-group/user-videos", Action.NONE, "as declared"))

INCOMPLETE = plan(
    change("campaign/home-page", Action.UPDATE, "minTPS was changed outside", fields=(MIN_TPS,)),
    problems=(
        ReadProblem(
            what="AccessDeniedException: not allowed to call personalize:ListTagsForResource",
            operation="ListTagsForResource",
            address=parse_address("filter/exclude-watched"),
        ),
    ),
)

DRIFT = DriftReport(
    environment=AWS,
    stack="user-videos",
    file="personalize.yaml",
    findings=(
        Finding(
            address=parse_address("campaign/home-page"),
            drift=DriftClass.CHANGED,
            detail="changed outside",
            fields=(MIN_TPS,),
        ),
        Finding(
            address=parse_address("filter/exclude-watched"),
            drift=DriftClass.MISSING,
            detail="not in the account",
        ),
        Finding(
            address=parse_address("filter/by-genre"),
            drift=DriftClass.CHANGED,
            detail="changed outside",
            fields=(replace(EXPRESSION, origin=Origin.DRIFT),),
        ),
        Finding(
            address=parse_address("campaign/old"), drift=DriftClass.EXTRA, detail="ours, and not in the file"
        ),
        Finding(
            address=parse_address("solution/video-recommendations/training"),
            drift=DriftClass.UNHEALTHY,
            detail="CREATE FAILED: fewer than 25 users with two interactions",
        ),
        Finding(
            address=parse_address("solution/video-recommendations"),
            drift=DriftClass.PENDING,
            detail="the file is ahead of the account",
            fields=(EVENTS,),
        ),
        Finding(
            address=parse_address("dataset/user-videos/items/import"),
            drift=DriftClass.DUE,
            detail="the objects' ETags changed",
        ),
    ),
)


def step(text: str, action: Action) -> Step:
    """A step named "VERB ADDRESS" without calls."""
    address = parse_address(text.partition(" ")[2])
    return Step(id=text, address=address, action=action, kind=address.kind, arn=AWS.arn(str(address)))


def result(text: str, action: Action, ended: Ended, seconds: float = 0, detail: str = "") -> Result:
    """How the step named "VERB ADDRESS" ended."""
    address = parse_address(text.partition(" ")[2])
    return Result(step=text, address=address, action=action, ended=ended, seconds=seconds, detail=detail)


PARTLY = Outcome(
    started=START,
    seconds=4021,
    results=(
        result("create dataset-group/user-videos", Action.CREATE, Ended.DONE, 12),
        result("create dataset/user-videos/interactions", Action.CREATE, Ended.DONE, 31),
        result("run dataset/user-videos/interactions/import", Action.RUN, Ended.DONE, 754),
        result(
            "run solution/video-recommendations/training",
            Action.RUN,
            Ended.FAILED,
            3130,
            "CREATE FAILED: fewer than 25 users with at least two interactions each",
        ),
        result(
            "create campaign/home-page",
            Action.CREATE,
            Ended.SKIPPED,
            0,
            "run solution/video-recommendations/training failed",
        ),
        result("mark dataset-group/user-videos", Action.MARK, Ended.DONE, 1),
    ),
)
