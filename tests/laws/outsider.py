"""Somebody else with the same rights: changes or deletes what a request is about, just before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from arena import Arena
from botocore import xform_name
from botocore.exceptions import ClientError
from start import LOCKS
from wire import Sent

from personalize_emulator.resources import Resource

MARK = "outsider"
"""A tag that somebody else adds, and that stays."""
BYSTANDERS = ("another", "unowned")
_PARENTS = ("solutionArn", "datasetArn", "solutionVersionArn", "datasetGroupArn", "schemaArn")
_INSIDE = (
    "campaign",
    "recommender",
    "solution",
    "event-tracker",
    "metric-attribution",
    "filter",
    "dataset",
)
"""What a group holds, in the order in which it can be deleted."""
_TAGGED = ("dataset-group", "campaign", "recommender", "filter", "dataset")
_TRIES = 40


class Outsider:
    """Acts while a command waits for its answer. `calls` numbers its calls in the emulator's log."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.calls: set[int] = set()

    def change(self, sent: Sent) -> str:
        """Change what `sent` is about; what was done, empty if there is nothing yet that could be changed."""
        with self._unseen():
            if sent.service == "s3":
                return self._overwrite(sent)
            found = self._subject(sent)
            return self._edit(found) if found is not None else ""

    def delete(self, sent: Sent) -> str:
        """Delete it and wait until it is gone, with what must go before it; what was done."""
        with self._unseen():
            if sent.service == "s3":
                return self._erase(sent)
            found = self._subject(sent)
            if found is not None and found.kind in {"solution-version", "dataset-import-job"}:
                found = self.arena.emulator.store.find(str(found.parent))
            return self._remove(found) if found is not None else ""

    @contextmanager
    def _unseen(self) -> Iterator[None]:
        wire, emulator = self.arena.wire, self.arena.emulator
        emulator.settle()
        before, run = emulator.calls.last, emulator.run
        wire.open, emulator.run = False, None
        try:
            yield
        finally:
            wire.open, emulator.run = True, run
            self.calls |= set(range(before + 1, emulator.calls.last + 1))

    def _subject(self, sent: Sent) -> Resource | None:
        """What a request is about: itself, else what it would be in, else something of the stack's."""
        for member in self._members(sent):
            found = self.arena.emulator.store.find(str(sent.parameters.get(member, "")))
            if found is not None and not _of_a_bystander(found):
                return found
        if any(member.endswith("Arn") for member in sent.parameters):
            return None
        ours = [one for one in self.arena.emulator.store.every() if not _of_a_bystander(one)]
        return next((one for kind in _TAGGED for one in ours if one.kind == kind), None)

    def _members(self, sent: Sent) -> list[str]:
        noun = sent.operation.removeprefix("Describe").removeprefix("Update").removeprefix("Delete")
        noun = noun.removeprefix("Start").removeprefix("Stop").removesuffix("Creation")
        return [f"{noun[0].lower()}{noun[1:]}Arn", "resourceArn", *_PARENTS]

    def _edit(self, found: Resource) -> str:
        client = self.arena.client()
        if found.status == "ACTIVE" and not found.updating:
            match found.kind:
                case "campaign":
                    tps = found.wire.get("minProvisionedTPS", 1) + 2
                    client.update_campaign(campaignArn=found.arn, minProvisionedTPS=tps)
                    return f"minProvisionedTPS {tps} for {found.name}"
                case "solution":
                    client.update_solution(solutionArn=found.arn, performAutoTraining=True)
                    return f"automatic training of {found.name}"
                case "recommender" if "PerSecond" in found.tags.get("reconcile:digest", ""):
                    # Of others the file says nothing of it, so that it would be left as it is.
                    wanted = {
                        **found.wire.get("recommenderConfig", {}),
                        "minRecommendationRequestsPerSecond": 3,
                    }
                    client.update_recommender(recommenderArn=found.arn, recommenderConfig=wanted)
                    return f"three requests a second for {found.name}"
                case "metric-attribution":
                    more = {"eventType": "click", "metricName": "clicks", "expression": "SAMPLECOUNT()"}
                    client.update_metric_attribution(metricAttributionArn=found.arn, addMetrics=[more])
                    return f"one metric more in {found.name}"
        if found.kind in {"schema", "metric-attribution"} or found.leaving:
            return ""
        tags = [{"tagKey": "team", "tagValue": "somebody"}, {"tagKey": MARK, "tagValue": "was here"}]
        client.tag_resource(resourceArn=found.arn, tags=tags)
        return f"two tags on {found.arn}"

    def _remove(self, found: Resource) -> str:
        for other in self._before(found):
            self._remove(other)
        member = found.kind.title().replace("-", "")
        request = {f"{member[0].lower()}{member[1:]}Arn": found.arn}
        delete: Any = getattr(self.arena.client(), xform_name(f"Delete{member}"))
        for _ in range(_TRIES):
            if self.arena.emulator.store.find(found.arn) is None:
                return f"deletion of {found.arn}"
            try:
                delete(**request)
            except ClientError as refused:
                if found.kind == "schema":
                    return ""
                last = refused
            self.arena.time.advance(5.0)
            self.arena.emulator.settle()
        raise AssertionError(f"{found.arn} could not be deleted: {last}")

    def _before(self, found: Resource) -> list[Resource]:
        """What the service wants gone first."""
        every = [one for one in self.arena.emulator.store.every() if one.kind in _INSIDE]
        match found.kind:
            case "dataset-group":
                within = [one for one in every if one.group == found.arn]
            case "solution":
                within = [one for one in every if one.kind == "campaign" and one.parent == found.arn]
            case "dataset":
                kinds = {"campaign", "filter"}
                if found.wire["datasetType"] != "USERS":
                    kinds |= {"metric-attribution"}
                if found.wire["datasetType"] == "INTERACTIONS":
                    kinds |= {"event-tracker"}
                within = [one for one in every if one.group == found.group and one.kind in kinds]
            case _:
                within = []
        return sorted(within, key=lambda one: _INSIDE.index(one.kind))

    def _overwrite(self, sent: Sent) -> str:
        bucket, key = sent.operation.split("/", 2)[1:]
        s3 = self.arena.client("s3")
        if bucket == LOCKS:
            body = b'{"format_version": "1.0", "id": "ffffffff"}'
        else:
            body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        s3.put_object(Bucket=bucket, Key=key, Body=body)
        return f"{bucket}/{key} written again"

    def _erase(self, sent: Sent) -> str:
        bucket, key = sent.operation.split("/", 2)[1:]
        self.arena.client("s3").delete_object(Bucket=bucket, Key=key)
        return f"{bucket}/{key} deleted"


def _of_a_bystander(found: Resource) -> bool:
    owners = {found.name, str(found.group).rpartition("/")[2]}
    return bool(owners & set(BYSTANDERS))
