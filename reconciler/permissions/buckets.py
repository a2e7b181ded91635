"""Locations in S3 as the ARNs that IAM checks."""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment

_LITERAL = str.maketrans({"*": "${*}", "?": "${?}", "$": "${$}"})
"""How a policy says what would be a pattern there. Source: IAM user guide, 'Policy elements: Variables'."""


def read_locations(desired: DesiredState) -> tuple[str, ...]:
    """The locations of imports that may be due: of these the objects' ETags and first bytes are read."""
    return tuple(
        sorted(
            {
                str(declared.fields["from"])
                for address, declared in desired.resources.items()
                if address.kind == "dataset-import-job" and declared.fields.get("when") != "never"
            }
        )
    )


def bucket_of(location: str) -> str:
    """The bucket of s3://BUCKET/KEY."""
    return location.removeprefix("s3://").partition("/")[0]


def bucket_arn(location: str, environment: Environment) -> str:
    """The ARN of the location's bucket."""
    return f"arn:{environment.partition}:s3:::{bucket_of(location)}"


def objects_arn(location: str, environment: Environment) -> str:
    """The ARN of the object, or the pattern of all objects in the folder."""
    _, _, key = location.removeprefix("s3://").partition("/")
    return (
        f"{bucket_arn(location, environment)}/{key.translate(_LITERAL)}{'' if _is_object(location) else '*'}"
    )


def object_arns(locations: Iterable[str], environment: Environment, by_name: bool) -> tuple[str, ...]:
    """The ARNs of objects, of folders as patterns; of whole buckets unless `by_name`."""
    if by_name:
        return tuple(sorted({objects_arn(one, environment) for one in locations}))
    return tuple(sorted({f"{bucket_arn(one, environment)}/*" for one in locations}))


def _is_object(location: str) -> bool:
    key = location.removeprefix("s3://").partition("/")[2]
    return bool(key) and not key.endswith("/")
