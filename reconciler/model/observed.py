"""What the account holds: ObservedState, as read by Describe, List and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Where a run acts: `name` is the file's named environment, "" where it names none.

    `endpoint` is None for AWS itself.
    """

    account: str
    region: str
    partition: str = "aws"
    endpoint: str | None = None
    name: str = ""

    def arn(self, resource: str) -> str:
        """The ARN of a Personalize resource, e.g. campaign/home-page.

        Source: service authorization reference, 'Resource types defined by Amazon Personalize'.
        """
        return f"arn:{self.partition}:personalize:{self.region}:{self.account}:{resource}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedResource:
    """One live resource.

    `body` is Describe's document (a List summary for event trackers, which say enough there).
    `tags` is None for kinds that take none. `name` is the physical name: of generation 2, NAME-v2.
    """

    address: Address
    arn: str
    name: str
    body: Mapping[str, Json]
    tags: Mapping[str, str] | None
    health: Health
    created: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedRun:
    """One import job or solution version; `location` is known only where Describe was asked."""

    arn: str
    name: str
    health: Health
    status: str
    created: datetime
    updated: datetime
    failure_reason: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedObject:
    """One S3 object that an import would read; `size` in bytes, None where the answer did not say."""

    key: str
    etag: str
    modified: datetime
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedSchema:
    """One live schema: its content parsed, since white space and key order mean nothing."""

    arn: str
    name: str
    domain: str | None
    content: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProblem:
    """A read that failed; the plan is incomplete and cannot be applied."""

    what: str
    operation: str
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedState:
    """Everything that was read.

    `resources` holds all live generations per address, one in most cases; an address that is not in it was
    asked for and is absent. `runs` maps the ARN of a dataset or solution to what was imported into it or
    trained of it, newest first; of a solution whose newest version is ACTIVE, or that is not declared, that
    one alone, unless a campaign is pinned to another. `objects` maps an import location to its objects, or
    to None when we may not read them. `schemas` maps a physical name to the schema; `schema_names` lists
    every schema name of the account, filled only where a new one must be named. `solution_names` does so
    for solutions, and `unmarked_solutions` are those that an adopt entry may take over as a later
    generation. `filter_counts` maps a group's name to the number of its filters, asked for only where one
    must be replaced. `contents` lists, by the ARN of a group, dataset or solution that is to go, the ARNs
    of everything inside it.
    `unread` are addresses of which a read failed: of them nothing is known, not even that they are absent.
    """

    environment: Environment
    resources: Mapping[Address, tuple[ObservedResource, ...]]
    runs: Mapping[str, tuple[ObservedRun, ...]] = field(default_factory=dict)
    objects: Mapping[str, tuple[ObservedObject, ...] | None] = field(default_factory=dict)
    schemas: Mapping[str, ObservedSchema] = field(default_factory=dict)
    schema_names: frozenset[str] = frozenset()
    solution_names: frozenset[str] = frozenset()
    unmarked_solutions: frozenset[str] = frozenset()
    filter_counts: Mapping[str, int] = field(default_factory=dict)
    contents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[ReadProblem, ...] = ()
    unread: frozenset[Address] = frozenset()
