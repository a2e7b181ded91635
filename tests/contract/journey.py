"""Plain boto3 steps towards a campaign that serves, for tests that start somewhere along the way."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

RECIPE = "arn:aws:personalize:::recipe/aws-user-personalization-v2"
BUCKET = "user-videos-data"
REGION = "eu-west-1"
INTERACTIONS = [("USER_ID", "string"), ("ITEM_ID", "string"), ("TIMESTAMP", "long"), ("EVENT_TYPE", "string")]


def schema_text(name: str, fields: list[Any]) -> str:
    """An Avro schema; a field is (name, type), or (name, type, more attributes)."""
    columns = [{"name": column, "type": kind, **dict(*more)} for column, kind, *more in fields]
    namespace = "com.amazonaws.personalize.schema"
    return json.dumps(
        {"type": "record", "name": name, "namespace": namespace, "fields": columns, "version": "1.0"}
    )


def interactions_csv(users: int = 30, each: int = 40) -> str:
    """Interactions in which user N has watched items N, N+1 …"""
    lines = ["USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"]
    for user in range(users):
        moments = ((user + step, 1700000000 + user * 1000 + step) for step in range(each))
        lines.extend(f"u{user},i{item % 60},{moment},watch" for item, moment in moments)
    return "\n".join(lines) + "\n"


class Journey:
    """The clients and the steps; `wait` lets virtual seconds pass."""

    def __init__(self, wait: Callable[[float], Any], url: str | None = None) -> None:
        self.wait = wait
        self.url = url

    @cached_property
    def personalize(self) -> Any:
        return self.client("personalize")

    @cached_property
    def s3(self) -> Any:
        return self.client("s3")

    @cached_property
    def runtime(self) -> Any:
        return self.client("personalize-runtime")

    @cached_property
    def events(self) -> Any:
        return self.client("personalize-events")

    def client(self, service: str, **settings: Any) -> Any:
        given: dict[str, Any] = {
            "region_name": REGION,
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
        }
        # botocore retries quota errors as if they were throttling; a test wants the first answer.
        given |= {"config": Config(retries={"total_max_attempts": 1})} | settings
        return boto3.client(service, endpoint_url=self.url, **given)

    def role(self) -> str:
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        iam = self.client("iam")
        return iam.create_role(RoleName="Import", AssumeRolePolicyDocument=trust)["Role"]["Arn"]

    def bucket(self, **objects: str) -> None:
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        for name, body in objects.items():
            self.s3.put_object(Bucket=BUCKET, Key=f"{name}.csv", Body=body.encode())

    def group(self, name: str = "videos", **more: Any) -> str:
        arn = self.personalize.create_dataset_group(name=name, **more)["datasetGroupArn"]
        self.wait(120)
        return arn

    def schema(self, name: str, record: str, fields: list[Any], **more: Any) -> str:
        text = schema_text(record, fields)
        return self.personalize.create_schema(name=name, schema=text, **more)["schemaArn"]

    def dataset(
        self, group: str, kind: str = "Interactions", fields: list[Any] | None = None, **more: Any
    ) -> str:
        name = f"{group.rpartition('/')[2]}-{kind.lower()}"
        schema = self.schema(name, kind, fields or INTERACTIONS, **more)
        arn = self.personalize.create_dataset(
            name=f"d-{kind.lower()}", schemaArn=schema, datasetGroupArn=group, datasetType=kind
        )["datasetArn"]
        self.wait(60)
        return arn

    def start_import(self, dataset: str, key: str, job: str, role: str, **more: Any) -> str:
        return self.personalize.create_dataset_import_job(
            jobName=job,
            datasetArn=dataset,
            dataSource={"dataLocation": f"s3://{BUCKET}/{key}"},
            roleArn=role,
            **more,
        )["datasetImportJobArn"]

    def imported(self, **more: Any) -> str:
        """A group whose interactions are imported; `domain` makes it a domain group."""
        group = self.group(**more)
        dataset = self.dataset(group, **more)
        self.bucket(interactions=interactions_csv())
        self.start_import(dataset, "interactions.csv", "first", self.role())
        self.wait(1200)
        return group

    def solution(self, group: str, name: str = "recommendations", **more: Any) -> str:
        settings = {"recipeArn": RECIPE, "performAutoTraining": False} | more
        arn = self.personalize.create_solution(name=name, datasetGroupArn=group, **settings)["solutionArn"]
        self.wait(5)
        return arn

    def version(self, solution: str) -> str:
        arn = self.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
        self.wait(7200)
        return arn

    def campaign(self, version: str, name: str = "home", **more: Any) -> str:
        arn = self.personalize.create_campaign(name=name, solutionVersionArn=version, **more)["campaignArn"]
        self.wait(1200)
        return arn

    def serving(self) -> tuple[str, str, str, str]:
        """(group, solution, version, campaign), everything ACTIVE."""
        group = self.imported()
        solution = self.solution(group)
        version = self.version(solution)
        return group, solution, version, self.campaign(version)
