"""JSON output is what specs/ says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import gallery
import pytest
from jsonschema import Draft202012Validator

from reconciler.apply.outcome import Ended, Outcome
from reconciler.plan.changes import Action, Call, Plan, Until
from reconciler.plan.document import to_document
from reconciler.render.drift_document import drift_document
from reconciler.render.outcome_document import outcome_document
from reconciler.render.plan_document import plan_document
from reconciler.render.values import SENSITIVE

SPECS = Path(__file__).parents[3] / "specs"
STEP = replace(
    gallery.step("create campaign/home-page", Action.CREATE),
    calls=(Call(operation="CreateCampaign", request={"name": "home-page"}),),
    until=Until.READY,
)
PLANS = [
    gallery.FRESH,
    gallery.EVERYTHING,
    gallery.UNTOUCHED,
    gallery.INCOMPLETE,
    replace(gallery.FRESH, steps=(STEP,), made_at="2026-11-23T22:40:01+00:00"),
]


def check(name: str, document: Any) -> None:
    schema = json.loads((SPECS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(json.dumps(document)))


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_is_what_its_schema_says(plan: Plan) -> None:
    check("plan", plan_document(plan))
    check("plan", to_document(plan))


def test_a_drift_report_is_what_its_schema_says() -> None:
    check("drift", drift_document(gallery.DRIFT))


@pytest.mark.parametrize(
    ("plan", "outcome", "code", "verdict"),
    [
        (gallery.FRESH, gallery.PARTLY, 1, "failed"),
        (gallery.FRESH, replace(gallery.PARTLY, results=gallery.PARTLY.results[:3]), 0, "done"),
        (gallery.UNTOUCHED, Outcome(started=gallery.START, seconds=0, results=()), 0, "nothing-to-do"),
        (gallery.EVERYTHING, None, 1, "refused"),
        (gallery.INCOMPLETE, None, 1, "incomplete"),
        (gallery.FRESH, None, 1, "declined"),
        (gallery.FRESH, replace(gallery.PARTLY, interrupted=True), 130, "interrupted"),
        (gallery.FRESH, gallery.PARTLY, 3, "in-progress"),
    ],
)
def test_an_outcome_is_what_its_schema_says(
    plan: Plan, outcome: Outcome | None, code: int, verdict: str
) -> None:
    document = outcome_document(plan, outcome, code)
    check("outcome", document)
    assert document["verdict"] == verdict
    assert set(document["counts"]) == {ended.value for ended in Ended}


def test_masking_a_plan_hides_the_live_value_only() -> None:
    document = plan_document(gallery.EVERYTHING)
    fields = [field for change in document["changes"] for field in change["fields"] if field["sensitive"]]
    assert [field["before"] for field in fields] == ["(sensitive, changed)"]
    assert fields[0]["after"] == gallery.EXPRESSION.after


def test_what_is_sensitive_is_in_the_document_only_where_it_was_asked_for() -> None:
    hidden, shown = (
        json.dumps(plan_document(gallery.EVERYTHING, show_sensitive=asked)) for asked in (False, True)
    )
    assert hidden.count(SENSITIVE) > shown.count(SENSITIVE) == 0
