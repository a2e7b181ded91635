"""What goes over the wire, how often, and what an answer becomes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from stub_service import DROP, StubService, error
from waiting_clock import WaitingClock

from reconciler.aws.personalize import Personalize
from reconciler.aws.session import connect
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


def schemas(names: str, token: str = "") -> tuple[int, object]:
    """A page of schemas with these letters as names."""
    items = [{"name": name, "schemaArn": f"arn:aws:personalize:eu-west-1:1:schema/{name}"} for name in names]
    return 200, {"schemas": items, **({"nextToken": token} if token else {})}


def listed(api: Personalize) -> str:
    return "".join(str(item["name"]) for item in api.pages("ListSchemas", {}, "schemas"))


def test_a_list_of_one_page_is_read_once(stub: StubService, api: Personalize) -> None:
    stub.says("ListSchemas", schemas("ab"))
    assert listed(api) == "ab"
    assert stub.seen == [("ListSchemas", {"maxResults": 100})]


def test_pages_are_followed_to_the_end_and_read_again_to_see_whether_they_moved(
    stub: StubService, api: Personalize
) -> None:
    stub.says("ListSchemas", *(schemas("a", "t"), schemas("b")) * 2)
    assert listed(api) == "ab"
    assert [request for _, request in stub.seen] == [
        {"maxResults": 100},
        {"maxResults": 100, "nextToken": "t"},
    ] * 2


def test_an_item_missed_as_pages_moved_is_found_by_reading_again(stub: StubService, api: Personalize) -> None:
    stub.says(
        "ListSchemas", schemas("ab", "t"), schemas("d"), schemas("bc", "t"), schemas("d"), schemas("bcd")
    )
    assert listed(api) == "abdc"
    assert stub.count("ListSchemas") == 5


def test_an_item_given_twice_as_pages_moved_counts_once(stub: StubService, api: Personalize) -> None:
    stub.says("ListSchemas", schemas("ab", "t"), schemas("bc"), schemas("abc"))
    assert listed(api) == "abc"


def test_pages_that_never_stand_still_are_not_read_for_ever(stub: StubService, api: Personalize) -> None:
    stub.says("ListSchemas", *(page for name in "abcdefgh" for page in (schemas(name, "t"), schemas(""))))
    assert listed(api) == "abcd"


def test_of_what_has_no_arn_equal_items_are_one(stub: StubService, api: Personalize) -> None:
    metric, other = ({"metricName": name, "eventType": "watch"} for name in "ab")
    stub.says(
        "ListMetricAttributionMetrics",
        (200, {"metrics": [metric], "nextToken": "t"}),
        (200, {"metrics": [metric, other]}),
    )
    where = {"metricAttributionArn": "arn:aws:personalize:eu-west-1:123456789012:metric-attribution/m"}
    assert api.pages("ListMetricAttributionMetrics", where, "metrics") == [metric, other]


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
    stub: StubService, api: Personalize, clock: WaitingClock
) -> None:
    stub.says("CreateSchema", THROTTLED, THROTTLED, (200, {"schemaArn": "arn"}))
    assert api.call("CreateSchema", SCHEMA) == {"schemaArn": "arn"}
    stub.says("CreateSchema", THROTTLED)
    began = clock.elapsed()
    with pytest.raises(ThrottledError):
        api.call("CreateSchema", SCHEMA)
    assert 120 <= clock.elapsed() - began < 130
    assert stub.count("CreateSchema") < 3 + 40


def test_a_write_is_sent_again_only_when_no_connection_came_about(clock: WaitingClock) -> None:
    nobody = StubService()
    nobody.close()
    connection = connect(profile=None, region="eu-west-1", endpoint_url=nobody.url, parallelism=1)
    api = Personalize(connection, clock)
    with pytest.raises(UnknownOutcomeError, match="cannot be reached") as caught:
        api.call("CreateSchema", SCHEMA)
    assert clock.waits == [0.5, 1.0, 2.0]
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
    modules = "session personalize pacing rates inventory storage errors clock timestamps"
    lines = "; ".join(f"import reconciler.aws.{name}" for name in modules.split())
    check = f"{lines}; import sys; sys.exit('botocore' in sys.modules or 'boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
