"""ports.DataFiles by S3: the content of the objects that imports name, from first to last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from reconciler.aws.errors import translated
from reconciler.aws.session import Connection
from reconciler.aws.storage import Buckets
from reconciler.data.dataset import DataFile, file_of
from reconciler.errors import ReconcilerError
from reconciler.ports import Readable

_ATTEMPTS = 5
"""How often a download is taken up again where it broke off, before it has brought anything more."""


class DataObjects:
    """Objects by location, s3://BUCKET/KEY or s3://BUCKET/FOLDER/; the name of each is its whole location."""

    def __init__(self, connection: Connection) -> None:
        """Use this connection's client."""
        self._connection = connection

    def files(self, location: str) -> Sequence[DataFile] | None:
        """The object, or the first-level objects of a folder; None when we may not read."""
        found = Buckets(self._connection).objects(location)
        if found is None:
            return None
        return tuple(file_of(location, one.key, one.size) for one in found)

    def beginning(self, file: DataFile, size: int) -> bytes:
        """The object's first bytes, by one call; none of an empty one. Raises ServiceError."""
        bucket, _, key = file.name.removeprefix("s3://").partition("/")
        client = self._connection.storage
        try:
            answer = client.get_object(Bucket=bucket, Key=key, Range=f"bytes=0-{size - 1}")
            with closing(answer["Body"]) as body:
                data: bytes = body.read(size)
        except Exception as error:
            if _code(error) == "InvalidRange":  # an empty object has no first byte
                return b""
            endpoint = client.meta.endpoint_url
            raise translated(error, service="s3", operation="GetObject", endpoint=endpoint) from error
        return data

    @contextmanager
    def open(self, file: DataFile) -> Iterator[Readable]:
        """The object's bytes, all of one version of it; ReconcilerError when it changes meanwhile."""
        bucket, _, key = file.name.removeprefix("s3://").partition("/")
        with closing(_Download(self._connection.storage, bucket, key)) as download:
            yield download


class _Download:
    """One object; taken up again at the byte where the connection broke."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        self._client, self._bucket, self._key = client, bucket, key
        self._at, self._etag = 0, ""
        self._body = self._begin()

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at the end."""
        left = _ATTEMPTS
        while True:
            left -= 1
            try:
                data: bytes = self._body.read(size)
            except Exception as error:
                self.close()
                if not left:
                    raise self._translated(error) from error
                self._body = self._begin()
            else:
                self._at += len(data)
                return data

    def close(self) -> None:
        """Let go of the connection."""
        self._body.close()

    def _begin(self) -> Any:
        request = {"Bucket": self._bucket, "Key": self._key}
        if self._at:
            request |= {"Range": f"bytes={self._at}-", "IfMatch": self._etag}
        try:
            answer = self._client.get_object(**request)
        except Exception as error:
            if _code(error) == "PreconditionFailed":
                raise ReconcilerError(
                    f"s3://{self._bucket}/{self._key} was replaced while it was read",
                    fix="run the same command again",
                ) from error
            raise self._translated(error) from error
        self._etag = answer["ETag"]
        return answer["Body"]

    def _translated(self, error: Exception) -> ReconcilerError:
        endpoint = self._client.meta.endpoint_url
        return translated(error, service="s3", operation="GetObject", endpoint=endpoint)


def _code(error: Exception) -> str:
    from botocore.exceptions import ClientError  # noqa: PLC0415

    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""
