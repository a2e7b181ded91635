"""Sessions, identity, inventory, storage and the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

import pytest
from stub_service import StubService, error

from reconciler.aws.clock import SystemClock
from reconciler.aws.inventory import TaggedResources
from reconciler.aws.session import Connection, connect
from reconciler.aws.storage import Buckets
from reconciler.errors import DeniedError, SetupError

LOGIN = "user:hunter2"
ACCOUNT = b"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws-cn:iam::123456789012:user/me</Arn><UserId>x</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
LISTED = b"""<ListBucketResult><IsTruncated>false</IsTruncated>
<Contents><Key>in/</Key><ETag>"0"</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>
<Contents><Key>in/a.csv</Key><ETag>"1f"</ETag><LastModified>2026-01-02T00:00:00.000Z</LastModified>
<Size>70</Size></Contents>
</ListBucketResult>"""


def test_without_a_region_the_error_says_where_to_write_it() -> None:
    with pytest.raises(SetupError, match="no AWS region") as caught:
        connect(profile=None, region=None, endpoint_url=None, parallelism=1)
    assert "--region" in caught.value.fix


def test_without_credentials_the_error_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(SetupError, match="no AWS credentials") as caught:
        connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1)
    assert "aws sso login" in caught.value.fix


def test_a_web_identity_whose_file_is_not_there_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/apply")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "nowhere")
    connection = connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1)
    with pytest.raises(SetupError, match="cannot be read: nowhere: No such file") as caught:
        connection.identity()
    assert "AWS_WEB_IDENTITY_TOKEN_FILE" in caught.value.fix


@pytest.mark.parametrize("region", ["eu west 1", "-"])
def test_a_wrong_region_is_a_setup_error(region: str) -> None:
    with pytest.raises(SetupError):
        _ = connect(profile=None, region=region, endpoint_url=None, parallelism=1).endpoint


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(SetupError, match="nobody") as caught:
        connect(profile="nobody", region="eu-west-1", endpoint_url=None, parallelism=1)
    assert "--profile" in caught.value.fix


def test_the_region_comes_from_the_environment_and_the_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    assert connect(profile=None, region=None, endpoint_url=None, parallelism=1).region == "us-west-2"
    assert connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1).region == "eu-west-1"


def test_the_endpoint_is_none_for_aws_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1).endpoint is None
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4577")
    assert (
        connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1).endpoint
        == "http://127.0.0.1:4577"
    )


@pytest.mark.parametrize(
    "url",
    [
        f"http://{LOGIN}@127.0.0.1:4577",
        "http://user" + ":hun/ter2@127.0.0.1:4577",
        "http://hunter2@127.0.0.1:4577",
        "http://127.0.0.1:4577/?X-Amz-Signature=hunter2",
        f"http://{LOGIN}@bad host",
        f"http://{LOGIN}@127.0.0.1:99999",
    ],
)
def test_an_endpoint_with_more_than_a_place_in_it_is_refused_and_not_repeated(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    with pytest.raises(SetupError) as caught:
        connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1).identity()
    told = f"{caught.value.what} {caught.value.why} {caught.value.fix}"
    assert "ter2" not in told
    assert "--endpoint-url" in caught.value.fix


def test_the_request_that_a_refused_signature_quotes_is_left_out(
    stub: StubService, connection: Connection
) -> None:
    """Every AWS service words it so, the session token among the headers."""
    quoted = "POST\n/\n\nhost:sts\nx-amz-security-token:FwoGcanary\n\nhost;x-amz-security-token\nabc"
    said = (
        "The request signature we calculated does not match the signature you provided.\n\n"
        f"The Canonical String for this request should have been\n'{quoted}'\n"
    )
    stub.says(
        "POST",
        (
            403,
            b"<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>%s</Message></Error>"
            b"</ErrorResponse>" % said.encode(),
        ),
    )
    with pytest.raises(SetupError, match="signature we calculated does not match") as caught:
        connection.identity()
    assert "canary" not in str(caught.value)
    assert "Canonical" not in str(caught.value)


def test_identity_gives_account_and_partition(stub: StubService, connection: Connection) -> None:
    stub.says("POST", (200, ACCOUNT))
    assert connection.identity() == ("123456789012", "aws-cn")


def test_expired_credentials_are_told_before_anything_else(stub: StubService, connection: Connection) -> None:
    details = b"<Error><Code>ExpiredToken</Code><Message>The token expired</Message></Error>"
    refusal = b"<ErrorResponse>" + details + b"</ErrorResponse>"
    stub.says("POST", (403, refusal))
    with pytest.raises(SetupError, match="expired") as caught:
        connection.identity()
    assert "Log in again" in caught.value.fix


def test_an_unreachable_endpoint_is_named() -> None:
    nobody = StubService()
    nobody.close()
    with pytest.raises(SetupError, match=nobody.url):
        connect(profile=None, region="eu-west-1", endpoint_url=nobody.url, parallelism=1).identity()


def test_inventory_finds_by_stack_over_all_pages(stub: StubService, connection: Connection) -> None:
    def page(name: str, token: str) -> tuple[int, Any]:
        tags = [{"Key": "reconcile:stack", "Value": "shop"}]
        return 200, {
            "PaginationToken": token,
            "ResourceTagMappingList": [{"ResourceARN": name, "Tags": tags}],
        }

    stub.says("GetResources", page("arn:a", "more"), page("arn:b", ""))
    found = TaggedResources(connection).find(["shop", "old"])
    assert found == {"arn:a": {"reconcile:stack": "shop"}, "arn:b": {"reconcile:stack": "shop"}}
    assert stub.seen[0][1]["TagFilters"] == [{"Key": "reconcile:stack", "Values": ["old", "shop"]}]
    assert stub.seen[1][1]["PaginationToken"] == "more"


def test_inventory_for_no_stack_asks_nothing(stub: StubService, connection: Connection) -> None:
    assert TaggedResources(connection).find([]) == {}
    assert stub.seen == []


def test_a_denied_inventory_names_the_action(stub: StubService, connection: Connection) -> None:
    stub.says("GetResources", (400, error("AccessDeniedException")))
    with pytest.raises(DeniedError) as caught:
        TaggedResources(connection).find(["shop"])
    assert "tag:GetResources" in caught.value.fix


def test_a_folder_gives_its_first_level_files(stub: StubService, connection: Connection) -> None:
    stub.says("GET", (200, LISTED))
    (found,) = Buckets(connection).objects("s3://data/in/") or ()
    assert (found.key, found.etag, found.modified) == ("in/a.csv", "1f", datetime(2026, 1, 2, tzinfo=UTC))
    assert found.size == 70
    assert "/data?" in stub.paths[0]
    assert "delimiter=%2F" in stub.paths[0]


@pytest.mark.parametrize("location", ["s3://data/a.csv", "s3://data/in/"])
def test_storage_tells_denied_from_missing(stub: StubService, connection: Connection, location: str) -> None:
    for verb in ("GET", "HEAD"):
        stub.says(verb, (403, b"<Error><Code>AccessDenied</Code></Error>"))
    assert Buckets(connection).objects(location) is None
    for verb in ("GET", "HEAD"):
        stub.says(verb, (404, b"<Error><Code>NoSuchBucket</Code></Error>"))
    assert Buckets(connection).objects(location) == ()


def test_the_clock_waits_for_an_item_or_the_time() -> None:
    clock, items = SystemClock(), SimpleQueue[str]()
    assert clock.wait(items, 0.0) is None
    items.put("x")
    assert clock.wait(items, None) == "x"
    assert clock.now().tzinfo is UTC
    assert clock.elapsed() <= clock.elapsed()


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"])
@pytest.mark.parametrize("end", ["\n", "\nx", "\r"])
def test_a_credential_with_a_line_break_is_named_and_not_repeated(
    name: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, f"hunter2{end}")
    connection = connect(profile=None, region="eu-west-1", endpoint_url="http://127.0.0.1:9", parallelism=1)
    with pytest.raises(SetupError, match="it has a line break in it") as caught:
        connection.identity()
    assert "hunter2" not in f"{caught.value.what} {caught.value.why} {caught.value.fix}"
