"""What no command may do, judged by what it did to the account: the calls, and what stood before and after.

Nothing here knows a plan. Source of the rules of consent: design 4.5, docs/lifecycle.md "Consent".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from arena import Arena, Ran
from stack_file import Json, StackFile
from watched import Moment, Standing

from personalize_emulator.records import BULK, PUT
from personalize_emulator.resources import Resource

Identity = tuple[str, float]
_ALWAYS = frozenset({"dataset-group", "dataset", "event-tracker"})
_WHEN_ACTIVE = frozenset({"campaign", "recommender"})
_ON = {  # whose resource a call is about, by the member that names it
    "CreateDatasetImportJob": "datasetArn",
    "CreateSolutionVersion": "solutionArn",
    "CreateCampaign": "solutionVersionArn",
    "StopSolutionVersionCreation": "solutionVersionArn",
    "TagResource": "resourceArn",
    "UntagResource": "resourceArn",
}
_RUNNING = ("CREATE PENDING", "CREATE IN_PROGRESS")
GENERATION = re.compile(r"-v\d+$")
_WRITTEN = ("name", "group", "parent", "created", "wire", "update", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything that stood at one moment, and how far the logs were."""

    resources: Mapping[str, Resource]
    records: Mapping[Identity, tuple[int, int]]
    calls: int
    moments: int


def account(arena: Arena) -> Account:
    emulator = arena.emulator
    emulator.settle()
    found = {one.arn: one for one in emulator.store.every()}
    records = emulator.store.records
    return Account(
        resources=found,
        records={
            (one.arn, one.created): (
                len(records.of_origin(one.arn, BULK)),
                len(records.of_origin(one.arn, PUT)),
            )
            for one in found.values()
            if one.kind == "dataset"
        },
        calls=emulator.calls.last,
        moments=len(emulator.moments),
    )


