"""Objects as data: on the emulator's S3 over the loopback, and where a download breaks off."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from reconciler.aws.data_files import DataObjects
from reconciler.aws.session import Connection, connect
from reconciler.data.dataset import DataFile
from reconciler.errors import DeniedError, ReconcilerError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stub_service import StubService

    from personalize_emulator.served import Served

FILE = DataFile(name="s3://data/day/events.csv", size=10)


@pytest.fixture
def bucket(personalize_server: Served) -> Connection:
    """A bucket with a file, a folder of two files and a folder in it."""
    made = connect(profile=None, region="eu-west-1", endpoint_url=personalize_server.url, parallelism=2)
    where = {"LocationConstraint": "eu-west-1"}
    made.storage.create_bucket(Bucket="data", CreateBucketConfiguration=where)
    for key in ("one.csv", "many/a.csv", "many/b.csv", "many/below/c.csv"):
        made.storage.put_object(Bucket="data", Key=key, Body=f"of {key}".encode())
    return made


def test_a_location_is_its_object_or_the_files_directly_in_the_folder(bucket: Connection) -> None:
    objects = DataObjects(bucket)
    assert objects.files("s3://data/one.csv") == (DataFile(name="s3://data/one.csv", size=10),)
    names = [one.name for one in objects.files("s3://data/many/") or ()]
    assert names == ["s3://data/many/a.csv", "s3://data/many/b.csv"]
    assert objects.files("s3://data/two.csv") == ()


def test_the_content_is_read_in_parts_of_the_asked_size(bucket: Connection) -> None:
    with DataObjects(bucket).open(DataFile(name="s3://data/one.csv", size=10)) as stream:
        assert [stream.read(4), stream.read(4), stream.read(4), stream.read(4)] == [
            b"of o",
            b"ne.c",
            b"sv",
            b"",
        ]


def test_what_may_not_be_read_is_none_when_listed_and_an_error_when_opened(
    stub: StubService, connection: Connection
) -> None:
    stub.says("HEAD", (403, b""))
    assert DataObjects(connection).files(FILE.name) is None
    stub.says("GET", (403, b"<Error><Code>AccessDenied</Code></Error>"))
    with pytest.raises(DeniedError), DataObjects(connection).open(FILE):
        pass


class Breaking:
    """A client whose downloads break off, each after the next number of bytes; None when it does not."""

    meta = SimpleNamespace(endpoint_url="http://127.0.0.1")

    def __init__(self, *ends: int | None, changed: bool = False) -> None:
        self.ends, self.changed = list(ends), changed
        self.asked: list[Mapping[str, str]] = []
        self.content = b"0123456789"

    @property
    def storage(self) -> Breaking:
        return self

    def get_object(self, **request: str) -> Mapping[str, Any]:
        self.asked.append(request)
        if self.changed and "IfMatch" in request:
            raise ClientError({"Error": {"Code": "PreconditionFailed", "Message": "no"}}, "GetObject")
        start = int(request.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        return {"ETag": '"e"', "Body": _Body(self.content[start:], self.ends.pop(0))}


class _Body(io.BytesIO):
    def __init__(self, content: bytes, end: int | None) -> None:
        super().__init__(content)
        self._end = end

    def read(self, size: int | None = -1, /) -> bytes:
        if self._end is not None and self.tell() >= self._end:
            raise ReadTimeoutError(endpoint_url="http://127.0.0.1", error="slow")
        return super().read(size)


def taken(client: Breaking) -> bytes:
    with DataObjects(client).open(FILE) as stream:  # type: ignore[arg-type]
        return b"".join(iter(lambda: stream.read(4), b""))


def test_a_download_that_breaks_off_goes_on_at_the_same_byte_of_the_same_version() -> None:
    client = Breaking(4, 0, None)
    assert taken(client) == b"0123456789"
    more = {"Range": "bytes=4-", "IfMatch": '"e"'}
    here = {"Bucket": "data", "Key": "day/events.csv"}
    assert client.asked == [here, here | more, here | more]


def test_a_download_that_brings_nothing_more_is_given_up() -> None:
    client = Breaking(*[0] * 9)
    with pytest.raises(ServiceError):
        taken(client)
    assert len(client.asked) == 5


def test_an_object_replaced_meanwhile_is_never_read_as_one_with_the_old() -> None:
    with pytest.raises(ReconcilerError, match=r"s3://data/day/events\.csv was replaced while it was read"):
        taken(Breaking(4, None, changed=True))


def test_the_beginning_is_read_by_one_call_for_so_much(bucket: Connection) -> None:
    objects = DataObjects(bucket)
    file = DataFile(name="s3://data/one.csv", size=10)
    assert objects.beginning(file, 4) == b"of o"
    assert objects.beginning(file, 65536) == b"of one.csv"


def test_the_beginning_of_an_empty_object_is_nothing(stub: StubService, connection: Connection) -> None:
    stub.says("GET", (416, b"<Error><Code>InvalidRange</Code></Error>"))
    assert DataObjects(connection).beginning(FILE, 4) == b""


def test_a_beginning_that_may_not_be_read_is_an_error(stub: StubService, connection: Connection) -> None:
    stub.says("GET", (403, b"<Error><Code>AccessDenied</Code></Error>"))
    with pytest.raises(DeniedError) as refused:
        DataObjects(connection).beginning(FILE, 4)
    assert refused.value.code == "AccessDenied"
