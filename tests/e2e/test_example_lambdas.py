"""The example Lambda handlers against the emulator's server, with the example data."""

from __future__ import annotations

import base64
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from personalize_emulator.served import Served

ROOT = Path(__file__).resolve().parents[2]
ROLE = "arn:aws:iam::123456789012:role/AmazonPersonalizeAccessRole"
HOUR = 3600.0


def load(name: str) -> ModuleType:
    """The handler's module as a cold start has it: its client is made now, from the environment of now."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", ROOT / "examples/lambda" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body(answer: dict[str, Any], status: int) -> dict[str, Any]:
    assert answer["statusCode"] == status, answer
    assert answer["headers"] == {"content-type": "application/json"}
    parsed: dict[str, Any] = json.loads(answer["body"])
    return parsed


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_MAX_ATTEMPTS": "1",
        # Nobody listens here; a test with a server says otherwise.
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "CAMPAIGN_ARN": "arn:aws:personalize:eu-west-1:123456789012:campaign/home-page",
        "TRACKING_ID": "8f3c2b1a-0000-4000-8000-000000000000",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FILTER_ARN", raising=False)


@pytest.fixture
def deployed(personalize_server: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """The group of the example, built with plain boto3, its ids in the environment."""
    personalize_server.seed(ROOT / "examples/user-videos/seed.yaml")
    monkeypatch.setenv("AWS_ENDPOINT_URL", personalize_server.url)
    client = boto3.client("personalize")

    def settled(create: Callable[..., dict[str, Any]], key: str, **request: Any) -> str:
        arn: str = create(**request)[key]
        personalize_server.advance(4 * HOUR)
        return arn

    group = settled(client.create_dataset_group, "datasetGroupArn", name="user-videos")
    for kind in ("Interactions", "Items", "Users"):
        avro = (ROOT / f"specs/avro/{kind.lower()}.avsc").read_text()
        dataset = settled(
            client.create_dataset,
            "datasetArn",
            name=kind,
            datasetType=kind,
            datasetGroupArn=group,
            schemaArn=client.create_schema(name=kind, schema=avro)["schemaArn"],
        )
        settled(
            client.create_dataset_import_job,
            "datasetImportJobArn",
            jobName=f"import-{kind}",
            datasetArn=dataset,
            dataSource={"dataLocation": f"s3://user-videos-data/{kind.lower()}.csv"},
            roleArn=ROLE,
        )
    tracker = client.create_event_tracker(name="tracker", datasetGroupArn=group)
    monkeypatch.setenv("TRACKING_ID", tracker["trackingId"])
    solution = settled(
        client.create_solution,
        "solutionArn",
        name="videos",
        datasetGroupArn=group,
        recipeArn="arn:aws:personalize:::recipe/aws-user-personalization-v2",
        performAutoTraining=False,
    )
    version = settled(client.create_solution_version, "solutionVersionArn", solutionArn=solution)
    campaign = settled(client.create_campaign, "campaignArn", name="home-page", solutionVersionArn=version)
    monkeypatch.setenv("CAMPAIGN_ARN", campaign)
    return personalize_server


def recommended(module: ModuleType, user: str, count: int = 10) -> list[str]:
    query = {"userId": user, "numResults": str(count)}
    items: list[str] = body(module.handler({"queryStringParameters": query}, None), 200)["items"]
    return items


def test_an_event_that_one_handler_sends_changes_what_the_other_recommends(deployed: Served) -> None:
    recommend, track = load("recommend"), load("track_event")
    before = recommended(recommend, "visitor")
    assert len(before) == 10
    interest = recommended(recommend, "visitor", 200)[-1]
    sent = {"userId": "visitor", "sessionId": "s-1", "itemId": interest, "eventType": "watch"}
    assert body(track.handler({"body": json.dumps(sent)}, None), 202) == {"accepted": True}
    deployed.advance(60)
    assert recommended(recommend, "visitor") != before

    encoded = {"body": base64.b64encode(json.dumps(sent).encode()).decode(), "isBase64Encoded": True}
    assert body(track.handler(encoded, None), 202) == {"accepted": True}


def test_a_filter_in_the_environment_hides_what_the_user_watched(
    deployed: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    recommend, track = load("recommend"), load("track_event")
    first = recommended(recommend, "visitor")[0]
    created = boto3.client("personalize").create_filter(
        name="exclude-watched",
        datasetGroupArn="arn:aws:personalize:eu-west-1:123456789012:dataset-group/user-videos",
        filterExpression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")',
    )
    deployed.advance(HOUR)
    sent = {"userId": "visitor", "sessionId": "s-1", "itemId": first, "eventType": "watch"}
    body(track.handler({"body": json.dumps(sent)}, None), 202)
    deployed.advance(60)
    monkeypatch.setenv("FILTER_ARN", created["filterArn"])
    assert first not in recommended(recommend, "visitor", 500)


@pytest.mark.parametrize(
    "query",
    [None, {}, {"userId": ""}, {"userId": "u" * 257}]
    + [{"userId": "u", "numResults": count} for count in ("", "0", "501", "-1", "ten", "1.5", "٣")],
)
def test_a_bad_request_for_recommendations_is_400(query: dict[str, str] | None) -> None:
    assert "error" in body(load("recommend").handler({"queryStringParameters": query}, None), 400)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"body": None},
        {"body": "{"},
        {"body": "[]"},
        {"body": "é", "isBase64Encoded": True},
        {"body": json.dumps({"userId": "u", "sessionId": "s", "itemId": "i"})},
        {"body": json.dumps({"userId": "u", "sessionId": "s", "itemId": 3, "eventType": "watch"})},
        {"body": json.dumps({"userId": "", "sessionId": "s", "itemId": "i", "eventType": "watch"})},
    ],
)
def test_a_bad_event_is_400(sent: dict[str, Any]) -> None:
    assert "error" in body(load("track_event").handler(sent, None), 400)


@pytest.mark.parametrize("reachable", [True, False])
def test_a_failure_of_the_service_is_502_and_says_nothing_more(
    reachable: bool, personalize_server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reachable:
        # The campaign and the tracker of the environment do not exist.
        monkeypatch.setenv("AWS_ENDPOINT_URL", personalize_server.url)
    event = {"userId": "u", "sessionId": "s", "itemId": "i", "eventType": "watch"}
    answers = [
        load("recommend").handler({"queryStringParameters": {"userId": "u"}}, None),
        load("track_event").handler({"body": json.dumps(event)}, None),
    ]
    assert [list(body(answer, 502)) for answer in answers] == [["error"], ["error"]]
    assert not any("arn:" in answer["body"] for answer in answers)