@dataclass(slots=True, kw_only=True)
class Offers:
    """What plans have printed to be consented to: change id, and which resources it was about then."""

    known: dict[tuple[str, str, str], frozenset[Identity]] = field(default_factory=dict)

    def note(self, file: StackFile, line: Mapping[str, Any], now: Account) -> None:
        action = "delete" if "delete" in line else "recreate"
        address = str(line[action])
        about = frozenset(
            (one.arn, one.created)
            for one in now.resources.values()
            if one.tags.get("reconcile:address") == address and one.tags.get("reconcile:stack") == file.stack
        )
        key = (action, address, str(line["change"]))
        self.known[key] = self.known.get(key, frozenset()) | about


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges one command of one file."""

    arena: Arena
    file: StackFile
    offers: Offers
    made: set[str]
    """ARNs of schemas and metric attributions that commands of this file have made: these take no tags."""

    def complaints(self, ran: Ran, before: Account, after: Account) -> list[str]:
        return [
            *self._words(ran),
            *self._subjects(ran, before, after),
            *self._bystanders(before, after),
            *self._deletions(ran, before),
            *self._runs(before),
            *self._data(before, after),
            *self._serving(before, after),
            *(self._schemas(before, after) if ran.code == 0 else ()),
        ]

    def _words(self, ran: Ran) -> Iterator[str]:
        said = ran.out + ran.err
        if ran.code not in {0, 1, 2, 3, 64, 130, None}:
            yield f"exit {ran.code}"
        if "internal error" in said or "Traceback" in said:
            yield "a mistake of ours reaches the user"
        if ran.code == 1 and not said.strip():
            yield "exit 1 without a word"
        changes = [one for one in self.arena.wire.sent if one.mutating]
        if not ran.command.startswith(("apply", "destroy", "unlock")) and changes:
            yield f"changes something: {changes[0]}"

    def _calls(self, before: Account) -> list[Any]:
        return [
            one
            for one in self.arena.emulator.calls.since(before.calls)
            if one.mutating and one.plane == "personalize"
        ]

    def _subjects(self, ran: Ran, before: Account, after: Account) -> Iterator[str]:
        """Every change asked for is about something of ours."""
        adopted = {_address(one) for one in self.file.document.get("adopt", [])}
        forgotten = set(self.file.document.get("forget", []))
        for call in self._calls(before):
            subject = _subject(call.operation, call.parameters)
            live = before.resources.get(subject)
            if live is None or self._ours(live, before):
                continue
            if any(covers(one, live) for one in adopted | forgotten):
                continue
            yield f"{call.operation} of {subject}, which is not ours"

    def _ours(self, live: Resource, before: Account) -> bool:
        if live.kind == "schema":
            return live.arn in self.made
        if live.kind == "metric-attribution":
            group = before.resources.get(str(live.group))
            return live.arn in self.made or (group is not None and self._ours(group, before))
        if live.kind in {"solution-version", "dataset-import-job"}:
            above = before.resources.get(str(live.parent))
            return above is None or self._ours(above, before)
        return live.tags.get("reconcile:stack") == self.file.stack

    def _bystanders(self, before: Account, after: Account) -> Iterator[str]:
        """What is not ours is as it was, but for what the service does by itself."""
        adopted = {_address(one) for one in self.file.document.get("adopt", [])}
        for arn, was in before.resources.items():
            if self._ours(was, before) or any(covers(one, was) for one in adopted):
                continue
            if was.leaving or was.kind in {"solution-version", "dataset-import-job"}:
                continue
            now = after.resources.get(arn)
            if now is None:
                yield f"{arn} is gone, which was not ours"
                continue
            moving = was.updating or was.changing or was.wire.get("performAutoTraining")
            for name in ("created", "tags") if moving else _WRITTEN:
                if getattr(was, name) != getattr(now, name):
                    yield f"{name} of {arn} has changed, which is not ours: {getattr(now, name)}"

    def _moments(self, before: Account) -> list[Moment]:
        return [one for one in self.arena.emulator.moments[before.moments :] if one.error is None]

    def _deletions(self, ran: Ran, before: Account) -> Iterator[str]:
        everything = ran.command.startswith("destroy") or not self.file.document.get("datasetGroups")
        for moment in self._moments(before):
            subject = moment.subject
            if not moment.operation.startswith("Delete") or subject is None:
                continue
            asks = subject.kind in _ALWAYS and subject.status != "CREATE FAILED"
            asks = asks or (subject.kind in _WHEN_ACTIVE and subject.status == "ACTIVE")
            asks = asks or (everything and subject.kind not in {"schema", "solution-version"})
            if asks and not any(self._agrees(entry, subject, moment) for entry in self._consents()):
                yield f"{moment.operation} of {subject.arn} ({subject.status}) without consent"

    def _consents(self) -> list[Json]:
        return list(self.file.document.get("consent", []))

    def _agrees(self, entry: Json, subject: Standing, moment: Moment) -> bool:
        """Whether a consent in the file covers a deletion, by design 4.5."""
        action = "delete" if "delete" in entry else "recreate"
        address = str(entry[action])
        about = self.offers.known.get((action, address, str(entry["change"])), frozenset())
        standing = {one.identity: one for one in moment.standing}
        if subject.identity in about:
            return True
        kind = address.split("/", maxsplit=1)[0]
        target = next((standing[one] for one in about if one in standing), None)
        if target is None or subject.group != target.group:
            return False
        if kind == "dataset-group":
            return action == "delete" or subject.kind != "event-tracker"
        return kind == "dataset" and subject.kind in {"campaign", "filter", "metric-attribution"}

    def _runs(self, before: Account) -> Iterator[str]:
        """No two trainings of a solution at once, and no import of what an import has brought already."""
        for moment in self._moments(before):
            runs = [one for one in moment.standing if one.kind in {"solution-version", "dataset-import-job"}]
            if moment.operation == "CreateSolutionVersion":
                above, name, over = moment.request["solutionArn"], "", {*_RUNNING}
            elif moment.operation == "CreateDatasetImportJob":
                above, name = moment.request["datasetArn"], str(moment.request["jobName"]).rpartition("-")[0]
                over = {*_RUNNING, "ACTIVE"}
            else:
                continue
            for one in runs:
                same = not name or one.arn.rpartition("-")[0].endswith(f"/{name}")
                if one.parent == above and one.status in over and same:
                    yield f"{moment.operation} of {above} beside {one.arn}, which is {one.status}"

    def _data(self, before: Account, after: Account) -> Iterator[str]:
        for identity, (bulk, put) in before.records.items():
            if identity in after.records:
                bulk_now, put_now = after.records[identity]
                if put_now < put or (bulk and not bulk_now):
                    yield f"{identity[0]} had {bulk} and {put} records, and has {bulk_now} and {put_now}"

    def _serving(self, before: Account, after: Account) -> Iterator[str]:
        deleted = {one.arn for one in self._moments(before) if one.operation == "DeleteCampaign"}
        for arn, was in before.resources.items():
            if was.kind != "campaign" or was.status != "ACTIVE" or arn in deleted:
                continue
            now = after.resources.get(arn)
            version = now and after.resources.get(now.wire["solutionVersionArn"].replace("/$LATEST", ""))
            if now is None or now.status != "ACTIVE" or version is None or version.status != "ACTIVE":
                yield f"{arn} served, and does no more: {now and (now.status, now.wire)}"

    def _schemas(self, before: Account, after: Account) -> Iterator[str]:
        """With a deleted dataset go the generations that it lists, unless they are used or still declared."""
        deleted = {one.arn for one in self._moments(before) if one.operation == "DeleteDataset"}
        used = {one.wire.get("schemaArn") for one in after.resources.values()}
        listed = {name for one in after.resources.values() for name in _generations(one)}
        declared = self.file.document.get("schemas", {}).keys()
        for arn in deleted & before.resources.keys():
            for name in _generations(before.resources[arn]):
                schema = f"{arn.split(':dataset/')[0]}:schema/{name}"
                kept = schema in used or name in listed or GENERATION.sub("", name) in declared
                if schema in after.resources and not kept:
                    yield f"{schema} stays behind, which {arn} listed"

    def note_made(self, before: Account, after: Account) -> None:
        """Remember what this command has made of the kinds that take no tags."""
        for arn, one in after.resources.items():
            was = before.resources.get(arn)
            if one.kind in {"schema", "metric-attribution"} and (was is None or was.created != one.created):
                self.made.add(arn)


def _generations(one: Resource) -> Iterator[str]:
    """The schemas that a dataset's tag lists as made for it."""
    for entry in one.tags.get("reconcile:schemas", "").split():
        name, _, numbers = entry.partition(":")
        first, _, last = numbers.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield name if number == 1 else f"{name}-v{number}"


