"""A stack's life: every command is judged, and at its end everything can be brought in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pytest
import yaml
from arena import Arena, Ran
from nobody_loses import Account, Judge, Offers, account, plan_line
from people_edit import Edit, Pick
from report_truth import disagreements, plans_carried_out
from stack_file import ROLE, Json, StackFile, table
from start import start_of
from wire import Strike


@contextmanager
def one_connection() -> Iterator[None]:
    """Commands share their clients: making them takes a third of a command's time, and is not tried here."""
    from reconciler.aws import session  # noqa: PLC0415

    made = session.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "connect", lru_cache(made))
        patch.setattr(session.Connection, "identity", lru_cache(session.Connection.identity))
        yield


class LostError(AssertionError):
    """Something happened that must never happen; the message tells the whole story."""


class Life:
    """One account, our file and a neighbour's; `ending.end` brings it to its end."""

    def __init__(self, arena: Arena, ledger: Counter[str], base: str | None) -> None:
        self.arena, self.ledger = arena, ledger
        self.story = [f"begins with {base or 'the example'}"]
        self.saved: Json | None = None
        start = start_of(base)
        arena.reset(start)
        self.ours = StackFile.of(start, arena.folder)
        self.theirs = StackFile(arena.folder / "neighbour.yaml", start.bucket, _neighbour(start.bucket))
        self.judges = {
            file.stack: Judge(arena=arena, file=file, offers=Offers(), made=set())
            for file in (self.ours, self.theirs)
        }
        for file in (self.ours, self.theirs):
            self.upload(file, 0)

    def tell(self, what: str | None) -> None:
        if what:
            self.story.append(what)

    def insist(self, holds: bool, what: str) -> None:
        if not holds:
            raise LostError("\n".join([*self.story, f"=> {what}"]))

    def upload(self, file: StackFile, variant: int) -> None:
        """Data that fits the file's schemas."""
        for _, dataset, key, _, avro in file.imports():
            body = table(avro, dataset, variant)
            self.arena.client("s3").put_object(Bucket=file.bucket, Key=key, Body=body)

    # -- commands -------------------------------------------------------------------------------------

    def command(self, file: StackFile, command: str, strike: Strike | None = None) -> Ran:
        """Run it, and judge it."""
        judge, before = self.judges[file.stack], account(self.arena)
        with plans_carried_out() as plans:
            ran = self.arena.run(f"{command} {file.option}", strike=strike)
        untrue = _untrue(ran, plans, self.arena, before)
        after = account(self.arena)
        self.ledger["commands"] += 1
        self.ledger["calls"] += ran.sent
        self.tell(f"$ {ran.command} -> {'killed' if ran.code is None else ran.code}")
        complaints = [*untrue, *judge.complaints(ran, before, after)]
        if complaints:
            self.insist(False, "\n   ".join([*complaints, "", str(ran)]))
        judge.note_made(before, after)
        return ran

    def apply(self, file: StackFile, more: str = "", strike: Strike | None = None) -> Ran:
        """Apply the whole file; where that is done, nothing is left to do."""
        others = [one for one in account(self.arena).resources.values() if one.leaving]
        ran = self.command(file, f"apply --yes --format json {more}".strip(), strike)
        # What is adopted is replaced by the plan after that (design 4.5), what others delete is still there.
        awaited = others or any(one["action"] == "adopt" for one in (ran.document or {}).get("results", []))
        if ran.code == 0 and not more and not awaited:
            again = self.command(file, "plan --format json --detailed-exitcode")
            left = [one for one in again.document["changes"] if one["action"] not in {"none", "mark"}]
            waited = {one["address"] for one in ran.document["results"] if one["action"] == "wait"}
            left = [one for one in left if not (one["due"] and waited) and not _moves_by_itself(one, file)]
            self.insist(again.code == 0 or not left, f"apply was done, and this is left:\n{left}\n{ran}")
        return ran

    def look(self, file: StackFile) -> None:
        """What only reads; the plan's two forms say the same, and it says the same twice."""
        self.command(file, "validate")
        self.command(file, "drift")
        shown, told = self.command(file, "plan"), self.command(file, "plan --format json")
        if told.document:
            last = shown.out.strip().splitlines()[-1]
            self.insist(last == plan_line(told), f"{last!r} is not {plan_line(told)!r}")
        again = self.command(file, "plan --format json")
        self.insist(again.out == told.out, "the same plan has other bytes")

    def change(self, file: StackFile, pick: Pick, edits: Sequence[Edit]) -> None:
        """Edit the file; an edit that leaves no valid file is taken back."""
        document = file.copied()
        done = pick(edits)(document, pick)
        if done is None:
            return
        before = file.document
        file.edit(document)
        self.tell(f"edit of {file.stack}: {done}")
        ran = self.command(file, "validate")
        if ran.code:
            self.tell(f"which is not valid: {ran.err.splitlines()[0] if ran.err else ran.out[:200]}")
            self.ledger["edits taken back"] += 1
            file.edit(before)

    def refusals(self, file: StackFile, command: str = "plan") -> list[Json]:
        """What a command refuses, each with the line that would lift it."""
        ran = self.command(file, f"{command} --format json")
        return refused(ran)

    def agree(self, file: StackFile, refusals: Iterable[Mapping[str, Any]]) -> bool:
        """Paste the lines that were printed; whether any was new."""
        new = False
        now = account(self.arena)
        for one in refusals:
            if one["rule"] == "pinned-version":
                new = self.let_go_of_pins(file) or new
            if not one["paste"]:
                continue
            for entry in yaml.safe_load(one["paste"]).get("consent", []):
                self.judges[file.stack].offers.note(file, entry, now)
            new = file.paste(one["paste"]) or new
            self.tell(f"pasted: {one['paste']}")
        return new

    def let_go_of_pins(self, file: StackFile) -> bool:
        """Let every campaign serve the newest version; whether one was pinned to another."""
        document = file.copied()
        pinned = [
            campaign
            for group in document.get("datasetGroups", {}).values()
            for solution in group.get("solutions", {}).values()
            for campaign in solution.get("campaigns", {}).values()
            if campaign.get("version", "latest") not in {"latest", "sync"}
        ]
        for one in pinned:
            one["version"] = "latest"
        if pinned:
            self.tell("pins are let go of")
            file.edit(document)
        return bool(pinned)

    def save(self) -> None:
        ran = self.command(self.ours, "plan --out plan.json --format json")
        self.saved = ran.document if ran.code == 0 else None

    def apply_saved(self) -> None:
        """A saved plan is refused, or carried out as it was saved."""
        assert self.saved is not None
        saved, self.saved = self.saved, None
        ran = self.command(self.ours, "apply plan.json --yes --format json")
        if ran.document and ran.document["results"]:
            done = {one["step"] for one in ran.document["results"]}
            meant = {one["id"] for one in saved["steps"]}
            self.insist(done == meant, f"a saved plan did other things: {done ^ meant}")

    def unlock(self, file: StackFile) -> None:
        """Remove a lock that a dead apply has left."""
        if "lock" not in file.document:
            return
        ran = self.command(file, "unlock")
        if ran.code:
            number = ran.err.rpartition("reconcile unlock ")[2].split()[0]
            self.insist(self.command(file, f"unlock {number}").code == 0, f"unlock {number} does not: {ran}")


