"""Finding what a create has made when its answer does not tell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciler.apply.effects import AskAll, Moves, Pause, StepSkippedError
from reconciler.apply.metrics import with_metrics
from reconciler.apply.pace import backoff
from reconciler.apply.reading import describe, health_in, insistently, tags_of
from reconciler.apply.work import Work
from reconciler.errors import NotFoundError
from reconciler.kinds import KINDS, Kind
from reconciler.kinds.kind import Comparison
from reconciler.model.health import Health
from reconciler.model.values import Json, at_path
from reconciler.plan.equality import equal
from reconciler.plan.marks import ADDRESS, PREFIX, STACK
from reconciler.plan.runs import inputs_of_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A resource that is ours, looked up after a create."""

    arn: str
    body: Mapping[str, Json]


class Lookup:
    """Finds what a create made when the answer does not tell.

    With a derived ARN that is one Describe. Where the service makes the ARN up it is a List below the
    parent, and for records that repeat (trainings) what was listed before the create does not count.
    """

    def __init__(self, work: Work, request: Mapping[str, Json]) -> None:
        """For the create of `work`'s step with this request."""
        self._work = work
        self._request = request
        self._before: frozenset[str] = frozenset()
        self.met = False
        """Whether something was seen that could have been it, and is not ours."""

    @property
    def unique(self) -> bool:
        """Whether the service refuses a duplicate, so that sending the create again is harmless."""
        return not self._repeats

    @property
    def _repeats(self) -> bool:
        return self._work.kind.run and not self._work.kind.resource

    def running(self) -> Moves[str]:
        """Before a run is started: the ARN of one that somebody else has started since the plan, "" if none.

        A second training or import would be paid for a second time, so a running one of the same sort is
        taken. An import of something else raises StepSkippedError. What is there already is remembered by
        ARN rather than by time, since our clock and the service's differ.
        """
        if not self._work.kind.run:
            return ""
        items = yield from self._items()
        if self._repeats:
            self._before = frozenset(str(item[self._work.kind.arn_member]) for item in items)
        busy = next((item for item in items if health_in(item) is Health.SETTLING), None)
        if busy is None:
            return ""
        name = str(busy.get(self._work.kind.name_member) or "")
        ours = str(self._request.get(self._work.kind.name_member) or "")
        if not self._repeats and inputs_of_name(name) != inputs_of_name(ours):
            raise StepSkippedError(f"{name} was started by somebody else and runs; run plan again later")
        return str(busy[self._work.kind.arn_member])

    def ours(self, *, tries: int) -> Moves[Found | None]:
        """The thing that carries our stack and address, None when there is none after so many retries."""
        for count in range(tries + 1):
            found = yield from self._look()
            if found is not None:
                return found
            if count < tries:
                yield Pause(seconds=backoff(count), brief=True)
        return None

    def _look(self) -> Moves[Found | None]:
        known = self._work.step.arn
        candidates: tuple[str, ...]
        if isinstance(known, str):
            candidates = (known,)
        else:
            candidates = tuple(arn for arn in (yield from self._listed()) if arn not in self._before)
        for arn in candidates:
            try:
                body = yield from describe(self._work.kind, arn)
                if (yield from self._is_ours(arn, body)):
                    return Found(arn=arn, body=body)
                self.met = True
            except NotFoundError:
                continue
        return None

    def _listed(self) -> Moves[tuple[str, ...]]:
        items = yield from self._items()
        return tuple(str(item[self._work.kind.arn_member]) for item in items)

    def _items(self) -> Moves[Sequence[Mapping[str, Json]]]:
        kind = self._work.kind
        assert kind.listing is not None
        narrows = kind.listing.narrows
        request = {narrows: self._request[narrows]} if narrows else {}
        items: Sequence[Mapping[str, Json]] = yield from insistently(
            AskAll(operation=kind.listing.operation, request=request, result=kind.listing.result)
        )
        return (*items, *(yield from self._unlisted(items))) if self._repeats else items

    def _unlisted(self, items: Sequence[Mapping[str, Json]]) -> Moves[Sequence[Mapping[str, Json]]]:
        """The newest run, where the List trails and only what it belongs to tells of it."""
        kind = self._work.kind
        assert kind.listing is not None
        try:
            body = yield from describe(KINDS[kind.listing.parent], str(self._request[kind.listing.narrows]))
        except NotFoundError:
            return ()
        latest = body.get("latestSolutionVersion")
        listed = {item[kind.arn_member] for item in items}
        return (latest,) if isinstance(latest, Mapping) and latest[kind.arn_member] not in listed else ()

    def _is_ours(self, arn: str, body: Mapping[str, Json]) -> Moves[bool]:
        """Whether it carries the marks that the create sent; runs are told by name or newness alone."""
        kind = self._work.kind
        if not kind.taggable:
            return _same_content(kind, self._request, (yield from with_metrics(kind, arn, body)))
        marks = _sent_marks(self._request)
        if not kind.run:
            marks |= {STACK: self._work.stack, ADDRESS: str(self._work.step.address)}
        if not marks:
            return True
        tags = yield from tags_of(arn)
        return all(tags.get(key) == value for key, value in marks.items())


def _sent_marks(request: Mapping[str, Json]) -> dict[str, Json]:
    tags = request.get("tags")
    pairs = tags if isinstance(tags, list | tuple) else ()
    sent = {str(tag["tagKey"]): tag["tagValue"] for tag in pairs if isinstance(tag, Mapping)}
    return {key: value for key, value in sent.items() if key.startswith(PREFIX)}


def _same_content(kind: Kind, request: Mapping[str, Json], body: Mapping[str, Json]) -> bool:
    """Whether a resource that takes no tags is, field by field, what the create asks for."""
    pairs = [(item, at_path(request, item.member), at_path(body, item.member)) for item in kind.fields]
    return all(
        equal(item.comparison, _parsed(item.comparison, sent), _parsed(item.comparison, live))
        for item, sent, live in pairs
    )


def _parsed(comparison: Comparison, value: Json) -> Json:
    if comparison is not Comparison.CONTENT or not isinstance(value, str):
        return value
    try:
        parsed: Json = json.loads(value)
    except ValueError:
        return value
    return parsed