def _address(entry: Any) -> str:
    return str(entry["address"] if isinstance(entry, Mapping) else entry)


def covers(address: str, live: Resource) -> bool:
    """Whether an entry of `adopt` or `forget` is about a resource."""
    kind, _, name = address.partition("/")
    if kind == "dataset-group" and name.endswith("/**"):
        return live.group is not None and live.group.endswith(f":dataset-group/{name.removesuffix('/**')}")
    if kind == "event-tracker":
        return live.kind == kind and str(live.group).endswith(f"/{name}")
    found = live.arn.split(f":{kind}/")[-1] if live.kind == kind else ""
    if kind == "dataset":
        group, _, of_service = found.rpartition("/")
        found = f"{group}/{of_service.replace('_', '')}"
    return name.lower() in {found.lower(), GENERATION.sub("", found).lower()}


def _subject(operation: str, parameters: Mapping[str, Any]) -> str:
    if operation in _ON:
        return str(parameters.get(_ON[operation], "")).removesuffix("/$LATEST")
    if operation.startswith("Create"):
        return str(parameters.get("datasetGroupArn", ""))
    noun = re.sub("^(Delete|Update|Start|Stop)", "", operation)
    return str(parameters.get(f"{noun[:1].lower()}{noun[1:]}Arn", ""))


def plan_line(ran: Ran) -> str:
    """The last line of a plan as its JSON form says it."""
    summary = json.loads(ran.out)["summary"]
    words = {"create": "to create", "update": "to update", "replace": "to replace", "recreate": "to recreate"}
    words |= {"delete": "to delete", "adopt": "to adopt", "run": "to run", "refused": "refused"}
    return "Plan: " + ", ".join(f"{summary[key]} {word}" for key, word in words.items()) + "."
