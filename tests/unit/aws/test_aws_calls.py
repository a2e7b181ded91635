"""What goes over the wire, how often, and what an answer becomes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from stub_service import DROP, StubService, error

from reconciler.aws.personalize import Personalize
from reconciler.aws.session import Connection, connect
from reconciler.errors import (
    AlreadyExistsError,
    DeniedError,
    InUseError,
    InvalidError,
    LimitError,
    NotFoundError,
    ServiceError,
    ThrottledError,
    UnknownOutcomeError,
)

SCHEMA = {"name": "s", "schema": "{}"}
WHERE = {"schemaArn": "arn:aws:personalize:eu-west-1:123456789012:schema/s"}
THROTTLED = (400, error("ThrottlingException", "Rate exceeded"))
BROKEN = (500, error("InternalFailure", "oops"))


def test_an_answer_is_plain_json_with_utc_timestamps(stub: StubService, api: Personalize) -> None:
    stub.says("DescribeSchema", (200, {"schema": {"name": "s", "creationDateTime": 1767225600.25}}))
    assert api.call("DescribeSchema", WHERE) == {
        "schema": {"name": "s", "creationDateTime": "2026-01-01T00:00:00.250000+00:00"}
    }


def test_pages_are_followed_to_the_end(stub: StubService, api: Personalize) -> None:
    stub.says(
        "ListSchemas",
        (200, {"schemas": [{"name": "a"}], "nextToken": "t"}),
        (200, {"schemas": [{"name": "b"}]}),
    )
    assert [item["name"] for item in api.pages("ListSchemas", {}, "schemas")] == ["a", "b"]
    assert [request for _, request in stub.seen] == [
        {"maxResults": 100},
        {"maxResults": 100, "nextToken": "t"},
    ]


@pytest.mark.parametrize("trouble", [THROTTLED, BROKEN, DROP])
def test_a_read_is_repeated(stub: StubService, api: Personalize, trouble: tuple[int, object]) -> None:
    stub.says("DescribeSchema", trouble, trouble, (200, {"schema": {"name": "s"}}))
    assert api.call("DescribeSchema", WHERE)["schema"] == {"name": "s"}
    assert stub.count("DescribeSchema") == 3


@pytest.mark.parametrize(
    ("trouble", "raised"),
    [
        (DROP, UnknownOutcomeError),
        (BROKEN, UnknownOutcomeError),
        ((503, b"<html>busy</html>"), UnknownOutcomeError),
        ((400, error("LimitExceededException", "More than 5 resources in ACTIVE state.")), LimitError),
    ],
)
def test_a_write_is_sent_exactly_once(
    stub: StubService, api: Personalize, trouble: tuple[int, object], raised: type[ServiceError]
) -> None:
    stub.says("CreateSchema", trouble)
    with pytest.raises(raised):
        api.call("CreateSchema", SCHEMA)
    assert stub.count("CreateSchema") == 1


def test_a_write_refused_for_its_rate_is_sent_again_but_not_forever(
    stub: StubService, api: Personalize
) -> None:
    stub.says("CreateSchema", THROTTLED, THROTTLED, (200, {"schemaArn": "arn"}))
    assert api.call("CreateSchema", SCHEMA) == {"schemaArn": "arn"}
    stub.says("CreateSchema", THROTTLED)
    with pytest.raises(ThrottledError):
        api.call("CreateSchema", SCHEMA)
    assert stub.count("CreateSchema") == 3 + 10


def test_a_refused_operation_gets_a_client_of_its_own(
    stub: StubService, api: Personalize, connection: Connection
) -> None:
    stub.says("DescribeSchema", THROTTLED, (200, {"schema": {}}))
    shared = connection.reads("DescribeSchema")
    assert shared is connection.reads("DescribeFilter")
    api.call("DescribeSchema", WHERE)
    assert connection.reads("DescribeSchema") is not shared
    assert connection.reads("DescribeFilter") is shared


def test_a_write_is_sent_again_only_when_no_connection_came_about(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = StubService()
    nobody.close()
    api = Personalize(connect(profile=None, region="eu-west-1", endpoint_url=nobody.url, parallelism=1))
    waits: list[float] = []
    monkeypatch.setattr("botocore.endpoint.time.sleep", waits.append)
    with pytest.raises(UnknownOutcomeError, match="cannot be reached") as caught:
        api.call("CreateSchema", SCHEMA)
    assert waits == [0.5, 1.0, 2.0]
    assert nobody.url in caught.value.what


@pytest.mark.parametrize(
    ("code", "message", "raised", "fix"),
    [
        ("ResourceNotFoundException", "gone", NotFoundError, ""),
        ("ResourceAlreadyExistsException", "taken", AlreadyExistsError, ""),
        ("ResourceInUseException", "busy", InUseError, ""),
        (
            "LimitExceededException",
            "More than 5 resources with PENDING or IN_PROGRESS status.",
            LimitError,
            "",
        ),
        ("LimitExceededException", "Rate exceeded", ThrottledError, "parallelism"),
        ("InvalidInputException", "no", InvalidError, ""),
        ("ValidationException", "no", InvalidError, ""),
        ("AccessDeniedException", "", DeniedError, "Allow personalize:CreateSchema"),
        (
            "AccessDeniedException",
            "User: x is not authorized to perform: iam:PassRole on resource: y",
            DeniedError,
            "Allow iam:PassRole",
        ),
        ("ExpiredTokenException", "expired", DeniedError, "Log in again"),
        ("UnrecognizedClientException", "invalid token", DeniedError, "access key"),
        ("InvalidSignatureException", "Signature expired", DeniedError, "clock"),
    ],
)
def test_every_answer_has_its_error(
    stub: StubService, api: Personalize, code: str, message: str, raised: type[ServiceError], fix: str
) -> None:
    stub.says("CreateSchema", (400, error(code, message)))
    with pytest.raises(ServiceError) as caught:
        api.call("CreateSchema", SCHEMA)
    assert type(caught.value) is raised
    assert (caught.value.operation, caught.value.code) == ("CreateSchema", code)
    assert fix in caught.value.fix
    assert caught.value.what


def test_a_request_that_the_model_refuses_is_invalid_and_not_sent(
    stub: StubService, api: Personalize
) -> None:
    with pytest.raises(InvalidError, match="name"):
        api.call("CreateSchema", {"schema": "{}"})
    assert stub.seen == []


def test_importing_the_package_imports_no_botocore() -> None:
    modules = "session personalize inventory storage errors clock timestamps"
    lines = "; ".join(f"import reconciler.aws.{name}" for name in modules.split())
    check = f"{lines}; import sys; sys.exit('botocore' in sys.modules or 'boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
