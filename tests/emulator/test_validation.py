"""Requests and answers are held against botocore's models."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from personalize_emulator import shapes
from personalize_emulator.kinds import all_kinds
from personalize_emulator.operations import operations_of

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator
    from personalize_emulator.served import Served

ARN = "arn:aws:personalize:eu-west-1:123456789012"


@pytest.mark.parametrize(
    ("operation", "request_", "said"),
    [
        (
            "CreateDatasetGroup",
            {},
            "Value null at 'name' failed to satisfy constraint: Member must not be null",
        ),
        ("CreateDatasetGroup", {"name": 3}, "Value '3' at 'name'"),
        ("CreateDatasetGroup", {"name": "a b"}, "must satisfy regular expression pattern: ^[a-zA-Z0-9]"),
        ("CreateDatasetGroup", {"name": "a" * 64}, "must have length less than or equal to 63"),
        (
            "CreateDatasetGroup",
            {"name": "a", "domain": "NEWS"},
            "enum value set: [ECOMMERCE, VIDEO_ON_DEMAND]",
        ),
        (
            "CreateDatasetGroup",
            {"name": "a", "tagz": []},
            "'tagz' failed to satisfy constraint: Member is not",
        ),
        (
            "CreateDatasetGroup",
            {"name": "a", "tags": [{"tagKey": "?", "tagValue": ""}]},
            "'tags.1.member.tagKey' failed to satisfy constraint: Member must satisfy regular expression",
        ),
        ("ListSchemas", {"maxResults": 101}, "Member must have value less than or equal to 100"),
        ("ListSchemas", {"maxResults": True}, "Member must be of type integer"),
        ("DescribeSchema", {"schemaArn": "schema/x"}, "Value 'schema/x' at 'schemaArn'"),
        (
            "CreateCampaign",
            {"name": "c", "solutionVersionArn": f"{ARN}:solution/s/1", "minProvisionedTPS": 0},
            "Value '0' at 'minProvisionedTPS'",
        ),
    ],
)
def test_a_request_that_breaks_the_model_names_member_and_constraint(
    personalize_emulator: Emulator, operation: str, request_: dict[str, Any], said: str
) -> None:
    reply = personalize_emulator.call(
        shapes.CONTROL, operation, request_, account="123456789012", region="eu-west-1"
    )
    assert (reply.status, reply.error) == (400, "InvalidInputException")
    assert said in reply.body["message"]


def test_sensitive_values_are_not_repeated() -> None:
    request = {"name": "f", "datasetGroupArn": f"{ARN}:dataset-group/g", "filterExpression": "x" * 2501}
    problem = shapes.request_problem(shapes.CONTROL, "CreateFilter", request)
    assert problem is not None
    assert "xxx" not in problem


def test_an_answer_of_ours_that_breaks_the_model_is_an_internal_failure(
    personalize_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers = personalize_emulator._operations[shapes.CONTROL]
    monkeypatch.setitem(handlers, "ListSchemas", lambda _realm, _request: {"schemas": [{"nmae": 1}]})
    reply = personalize_emulator.call(
        shapes.CONTROL, "ListSchemas", {}, account="123456789012", region="eu-west-1"
    )
    assert (reply.status, reply.error) == (500, "InternalFailure")
    assert "schemas.1.member.nmae" in reply.body["message"]


def test_every_operation_of_every_kind_is_one_of_the_service() -> None:
    names = operations_of(all_kinds().values())
    assert all(shapes.operation_model(shapes.CONTROL, name) is not None for name in names)


def test_every_pattern_of_the_models_compiles() -> None:
    for plane in (shapes.CONTROL, shapes.EVENTS, shapes.RUNTIME):
        model = shapes.service_model(plane)
        for name in model.shape_names:
            if pattern := model.shape_for(name).metadata.get("pattern"):
                shapes._pattern(pattern)


@pytest.mark.parametrize(
    ("target", "body", "status", "code"),
    [
        ("CreateBatchInferenceJob", b"{}", 501, "NotImplementedException"),
        ("MakeCoffee", b"{}", 400, "UnknownOperationException"),
        ("ListSchemas", b"[1]", 400, "SerializationException"),
        ("ListSchemas", b"{", 400, "SerializationException"),
    ],
)
def test_errors_have_the_shape_of_json_1_1(
    personalize_server: Served, target: str, body: bytes, status: int, code: str
) -> None:
    request = urllib.request.Request(
        personalize_server.url, data=body, headers={"X-Amz-Target": f"AmazonPersonalize.{target}"}
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    with caught.value as answer:
        document = json.load(answer)
        assert (answer.status, document["__type"]) == (status, code)
        assert answer.headers["Content-Type"] == "application/x-amz-json-1.1"
        assert answer.headers["x-amzn-requestid"]
    assert document["message"]
