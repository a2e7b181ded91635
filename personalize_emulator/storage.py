"""What Personalize reaches outside itself: objects in S3 and roles in IAM, both moto's.

moto is imported on first use, so that nothing pays for it before an import job runs.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable


class AccessDenied(Exception):  # noqa: N818  (the name AWS gives it)
    """The role or the bucket does not exist, or the location lies outside S3."""


class BadLocation(Exception):  # noqa: N818  (an answer about data, not a fault of the program)
    """There is nothing to read at the location."""


class Storage:
    """Reading on behalf of the service; `plant` puts buckets and roles in place before the first look."""

    def __init__(self, plant: Callable[[], None] | None = None) -> None:
        self._plant = plant
        self._lock = RLock()

    def open(self) -> None:
        """Make sure that everything is in place; StartError when it cannot be.

        To be called before moto is imported: two threads that import it at once each find a part of it.
        """
        with self._lock:
            plant, self._plant = self._plant, None
            if plant is not None:
                plant()

    def role_exists(self, arn: str) -> bool:
        """Whether IAM has the role in the account its ARN names."""
        self.open()
        from moto.iam.models import iam_backends  # noqa: PLC0415

        partition, account = arn.split(":")[1], arn.split(":")[4]
        return any(role.arn == arn for role in iam_backends[account][partition].roles.values())

    def read(self, location: str, account: str, partition: str = "aws") -> list[tuple[str, bytes]]:
        """The file at `location`, or the first-level files below a prefix that ends in a slash, as (name,
        body).

        Source: developer guide, "Importing bulk records". Errors: AccessDenied, BadLocation.
        """
        self.open()
        from moto.s3.models import s3_backends  # noqa: PLC0415

        parts = urlsplit(location)
        bucket, key = parts.netloc, parts.path.lstrip("/")
        backend = s3_backends[account][partition]
        if parts.scheme != "s3" or bucket not in backend.buckets:
            raise AccessDenied(location)
        keys = backend.buckets[bucket].keys
        if key and not key.endswith("/"):
            names = [key] if key in keys else []
        else:
            names = sorted(n for n in keys if n.startswith(key) and "/" not in n[len(key) :] and n != key)
        found = [(name, backend.get_object(bucket, name)) for name in names]
        bodies = [(name, bytes(item.value)) for name, item in found if item is not None]
        if not bodies:
            raise BadLocation(location)
        return bodies
