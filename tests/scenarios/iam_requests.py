"""What IAM is asked about a request: actions on resources, read off the request as it goes over the wire.

Create, Describe, Update, Delete, Start and Stop are checked on the resource, those of a solution version on
its solution; List and the tag operations on none; a Create with tags needs TagResource, one with a role
iam:PassRole. Source: service authorization reference, 'Amazon Personalize'; for S3, user guide, 'Required
permissions for Amazon S3 API operations'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from iam_rules import Context

ARN = "arn:aws:personalize:eu-west-1:123456789012:"
MADE_UP = "0a1b2c3d"
_TYPES = {
    "Schema": "schema",
    "DatasetGroup": "dataset-group",
    "Dataset": "dataset",
    "DatasetImportJob": "dataset-import-job",
    "EventTracker": "event-tracker",
    "Filter": "filter",
    "MetricAttribution": "metric-attribution",
    "Solution": "solution",
    "SolutionVersion": "solution",
    "Campaign": "campaign",
    "Recommender": "recommender",
}
_VERBS = re.compile(r"(Create|Describe|Update|Delete|Start|Stop)(\w+?)(?:Creation)?")
_TAGGING = {"TagResource", "UntagResource", "ListTagsForResource"}
_FREE = {"GetCallerIdentity"}
"""Source: STS API reference: 'no permissions are required'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to IAM. `tagged` is the ARN of the resource whose tags are looked at, if any."""

    action: str
    resource: str
    tagged: str = ""
    context: Context = field(default_factory=dict)


def asked(method: str, url: str, target: str, body: bytes) -> list[Asked]:
    """Everything that must be allowed for this request."""
    parts = urlsplit(url)
    service = parts.netloc.split(".")
    if service[0] == "personalize":
        return list(_of_personalize(target.rpartition(".")[2], json.loads(body or b"{}")))
    if service[0] == "tagging":
        return [Asked(action=f"tag:{target.rpartition('.')[2]}", resource="*")]
    if service[0] == "sts":
        (operation,) = parse_qs(body.decode())["Action"]
        return [] if operation in _FREE else [Asked(action=f"sts:{operation}", resource="*")]
    assert "s3" in service, f"nobody knows which permission {method} {url} needs"
    bucket = service[0] if service[0] != "s3" else parts.path.split("/")[1]
    key = unquote(parts.path.lstrip("/") if service[0] != "s3" else parts.path.split("/", 2)[2])
    return [_of_s3(method, bucket, key, parts.query)]


def _of_s3(method: str, bucket: str, key: str, query: str) -> Asked:
    if method == "GET" and not key:
        assert "list-type=2" in query
        prefix = parse_qs(query).get("prefix", [""])[0]
        return Asked(action="s3:ListBucket", resource=f"arn:aws:s3:::{bucket}", context={"s3:prefix": prefix})
    verb = {"HEAD": "Get", "GET": "Get", "PUT": "Put", "DELETE": "Delete"}[method]
    return Asked(action=f"s3:{verb}Object", resource=f"arn:aws:s3:::{bucket}/{key}")


def _of_personalize(operation: str, request: dict[str, Any]) -> Iterator[Asked]:
    action = f"personalize:{operation}"
    if operation.startswith("List") or operation in _TAGGING:
        yield Asked(action=action, resource="*")
        return
    verb, noun = _VERBS.fullmatch(operation).groups()  # type: ignore[union-attr]
    for resource in _resources(verb, noun, request):
        assert resource.removeprefix(ARN).split("/")[0] == _TYPES[noun]
        yield Asked(action=action, resource=resource, tagged="" if verb == "Create" else resource)
    if request.get("tags"):
        yield Asked(action="personalize:TagResource", resource="*")
    config = request.get("metricsOutputConfig") or {}
    for role in filter(None, (request.get("roleArn"), config.get("roleArn"))):
        context = {"iam:PassedToService": "personalize.amazonaws.com"}
        yield Asked(action="iam:PassRole", resource=role, context=context)


def _resources(verb: str, noun: str, request: dict[str, Any]) -> list[str]:
    """What the operation is about; of a version both readings, as nobody has published which it is."""
    if noun == "SolutionVersion":
        version = request.get("solutionVersionArn")
        return [request["solutionArn"]] if version is None else [version, version.rpartition("/")[0]]
    if verb != "Create":
        return [request[f"{noun[0].lower()}{noun[1:]}Arn"]]
    if noun == "Dataset":
        group = request["datasetGroupArn"].rpartition("/")[2]
        return [f"{ARN}dataset/{group}/{request['datasetType'].upper()}"]
    name = MADE_UP if noun == "EventTracker" else request["jobName" if noun == "DatasetImportJob" else "name"]
    return [f"{ARN}{_TYPES[noun]}/{name}"]
