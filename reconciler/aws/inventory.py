"""ports.Inventory by the Resource Groups Tagging API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.aws.errors import translated
from reconciler.aws.session import Connection
from reconciler.plan.marks import STACK

_PAGE = 100
"""Source: API reference of GetResources, ResourcesPerPage."""


class TaggedResources:
    """Finds what carries our marks, in the session's region."""

    def __init__(self, connection: Connection) -> None:
        """Use this connection's client."""
        self._connection = connection

    def find(self, stacks: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """ARN to tags of every Personalize resource whose reconcile:stack is one of `stacks`.

        Empty for no stacks: an empty list of values would mean any value. Raises ServiceError.
        """
        if not stacks:
            return {}
        client = self._connection.tagging
        request = {
            "ResourceTypeFilters": ["personalize"],
            "TagFilters": [{"Key": STACK, "Values": sorted(set(stacks))}],
            "ResourcesPerPage": _PAGE,
        }
        found: dict[str, Mapping[str, str]] = {}
        while True:
            try:
                answer = client.get_resources(**request)
            except Exception as error:
                raise translated(
                    error, service="tag", operation="GetResources", endpoint=client.meta.endpoint_url
                ) from error
            for item in answer["ResourceTagMappingList"]:
                found[item["ResourceARN"]] = {tag["Key"]: tag["Value"] for tag in item["Tags"]}
            token = answer.get("PaginationToken")
            if not token:
                return found
            request["PaginationToken"] = token
