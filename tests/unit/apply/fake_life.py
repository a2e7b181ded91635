"""What happens to things in the fake account besides being made and deleted: stops, starts, full queues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fake_account import FakeAccount, Resource

from reconciler.errors import (
    AlreadyExistsError,
    InUseError,
    InvalidError,
    LimitError,
    NotFoundError,
)
from reconciler.kinds import Kind


def refused(sort: type[Any], operation: str, what: str) -> Any:
    return sort(what, operation=operation, code="InvalidInputException")


class LivelyAccount(FakeAccount):
    """`limits` says how many of a kind may be in progress; `strict` refuses to delete what is changing.

    `lives` holds everything that ever was.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.limits: dict[str, int] = {}
        self.strict = False
        self.most: dict[str, int] = {}
        self.lives: list[Resource] = []
        self.phases: dict[str, list[tuple[float, str]]] = {}

    def set_phases(self, where: str, *phases: tuple[float, str]) -> None:
        """From now on, after so many seconds each, these are the status words of a resource."""
        now = self.clock.elapsed()
        self.phases[where] = [(now + after, word) for after, word in phases]

    def status(self, where: str) -> str:
        return str(self._body(self.resources[where]).get("status", "ACTIVE"))

    def running(self, kind: str, below: str = "") -> int:
        return sum(
            self.status(where).endswith(("PENDING", "IN_PROGRESS", "STOPPING"))
            for where, one in list(self.resources.items())
            if one.kind.name == kind and where.startswith(below)
        )

    def _answer(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self._bury()
        if operation == "StopSolutionVersionCreation":
            return self._stop_training(operation, request["solutionVersionArn"])
        if operation in {"StartRecommender", "StopRecommender"}:
            return self._switch(operation, request["recommenderArn"])
        if operation == "ListMetricAttributionMetrics":
            return {"metrics": self._find(operation, request["metricAttributionArn"]).body["metrics"]}
        if operation == "UpdateMetricAttribution":
            return self._change_metrics(operation, request)
        if operation == "ListSolutionVersions":
            self._find(operation, request["solutionArn"])
        return super()._answer(operation, request)

    def _status(self, operation: str, where: str) -> str:
        self._find(operation, where)
        return self.status(where)

    def _stop_training(self, operation: str, where: str) -> Mapping[str, Any]:
        assert not where.endswith("*"), "a call that stands for several was sent as it is"
        status = self._status(operation, where)
        if status == "CREATE PENDING":
            self.set_phases(where, (0, "CREATE STOPPED"))
        elif status == "CREATE IN_PROGRESS":
            self.set_phases(where, (0, "CREATE STOPPING"), (self.takes["stop"], "CREATE STOPPED"))
        else:
            raise refused(InvalidError, operation, f"it is {status}")
        return {}

    def _switch(self, operation: str, where: str) -> Mapping[str, Any]:
        status = self._status(operation, where)
        verb, before, after = (
            ("START", "INACTIVE", "ACTIVE")
            if operation.startswith("Start")
            else ("STOP", "ACTIVE", "INACTIVE")
        )
        if status == after:
            raise refused(InvalidError, operation, f"it is {status}")
        if status != before:
            raise InUseError(f"it is {status}", operation=operation, code="ResourceInUseException")
        self.set_phases(
            where,
            (0, before),
            (self.lag, f"{verb} PENDING"),
            (self.lag + 5, f"{verb} IN_PROGRESS"),
            (self.lag + self.takes["switch"], after),
        )
        return {}

    def _change_metrics(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        body = self._find(operation, request["metricAttributionArn"]).body
        live = {item["metricName"]: item for item in body["metrics"]}
        for name in request.get("removeMetrics", ()):
            if name not in live:
                raise refused(InvalidError, operation, f"no metric {name}")
            del live[name]
        for item in request.get("addMetrics", ()):
            if item["metricName"] in live:
                raise refused(AlreadyExistsError, operation, f"metric {item['metricName']} exists")
            live[item["metricName"]] = item
        body["metrics"] = list(live.values())
        return {}

    def _insert(self, kind: Kind, where: str, *rest: Any, **more: Any) -> None:
        super()._insert(kind, where, *rest, **more)
        self.lives.append(self.resources[where])

    def _create(self, kind: Kind, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        limit, running = self.limits.get(kind.name), self.running(kind.name)
        if limit is not None and running >= limit:
            what = f"More than {limit} resources with PENDING or IN_PROGRESS status."
            raise LimitError(what, operation=operation, code="LimitExceededException")
        answer = super()._create(kind, operation, request)
        self.most[kind.name] = max(self.most.get(kind.name, 0), running + 1)
        return answer

    def _delete(self, kind: Kind, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        where = request[kind.arn_member]
        if self.strict:
            status = self._status(operation, where)
            busy = self.running("solution-version", f"{where}/")
            if busy or status.endswith(("PENDING", "IN_PROGRESS")):
                raise InUseError(f"{where} is busy", operation=operation, code="ResourceInUseException")
        return super()._delete(kind, operation, request)

    def _body(self, resource: Resource) -> Mapping[str, Any]:
        body = dict(super()._body(resource))
        now = self.clock.elapsed()
        words = self.phases.get(str(resource.body[resource.kind.arn_member]), ())
        if resource.doomed is None:
            past = [word for at, word in words if at <= now]
            body |= {"status": past[-1]} if past else {}
        return body


MISSING_SOLUTION = NotFoundError(
    "no such solution", operation="ListSolutionVersions", code="ResourceNotFoundException"
)
