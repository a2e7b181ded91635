"""What a lock may rely on of S3: an object is written only where none is, and deleted only as it was read.

Source: S3 user guide, 'Add preconditions to S3 operations with conditional requests'.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from answers import code
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from journey import Journey

    from personalize_emulator.served import Served

KEY = {"Bucket": "locks", "Key": "reconcile/123456789012/eu-west-1/shop.lock"}
ROUNDS = 200


@pytest.fixture
def s3(journey: Journey) -> Any:
    journey.s3.create_bucket(Bucket="locks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return journey.s3


@pytest.mark.documented
def test_an_object_is_written_where_none_is_and_not_over_another(s3: Any) -> None:
    s3.put_object(**KEY, Body=b"first", IfNoneMatch="*")
    assert code(s3.put_object, **KEY, Body=b"second", IfNoneMatch="*") == "PreconditionFailed"
    assert s3.get_object(**KEY)["Body"].read() == b"first"


@pytest.mark.documented
def test_an_object_is_deleted_only_with_the_etag_that_it_has(s3: Any) -> None:
    stale = s3.put_object(**KEY, Body=b"first", IfNoneMatch="*")["ETag"]
    s3.delete_object(**KEY, IfMatch=stale)
    s3.put_object(**KEY, Body=b"second", IfNoneMatch="*")
    assert code(s3.delete_object, **KEY, IfMatch=stale) == "PreconditionFailed"
    assert s3.get_object(**KEY)["Body"].read() == b"second"


@pytest.mark.documented
def test_deleting_on_a_condition_what_is_not_there_is_no_success(s3: Any) -> None:
    gone = s3.put_object(**KEY, Body=b"first", IfNoneMatch="*")["ETag"]
    s3.delete_object(**KEY, IfMatch=gone)
    assert code(s3.delete_object, **KEY, IfMatch=gone) == "NoSuchKey"


@pytest.mark.documented
def test_where_old_versions_are_kept_a_deleted_object_counts_as_none(s3: Any) -> None:
    s3.put_bucket_versioning(Bucket="locks", VersioningConfiguration={"Status": "Enabled"})
    for body in (b"first", b"second"):
        etag = s3.put_object(**KEY, Body=body, IfNoneMatch="*")["ETag"]
        assert code(s3.put_object, **KEY, Body=b"other", IfNoneMatch="*") == "PreconditionFailed"
        s3.delete_object(**KEY, IfMatch=etag)
        assert code(s3.get_object, **KEY) == "NoSuchKey"


def one_of_two(clients: list[Any], call: Callable[[Any, int], Any]) -> int:
    """Which of two clients that call at the same moment succeeds; exactly one must."""
    gate = Barrier(2)

    def attempt(number: int) -> str:
        gate.wait()
        try:
            call(clients[number], number)
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return ""

    with ThreadPoolExecutor(2) as threads:
        codes = list(threads.map(attempt, range(2)))
    assert sorted(codes) in (["", "NoSuchKey"], ["", "PreconditionFailed"])
    return codes.index("")


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns so often that one steps in between another's check and its write."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
@pytest.mark.documented
def test_of_two_at_the_same_moment_one_writes_and_one_deletes(personalize_server: Served) -> None:
    clients = [
        boto3.client(
            "s3",
            region_name="eu-west-1",
            endpoint_url=personalize_server.url,
            aws_access_key_id="emulator",
            aws_secret_access_key="emulator",
            config=Config(s3={"addressing_style": "path"}),
        )
        for _ in range(2)
    ]
    here, _ = clients
    here.create_bucket(Bucket="locks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for _ in range(ROUNDS):
        winner = one_of_two(
            clients, lambda client, n: client.put_object(**KEY, Body=b"%d" % n, IfNoneMatch="*")
        )
        answer = here.get_object(**KEY)
        assert answer["Body"].read() == b"%d" % winner
        etag = answer["ETag"]
        one_of_two(clients, lambda client, _, etag=etag: client.delete_object(**KEY, IfMatch=etag))