def _untrue(ran: Ran, plans: Sequence[Any], arena: Arena, before: Account) -> list[str]:
    """What the report of an apply says that is not so."""
    if ran.code is None or "--format json" not in ran.command or "results" not in (ran.document or {}):
        return []
    plan = plans[-1] if plans else None
    return disagreements(ran.document, plan, arena.emulator, since=before.calls)


def refused(ran: Ran) -> list[Json]:
    """What a command refuses, each with the line that would lift it."""
    if ran.document is None:
        return []
    if "refused" in ran.document:
        return list(ran.document["refused"])
    changes = ran.document["changes"]
    return [one["refusal"] | {"address": one["address"]} for one in changes if one["refusal"]]


def _moves_by_itself(change: Json, file: StackFile) -> bool:
    """Whether the service may have brought it about while the apply was running."""
    groups = file.document.get("datasetGroups", {}).values()
    solutions = [one for group in groups for one in group.get("solutions", {}).values()]
    if change["action"] == "wait":
        campaigns = {name: c for one in solutions for name, c in one.get("campaigns", {}).items()}
        return campaigns.get(change["address"].partition("/")[2], {}).get("version") == "sync"
    return change["due"] and any(one.get("autoTraining") for one in solutions)


def _neighbour(bucket: str) -> Json:
    avro = {
        "type": "record",
        "name": "Interactions",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": name, "type": "long" if name == "TIMESTAMP" else "string"}
            for name in ("USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP")
        ],
        "version": "1.0",
    }
    source = {"from": f"s3://{bucket}/next-door.csv", "role": ROLE, "when": "changed"}
    return {
        "version": 1,
        "stack": "next-door",
        "account": "123456789012",
        "region": "eu-west-1",
        "tags": {"team": "next-door"},
        "schemas": {"next-door": {"avro": avro}},
        "datasetGroups": {
            "next-door": {
                "datasets": {"interactions": {"schema": "next-door", "import": source}},
                "filters": {"unseen": 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("View")'},
                "solutions": {
                    "popular": {
                        "recipe": "aws-popularity-count",
                        "training": {"when": "imported"},
                        "campaigns": {"popular-home": {"minTPS": 1}},
                    }
                },
            }
        },
        "consent": [],
    }
