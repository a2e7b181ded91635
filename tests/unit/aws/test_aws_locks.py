"""ports.LockStore over the wire: S3's conditions sent, its refusals told apart, its errors explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from stub_service import DROP, Answer, StubService

from reconciler.aws.locks import LockObjects
from reconciler.aws.session import connect
from reconciler.errors import DeniedError, InUseError, NotFoundError, ServiceError, UnknownOutcomeError
from reconciler.model.lock import LOCK_ACTIONS

if TYPE_CHECKING:
    from personalize_emulator.served import Served
    from reconciler.aws.session import Connection

HERE = ("locks", "reconcile/1/r/shop.lock")


def s3_error(status: int, code: str) -> Answer:
    return status, f"<Error><Code>{code}</Code><Message>said by S3</Message></Error>".encode()


@pytest.fixture
def locks(connection: Connection) -> LockObjects:
    return LockObjects(connection)


def test_an_object_that_is_there_or_is_another_is_told_without_an_error(
    stub: StubService, locks: LockObjects
) -> None:
    for method in ("PUT", "DELETE"):
        stub.says(method, s3_error(412, "PreconditionFailed"))
    assert locks.put(*HERE, b"{}") is None
    assert locks.replace(*HERE, b"{}", '"e"') is None
    assert locks.delete(*HERE, '"e"') is False
    assert stub.paths == ["/locks/reconcile/1/r/shop.lock"] * 3


def test_an_object_that_is_gone_is_none(stub: StubService, locks: LockObjects) -> None:
    for method in ("GET", "PUT", "DELETE"):
        stub.says(method, s3_error(404, "NoSuchKey"))
    assert locks.read(*HERE) is None
    assert locks.replace(*HERE, b"{}", '"e"') is None
    assert locks.delete(*HERE, '"e"') is False


def test_a_deletion_sent_again_after_a_lost_answer_has_had_its_effect(
    stub: StubService, locks: LockObjects
) -> None:
    stub.says("DELETE", DROP, s3_error(404, "NoSuchKey"))
    assert locks.delete(*HERE, '"e"') is True
    assert stub.count("DELETE") == 2


def test_a_call_that_met_another_may_be_repeated(stub: StubService, locks: LockObjects) -> None:
    stub.says("PUT", s3_error(409, "ConditionalRequestConflict"))
    for call in (lambda: locks.put(*HERE, b"{}"), lambda: locks.replace(*HERE, b"{}", '"e"')):
        with pytest.raises(InUseError):
            call()


@pytest.mark.parametrize("action", LOCK_ACTIONS)
def test_a_missing_permission_is_named_with_the_object(
    stub: StubService, locks: LockObjects, action: str
) -> None:
    calls = {
        "s3:PutObject": ("PUT", lambda: locks.put(*HERE, b"{}")),
        "s3:GetObject": ("GET", lambda: locks.read(*HERE)),
        "s3:DeleteObject": ("DELETE", lambda: locks.delete(*HERE, '"e"')),
    }
    method, call = calls[action]
    stub.says(method, s3_error(403, "AccessDenied"))
    with pytest.raises(DeniedError) as caught:
        call()
    fix = caught.value.fix
    assert fix.startswith(f"Allow {action} for these credentials.")
    assert all(one in fix for one in (*LOCK_ACTIONS, "s3://locks/reconcile/1/r/shop.lock"))


def test_expired_credentials_are_no_missing_permission(stub: StubService, locks: LockObjects) -> None:
    stub.says("PUT", s3_error(400, "ExpiredToken"))
    with pytest.raises(DeniedError, match="ExpiredToken") as caught:
        locks.put(*HERE, b"{}")
    assert "Log in again" in caught.value.fix
    assert "s3:" not in caught.value.fix


def test_a_bucket_that_is_not_there_is_named(stub: StubService, locks: LockObjects) -> None:
    for method in ("PUT", "GET", "DELETE"):
        stub.says(method, s3_error(404, "NoSuchBucket"))
    for call in (
        lambda: locks.put(*HERE, b"{}"),
        lambda: locks.replace(*HERE, b"{}", "e"),
        lambda: locks.read(*HERE),
        lambda: locks.delete(*HERE, "e"),
    ):
        with pytest.raises(NotFoundError, match="the bucket locks does not exist"):
            call()


def test_a_store_that_never_answers_leaves_it_open_whether_the_lock_is_written(
    stub: StubService, locks: LockObjects
) -> None:
    stub.says("PUT", DROP)
    for call in (lambda: locks.put(*HERE, b"{}"), lambda: locks.replace(*HERE, b"{}", '"e"')):
        with pytest.raises(UnknownOutcomeError):
            call()


def test_a_store_that_knows_no_conditions_is_an_error_and_no_lock(
    stub: StubService, locks: LockObjects
) -> None:
    stub.says("PUT", s3_error(501, "NotImplemented"))
    with pytest.raises(ServiceError, match="NotImplemented"):
        locks.put(*HERE, b"{}")


def test_on_the_emulator_a_lock_is_written_once_read_and_replaced_and_deleted_as_it_was_read(
    personalize_server: Served,
) -> None:
    connection = connect(profile=None, region="eu-west-1", endpoint_url=personalize_server.url, parallelism=2)
    connection.storage.create_bucket(
        Bucket="locks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    locks = LockObjects(connection)
    etag = locks.put(*HERE, b"ours")
    assert etag is not None
    assert locks.put(*HERE, b"theirs") is None
    assert locks.read(*HERE) == (b"ours", etag)
    assert locks.replace(*HERE, b"theirs", '"0123"') is None
    again = locks.replace(*HERE, b"still ours", etag)
    assert again is not None
    assert locks.read(*HERE) == (b"still ours", again)
    assert locks.delete(*HERE, etag) is False
    assert locks.delete(*HERE, again) is True
    assert locks.read(*HERE) is None
    assert locks.replace(*HERE, b"theirs", again) is None
