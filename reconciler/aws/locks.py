"""ports.LockStore by S3's conditional writes and deletes.

Source: S3 user guide, 'Add preconditions to S3 operations with conditional requests': 412 when the
condition does not hold, 404 when there is nothing to delete or to write
over, 409 when another call was under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.aws.errors import translated
from reconciler.aws.session import Connection
from reconciler.errors import DeniedError, InUseError, NotFoundError, ServiceError
from reconciler.model.lock import LOCK_ACTIONS

_REFUSED = {"PreconditionFailed", "412", "NoSuchKey", "404"}
_CONFLICT = {"ConditionalRequestConflict", "409"}
_LARGEST = 65_536
"""A lock is some hundred bytes; what else lies under its key is not read to its end."""


class LockObjects:
    """Objects of S3 that are written only where none is, and replaced and deleted only as they were read."""

    def __init__(self, connection: Connection) -> None:
        """Use this connection's client."""
        self._connection = connection

    def put(self, bucket: str, key: str, content: bytes) -> str | None:
        """Write the object unless there is one; its ETag, None if there is one. Raises ServiceError."""
        return self._put(bucket, key, content, IfNoneMatch="*")

    def replace(self, bucket: str, key: str, content: bytes, etag: str) -> str | None:
        """Write over the object with this ETag; None when there is none or another. Raises ServiceError."""
        return self._put(bucket, key, content, IfMatch=etag)

    def _put(self, bucket: str, key: str, content: bytes, **condition: str) -> str | None:
        answer = self._ask(
            "PutObject", bucket, key, Body=content, ContentType="application/json", **condition
        )
        return None if answer is None else str(answer["ETag"])

    def read(self, bucket: str, key: str) -> tuple[bytes, str] | None:
        """The object's content and ETag, None when there is none. Raises ServiceError."""
        answer = self._ask("GetObject", bucket, key)
        if answer is None:
            return None
        with answer["Body"] as body:
            return body.read(_LARGEST), str(answer["ETag"])

    def delete(self, bucket: str, key: str, etag: str) -> bool:
        """Delete the object with this ETag; False when there is none or another. Raises ServiceError."""
        return self._ask("DeleteObject", bucket, key, IfMatch=etag) is not None

    def _ask(self, operation: str, bucket: str, key: str, **more: Any) -> Mapping[str, Any] | None:
        """The answer, None when the condition does not hold."""
        from botocore import xform_name  # noqa: PLC0415
        from botocore.exceptions import ClientError  # noqa: PLC0415

        client = self._connection.storage
        try:
            answer: Mapping[str, Any] = getattr(client, xform_name(operation))(Bucket=bucket, Key=key, **more)
        except Exception as error:
            code = str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""
            if isinstance(error, ClientError) and code in _REFUSED:
                # botocore has sent it again after an answer that was lost: the first one had its effect
                sent_again = error.response["ResponseMetadata"].get("RetryAttempts", 0) > 0
                return {} if operation == "DeleteObject" and sent_again else None
            cause = translated(error, service="s3", operation=operation, endpoint=client.meta.endpoint_url)
            raise _explained(cause, bucket, key, code) from error
        return answer


def _explained(error: ServiceError, bucket: str, key: str, code: str) -> ServiceError:
    """The error with what S3 does not say: which object and bucket it is about."""
    if code in _CONFLICT:
        return InUseError(error.what, operation=error.operation, code=code)
    if code == "NoSuchBucket":
        fix = f"create the bucket {bucket}, or correct lock.bucket in the file"
        return NotFoundError(
            f"the bucket {bucket} does not exist", operation=error.operation, code=code, fix=fix
        )
    if isinstance(error, DeniedError) and code not in {"", "ExpiredToken"}:
        wanted = ", ".join(LOCK_ACTIONS)
        fix = f"{error.fix} A lock needs {wanted} on s3://{bucket}/{key}, and s3:ListBucket on the bucket."
        return DeniedError(error.what, operation=error.operation, code=code, fix=fix)
    return error
