"""Uses of recipes by validate and by the emulator: each knows what recipes take, and both are held together.

What the reconciler lets pass, the emulator takes, and what it calls an error the emulator refuses.
TAKEN and REFUSED have the rules of which that is not so, each with the fact that decides.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn_recipe_uses import GROUPS, Case, Json, case, schema, wire
from outcomes import Outcome, hold_errors, hold_warnings, missed, tally

from personalize_emulator import Emulator
from reconciler.desired.every_environment import check
from reconciler.model.diagnostics import Severity

CASES = 5000 if os.environ.get("TORTURE") else 500
HERE = {"account": "123456789012", "region": "eu-west-1"}
ARN = "arn:aws:personalize:eu-west-1:123456789012:"
EVENTS, USERS, AT_ONCE = 1000, 50, 10
ITEM = json.dumps(
    {
        "price": 1.5,
        "categoryL1": "a",
        "title": "t",
        "productDescription": "d",
        "creationTimestamp": 1_700_000_000,
    }
)
LOOKED_UP = {"ResourceNotFoundException", "InvalidInputException"}
"""A recipe that does not exist is not found; everything else that a configuration cannot be is invalid."""

TAKEN = {
    "solution/objective-column": (
        "API reference, OptimizationObjective: the attribute is a numerical column of the Items dataset; the"
        " emulator looks at no schema when a solution is made"
    ),
}
"""Rules of errors that the emulator does not refuse, with the fact that decides."""
_NO_WORD = "no page says that the service refuses it; the emulator does, as the stricter choice: "
REFUSED = {
    "recipe/unknown": "the list of recipes is of a day, and the service may have new ones",
    "recipe/legacy": "the guide says no longer available, and names no error; the emulator's is assumed",
    "solution/event-threshold": f"{_NO_WORD}API reference, SolutionConfig",
    "hpo/not-offered": f"{_NO_WORD}the tables of the recipes' pages",
    "hyperparameter/feature": f"{_NO_WORD}an error was seen for hyperparameters only",
    "hyperparameter/internal-name": f"{_NO_WORD}the service shows these very names in answers",
    "campaign/exploration": f"{_NO_WORD}API reference, CampaignConfig, asks not to",
    "campaign/ranking-influence": f"{_NO_WORD}said of semantic similarity alone",
    "campaign/metadata": f"{_NO_WORD}API reference, CampaignConfig",
    "recommender/exploration": f"{_NO_WORD}API reference, RecommenderConfig, asks not to",
    "recommender/metadata": f"{_NO_WORD}API reference, RecommenderConfig",
    "exploration/value": f"{_NO_WORD}the ranges are the guide's",
}
"""Rules of warnings where the emulator refuses, with the fact that decides."""


class Both:
    """The two, side by side."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._emulator = Emulator(speed=0)
        for name, (domain, datasets) in GROUPS.items():
            self._group(name, {"domain": domain} if domain else {}, datasets)
        self._filled = self._emulator.snapshot()

    def close(self) -> None:
        self._emulator.close()

    def refusal(self, drawn: Case) -> str:
        """The operation that the emulator refuses and why, "" where it makes everything."""
        self._emulator.restore(self._filled)
        for operation, asked in self._asked(drawn):
            reply = self._emulator.call("personalize", operation, asked, **HERE)
            if reply.error:
                assert reply.error in LOOKED_UP, (drawn, reply)
                return f"{operation}: {reply.body['message']}"
            self._emulator.advance(86_400)
        return ""

    def findings(self, drawn: Case) -> dict[str, Severity]:
        """The rules that the file breaks."""
        file = self._folder / "personalize.yaml"
        file.write_text(json.dumps(drawn.document(), indent=1))
        return {one.code: one.severity for one in check(str(file), stdin=None).diagnostics}

    def _asked(self, drawn: Case) -> Iterator[tuple[str, Json]]:
        group = {"name": "drawn", "datasetGroupArn": f"{ARN}dataset-group/{drawn.group}"}
        if drawn.kind == "recommender":
            yield "CreateRecommender", {**group, **wire(drawn.said, "recommenderConfig")}
            return
        solution = {"solutionArn": f"{ARN}solution/drawn"}
        yield "CreateSolution", {**group, "performAutoTraining": False, **wire(drawn.said, "solutionConfig")}
        yield "CreateSolutionVersion", solution
        if "training" in drawn.said:
            yield "CreateSolutionVersion", {**solution, **drawn.said["training"]}
        for name, said in drawn.said.get("campaigns", {}).items():
            sync = {"syncWithLatestSolutionVersion": True}
            asked = wire(said, "campaignConfig")
            yield (
                "CreateCampaign",
                {
                    "name": name,
                    "solutionVersionArn": f"{ARN}solution/drawn/$LATEST",
                    "campaignConfig": {**asked.get("campaignConfig", {}), **sync},
                },
            )

    def _group(self, name: str, of_domain: Json, datasets: tuple[str, ...]) -> None:
        arn = f"{ARN}dataset-group/{name}"
        self._made("CreateDatasetGroup", {"name": name, **of_domain})
        for kind in datasets:
            text = json.dumps(schema(kind), separators=(",", ":"))
            self._made("CreateSchema", {"name": f"{name}-{kind}", "schema": text, **of_domain})
            of_schema = {"datasetType": kind, "schemaArn": f"{ARN}schema/{name}-{kind}"}
            self._made("CreateDataset", {"name": kind, "datasetGroupArn": arn, **of_schema})
            if kind == "items":
                of_dataset = f"{ARN}dataset/{name}/ITEMS"
                items = [{"itemId": str(number), "properties": ITEM} for number in range(AT_ONCE)]
                self._answer("personalize-events", "PutItems", {"datasetArn": of_dataset, "items": items})
        if "interactions" in datasets:
            tracker = self._made("CreateEventTracker", {"name": name, "datasetGroupArn": arn})
            self._fill(str(tracker["trackingId"]))

    def _fill(self, tracking: str) -> None:
        for first in range(0, EVENTS, AT_ONCE):
            events = [
                {
                    "eventType": "watch",
                    "eventValue": 5.0,
                    "itemId": str(number % 20),
                    "sentAt": 1_700_000_000 + number,
                }
                for number in range(first, first + AT_ONCE)
            ]
            user = str(first // AT_ONCE % USERS)
            asked = {"trackingId": tracking, "sessionId": user, "userId": user, "eventList": events}
            self._answer("personalize-events", "PutEvents", asked)

    def _made(self, operation: str, asked: Json) -> Json:
        made = self._answer("personalize", operation, asked)
        self._emulator.advance(3600)
        return made

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


def test_the_cases_are_of_every_sort(outcomes: list[Outcome], ledger: Counter[str]) -> None:
    ledger.update(tally(outcomes))
    assert min(ledger.values()) >= CASES // 100, ledger
