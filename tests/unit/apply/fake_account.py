"""A small Personalize in memory on a virtual clock: enough life cycle for what apply relies on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Any

from reconciler.apply.executors import Inline
from reconciler.errors import (
    AlreadyExistsError,
    InUseError,
    NotFoundError,
    UnknownOutcomeError,
)
from reconciler.kinds import KINDS, Kind
from reconciler.model.observed import Environment
from reconciler.plan.changes import Plan

ENVIRONMENT = Environment(account="123456789012", region="eu-west-1")
STACK = "shop"
_START = datetime(2026, 1, 1, tzinfo=UTC)


def arn(resource: str) -> str:
    return ENVIRONMENT.arn(resource)


class VirtualClock:
    """Waiting moves the time; nothing sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.alarms: list[tuple[float, Any]] = []
        self.threads = False

    def now(self) -> datetime:
        return _START + timedelta(seconds=self.seconds)

    def elapsed(self) -> float:
        return self.seconds

    def at(self, seconds: float, action: Any) -> None:
        """Do something when the time comes, as a signal handler would."""
        self.alarms.append((seconds, action))

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        try:
            # with threads a call may be under way: it gets a moment of real time before the clock moves
            return finished.get(timeout=0.02) if self.threads else finished.get_nowait()
        except Empty:
            assert self.alarms or seconds is not None, "nothing is under way and no timer is set"
            end = self.seconds + (float("inf") if seconds is None else seconds)
            due = sorted((item for item in self.alarms if item[0] <= end), key=lambda item: item[0])
            if due:
                self.alarms.remove(due[0])
                self.seconds = max(due[0][0], self.seconds)
                due[0][1]()
                return None
            self.seconds = end
            return None


@dataclass(frozen=True)
class Update:
    """One update: what was sent, when it shows and when it is done, and why it fails if it does."""

    sent: Mapping[str, Any]
    shows: float
    done: float
    fails: str


@dataclass
class Resource:
    kind: Kind
    body: dict[str, Any]
    tags: dict[str, str]
    born: float
    fails: str = ""
    doomed: float | None = None
    update: Update | None = None
    older_update: Update | None = None


