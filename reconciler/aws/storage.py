"""ports.Storage by S3: which objects an import would read, never their content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reconciler.aws.errors import translated
from reconciler.aws.session import Connection
from reconciler.errors import DeniedError
from reconciler.model.observed import ObservedObject

_MISSING = {"404", "NoSuchKey", "NoSuchBucket", "NotFound"}


class Buckets:
    """Objects by location, s3://BUCKET/KEY or s3://BUCKET/FOLDER/."""

    def __init__(self, connection: Connection) -> None:
        """Use this connection's client."""
        self._connection = connection

    def objects(self, location: str) -> Sequence[ObservedObject] | None:
        """The object, or the first-level objects of a folder in order of their keys.

        None when we may not read; empty when there is no such object or bucket. Without the permission to
        list a bucket, S3 answers "denied" for a missing object too. Raises ServiceError.
        """
        bucket, _, key = location.removeprefix("s3://").partition("/")
        try:
            return self._listed(bucket, key) if not key or key.endswith("/") else self._headed(bucket, key)
        except DeniedError:
            return None

    def _headed(self, bucket: str, key: str) -> Sequence[ObservedObject]:
        answer = self._ask("HeadObject", Bucket=bucket, Key=key)
        return () if answer is None else (_observed(key, answer),)

    def _listed(self, bucket: str, prefix: str) -> Sequence[ObservedObject]:
        found: list[ObservedObject] = []
        request = {"Bucket": bucket, "Prefix": prefix, "Delimiter": "/"}
        while True:
            answer = self._ask("ListObjectsV2", **request)
            if answer is None:
                return ()
            # a key ending in / is the folder's own marker, not a file
            contents = (item for item in answer.get("Contents", ()) if not item["Key"].endswith("/"))
            found.extend(_observed(item["Key"], item) for item in contents)
            token = answer.get("NextContinuationToken")
            if not token:
                return tuple(found)
            request["ContinuationToken"] = token

    def _ask(self, operation: str, **request: str) -> Mapping[str, Any] | None:
        """The answer, None when the object or bucket does not exist."""
        from botocore import xform_name  # noqa: PLC0415
        from botocore.exceptions import ClientError  # noqa: PLC0415

        client = self._connection.storage
        try:
            answer: Mapping[str, Any] = getattr(client, xform_name(operation))(**request)
        except Exception as error:
            if isinstance(error, ClientError) and error.response["Error"]["Code"] in _MISSING:
                return None
            raise translated(
                error, service="s3", operation=operation, endpoint=client.meta.endpoint_url
            ) from error
        return answer


def _observed(key: str, answer: Mapping[str, Any]) -> ObservedObject:
    """HeadObject calls the size ContentLength, a list Size."""
    return ObservedObject(
        key=key,
        etag=answer["ETag"].strip('"'),
        modified=datetime.fromisoformat(answer["LastModified"]),
        size=answer.get("ContentLength", answer.get("Size")),
    )
