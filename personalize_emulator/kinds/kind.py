"""What a kind of resource is: a row of names and a few rules; Describe, List and Delete follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from personalize_emulator.resources import Json, Resource

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm

Handler = Callable[["Realm", Json], Json]
Hook = Callable[["Realm", Resource, str, str], None]


def _as_planned(_realm: Realm, _resource: Resource, _track: str, status: str) -> str:
    return status


def _nothing_more(_realm: Realm, _resource: Resource, _track: str, _status: str) -> None:
    return


def _nothing_to_add(_realm: Realm, _resource: Resource) -> Json:
    return {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind.

    `arn_type` is the resource type in ARNs where it is not the name. `operations` are the ones peculiar to
    the kind (Create, Update, Stop …). `check_delete` raises the error that
    forbids a deletion; None means that the API has no Delete. `synchronous` kinds have no life cycle.
    `reach` runs as a planned status comes due and may return another one (an import that fails); `settled`
    runs after the status is stored (a sync campaign picking up a version). `scope` maps a List parameter to
    the column it narrows by; `scope_must_exist` is the kind such a parameter must name. `more` adds members
    to a Describe answer.
    """

    name: str
    noun: str
    operations: Mapping[str, Handler]
    arn_type: str | None = None
    name_member: str = "name"
    update_member: str | None = None
    taggable: bool = True
    scope: Mapping[str, str] = field(default_factory=lambda: {"datasetGroupArn": "group"})
    scope_must_exist: str | None = None
    check_delete: Callable[[Realm, Resource], None] | None = None
    delete_shows_progress: bool = True
    synchronous: bool = False
    reach: Callable[[Realm, Resource, str, str], str] = _as_planned
    settled: Hook = _nothing_more
    more: Callable[[Realm, Resource], Json] = _nothing_to_add

    @property
    def words(self) -> str:
        """The kind in prose."""
        return self.name.replace("-", " ")

    @property
    def member(self) -> str:
        """The member of a Describe answer that holds the resource."""
        return self.noun[0].lower() + self.noun[1:]

    @property
    def arn_member(self) -> str:
        """The member that carries the ARN, in requests and answers."""
        return f"{self.member}Arn"