class FakeAccount:
    """Implements ports.PersonalizeApi; every call takes no time and everything settles by the clock."""

    def __init__(self, clock: VirtualClock, *, takes: Mapping[str, float] | None = None) -> None:
        self.clock = clock
        self.takes = defaultdict(lambda: 60.0, takes or {})
        self.resources: dict[str, Resource] = {}
        self.calls: list[tuple[float, str, Mapping[str, Any]]] = []
        self.faults: dict[str, list[BaseException | str]] = defaultdict(list)
        self.before: dict[str, Callable[[], None]] = {}
        self.failing: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.lag = 0.0
        self.slow: set[str] = set()
        self.let_go_of = 0
        self._serial = 0

    # -- what tests say and ask -------------------------------------------------------------------

    def fault(self, operation: str, *faults: BaseException | str) -> None:
        """Next answers of an operation: an error, or a word.

        "ok"; "lost": effect, no answer; "never": neither; "ignored": answer, no effect.
        """
        self.faults[operation].extend(faults)

    def add(
        self, kind: str, where: str, *, tags: Mapping[str, str] | None = None, born: float = -1e6, **body: Any
    ) -> str:
        """A resource that was there before; unless `born` says otherwise, long ago, so it is ready."""
        self._insert(KINDS[kind], where, dict(body), dict(tags or {}), born=born)
        return where

    def count(self, operation: str) -> int:
        return Counter(name for _, name, _ in self.calls)[operation]

    def mutations(self) -> list[str]:
        return [name for _, name, _ in self.calls if not name.startswith(("Describe", "List"))]

    def created(self, where: str) -> str:
        return str(self.resources[where].body["creationDateTime"])

    # -- the port ---------------------------------------------------------------------------------

    def paced(self, operation: str) -> bool:
        return operation in self.slow

    def let_go(self) -> None:
        self.let_go_of += 1

    def pages(self, operation: str, request: Mapping[str, Any], result: str) -> Sequence[Mapping[str, Any]]:
        items: Sequence[Mapping[str, Any]] = self.call(operation, request)[result]
        return items

    def call(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.calls.append((self.clock.elapsed(), operation, request))
        self.before.get(operation, lambda: None)()
        fault = self.faults[operation].pop(0) if self.faults[operation] else "ok"
        if isinstance(fault, BaseException):
            raise fault
        if fault == "ignored":
            return {}
        if fault != "never":
            answer = self._answer(operation, request)
            if fault == "ok":
                return answer
        raise UnknownOutcomeError("no answer", operation=operation, code="ReadTimeoutError")

    def _answer(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self._bury()
        if operation == "TagResource":
            self._find(operation, request["resourceArn"]).tags.update(
                {tag["tagKey"]: tag["tagValue"] for tag in request["tags"]}
            )
            return {}
        if operation == "UntagResource":
            tags = self._find(operation, request["resourceArn"]).tags
            for key in request["tagKeys"]:
                tags.pop(key, None)
            return {}
        if operation == "ListTagsForResource":
            tags = self._find(operation, request["resourceArn"]).tags
            return {"tags": [{"tagKey": key, "tagValue": value} for key, value in tags.items()]}
        for kind in KINDS.values():
            handlers = {
                kind.create: self._create,
                kind.describe: self._describe,
                kind.delete: self._delete,
                kind.update: self._update,
            }
            if kind.listing is not None:
                handlers[kind.listing.operation] = self._list
            if operation in handlers:
                return handlers[operation](kind, operation, request)
        raise AssertionError(f"unknown operation {operation}")

    # -- behaviour --------------------------------------------------------------------------------

    def _create(self, kind: Kind, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self._serial += 1
        if kind.resource:
            where = arn(
                kind.resource.format(
                    name=request.get(kind.name_member, ""),
                    group=str(request.get("datasetGroupArn", "")).rpartition("/")[2],
                    type=str(request.get("datasetType", "")).upper(),
                )
            )
        else:
            where = arn(f"{kind.name}/{self._serial:08x}")
        if where in self.resources:
            raise AlreadyExistsError(
                f"Another resource with Arn {where} already exists.",
                operation=operation,
                code="ResourceAlreadyExistsException",
            )
        body = dict(request)
        tags = {tag["tagKey"]: tag["tagValue"] for tag in body.pop("tags", ())}
        self._insert(kind, where, body, tags, born=self.clock.elapsed())
        return {kind.arn_member: where}

    def _insert(
        self, kind: Kind, where: str, body: dict[str, Any], tags: dict[str, str], born: float
    ) -> None:
        created = (_START + timedelta(seconds=born)).isoformat(timespec="microseconds")
        body |= {kind.arn_member: where, "creationDateTime": created}
        self.resources[where] = Resource(kind, body, tags, born, fails=self.failing.get(where, ""))

    def _describe(self, kind: Kind, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        return {kind.document: self._body(self._find(operation, request[kind.arn_member]))}

    def _list(self, kind: Kind, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        assert kind.listing is not None
        found = [
            resource
            for resource in self.resources.values()
            if resource.kind is kind
            and all(resource.body.get(key) == value for key, value in request.items())
        ]
        keep = (kind.arn_member, "status", "creationDateTime", kind.name_member)
        bodies = [
            self._body(resource) for resource in found if resource.body[kind.arn_member] not in self.hidden
        ]
        return {kind.listing.result: [{key: body[key] for key in keep if key in body} for body in bodies]}

    def _delete(self, kind: Kind, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        resource = self._find(operation, request[kind.arn_member])
        if resource.doomed is not None:
            raise InUseError("being deleted", operation=operation, code="ResourceInUseException")
        resource.doomed = self.clock.elapsed() + self.takes[f"delete {kind.name}"]
        return {}

    def _update(self, kind: Kind, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        where = request[kind.arn_member]
        resource = self._find(operation, where)
        now = self.clock.elapsed()
        resource.older_update = resource.update
        resource.update = Update(
            sent={key: value for key, value in request.items() if key != kind.arn_member},
            shows=now + self.lag,
            done=now + self.takes[f"update {kind.name}"],
            fails=self.failing.get(f"update {where}", ""),
        )
        return {kind.arn_member: where}

    def _find(self, operation: str, where: str) -> Resource:
        if where not in self.resources:
            raise NotFoundError(
                f"{where} does not exist", operation=operation, code="ResourceNotFoundException"
            )
        return self.resources[where]

    def _bury(self) -> None:
        now = self.clock.elapsed()
        for where, resource in list(self.resources.items()):
            if resource.doomed is not None and resource.doomed <= now:
                del self.resources[where]

    def _body(self, resource: Resource) -> Mapping[str, Any]:
        now, body, kind = self.clock.elapsed(), dict(resource.body), resource.kind
        if kind.name == "schema":
            return body
        body["status"] = "ACTIVE"
        if resource.doomed is not None:
            body["status"] = "DELETE IN_PROGRESS"
        elif now < resource.born + self.takes[kind.name]:
            body["status"] = "CREATE PENDING" if now < resource.born + 5 else "CREATE IN_PROGRESS"
        elif resource.fails:
            body |= {"status": "CREATE FAILED", "failureReason": resource.fails}
        for update in (resource.older_update, resource.update):
            if update is not None and now >= update.shows:
                record = body[kind.update_record] = {**update.sent, "status": "CREATE IN_PROGRESS"}
                if now >= update.done:
                    record |= {"status": "ACTIVE"}
                    body |= {} if update.fails else update.sent
                    if update.fails:
                        record |= {"status": "CREATE FAILED", "failureReason": update.fails}
        return body


class Recorder:
    """An EventSink that keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[Any] = []

    def emit(self, event: Any) -> None:
        self.events.append(event)


def plan(*steps: Any, **more: Any) -> Plan:
    return Plan(
        environment=ENVIRONMENT, stack=STACK, file="personalize.yaml", changes=(), steps=steps, **more
    )


class Slow:
    """An executor whose every call takes two seconds of virtual time."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock, self.under_way, self.most = clock, 0, 0

    def submit(self, token: int, call: Any, finished: SimpleQueue[Any]) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)

        def land() -> None:
            self.under_way -= 1
            Inline().submit(token, call, finished)

        self.clock.at(self.clock.elapsed() + 2, land)

    def close(self) -> None:
        pass
