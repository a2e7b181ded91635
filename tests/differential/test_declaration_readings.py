"""Declarations by validate and by the emulator: everything but schemas, recipes and filters.

What the reconciler lets pass, the emulator takes, and what it calls an error the emulator refuses.
TAKEN and REFUSED have the rules of which that is not so, each with the fact that decides.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from drawn_declarations import Case, case, schema_name
from drawn_recipe_uses import Json, schema
from outcomes import Outcome, hold_errors, hold_warnings, missed, tally

from personalize_emulator import Emulator
from reconciler.desired.every_environment import check
from reconciler.model.diagnostics import Severity

CASES = 5000 if os.environ.get("TORTURE") else 500
HERE = {"account": "123456789012", "region": "eu-west-1"}
EVENT = {"eventType": "View", "itemId": "1", "eventValue": 1.0}
EVENTS, USERS, AT_ONCE = 1000, 50, 10
DOMAINS = (None, "ECOMMERCE")

TAKEN = {
    "tag/too-many": "developer guide, 'Tagging': 50 tags, of which an apply needs up to four for its marks",
}
"""Rules of errors that the emulator does not refuse, with the fact that decides."""
_RAISED = "AWS raises this quota on request, so that the file alone does not show whether it is full: "
REFUSED = {
    "quota/dataset-groups": f"{_RAISED}L-14011066",
    "quota/solutions": f"{_RAISED}L-D9DD83B7",
    "quota/campaigns": f"{_RAISED}L-052ECD67",
    "quota/filters": f"{_RAISED}L-B9CFBC8B",
}
"""Rules of warnings where the emulator refuses, with the fact that decides."""


class Both:
    """The two, side by side."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._emulator = Emulator(speed=0)
        for domain in DOMAINS:
            for kind in ("interactions", "items"):
                asked = {"name": schema_name(kind, domain), "schema": json.dumps(schema(kind))}
                of_domain = {"domain": domain} if domain else {}
                reply = self._emulator.call("personalize", "CreateSchema", {**asked, **of_domain}, **HERE)
                assert reply.error is None, reply
        self._empty = self._emulator.snapshot()

    def close(self) -> None:
        self._emulator.close()

    def refusal(self, drawn: Case) -> str:
        """The operation that the emulator refuses and why, "" where it makes everything."""
        self._emulator.restore(self._empty)
        for operation, asked in drawn.calls():
            reply = self._emulator.call("personalize", operation, asked, **HERE)
            if reply.error:
                return f"{operation}: {reply.error}: {reply.body['message']}"
            self._emulator.advance(86_400)
            if operation == "CreateDataset" and asked["datasetType"] == "interactions":
                self._fill(asked["datasetGroupArn"])
        return ""

    def findings(self, drawn: Case) -> dict[str, Severity]:
        """The rules that the file breaks."""
        file = self._folder / "personalize.yaml"
        file.write_text(json.dumps(drawn.document, indent=1))
        return {one.code: one.severity for one in check(str(file), stdin=None).diagnostics}

    def _fill(self, group: str) -> None:
        """Events enough to train with, through a tracker that is gone afterwards."""
        tracker = self._answer("personalize", "CreateEventTracker", {"name": "t", "datasetGroupArn": group})
        self._emulator.advance(3600)
        for first in range(0, EVENTS, AT_ONCE):
            user = str(first // AT_ONCE % USERS)
            events = [{**EVENT, "sentAt": 1_700_000_000 + first + number} for number in range(AT_ONCE)]
            asked = {"trackingId": tracker["trackingId"], "sessionId": user, "userId": user}
            self._answer("personalize-events", "PutEvents", {**asked, "eventList": events})
        self._answer("personalize", "DeleteEventTracker", {"eventTrackerArn": tracker["eventTrackerArn"]})
        self._emulator.advance(3600)

    def _answer(self, plane: str, operation: str, asked: Json) -> Json:
        reply = self._emulator.call(plane, operation, asked, **HERE)
        assert reply.error is None, (operation, asked, reply)
        return dict(reply.body)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    both = Both(tmp_path_factory.mktemp("file"))
    found = [Outcome(drawn, both.findings(drawn), both.refusal(drawn)) for drawn in map(case, range(CASES))]
    both.close()
    return found


def test_what_passes_is_taken(outcomes: list[Outcome]) -> None:
    assert missed(outcomes) == []


def test_what_is_an_error_is_refused_or_listed_with_what_decides(outcomes: list[Outcome]) -> None:
    hold_errors(outcomes, TAKEN)


def test_what_is_a_mere_warning_is_taken_or_listed_with_what_decides(outcomes: list[Outcome]) -> None:
    hold_warnings(outcomes, REFUSED)


def test_the_declarations_are_of_every_sort(outcomes: list[Outcome], ledger: Counter[str]) -> None:
    ledger.update(tally(outcomes))
    assert min(ledger.values()) >= CASES // 100, ledger
    assert len({code for one in outcomes for code in one.found}) >= 20
