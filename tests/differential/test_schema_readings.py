"""Schemas by validate and by the emulator: each knows what a dataset asks of its schema.

What the reconciler lets pass, the emulator's CreateSchema and CreateDataset take, and what it calls an error
they refuse. Where only a warning stands against a refusal, DISAGREEMENTS has the rule and what decides.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from drawn_schemas import NAMESPACE, Case, Json, cases
from hypothesis import given, seed, settings
from outcomes import Outcome, tally

from personalize_emulator import Emulator
from reconciler.desired.every_environment import check
from reconciler.model.diagnostics import Severity

EXAMPLES = 5000 if os.environ.get("TORTURE") else 500
HERE = {"account": "123456789012", "region": "eu-west-1"}
SERVICE_TYPES = {"actionInteractions": "Action_Interactions"}
ARN = "arn:aws:personalize:eu-west-1:123456789012:"
DOMAINS = (None, "ECOMMERCE", "VIDEO_ON_DEMAND")


class Both:
    """The two, side by side."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._emulator = Emulator(speed=0)
        for domain in DOMAINS:
            self._call(
                "CreateDatasetGroup", {"name": _group(domain), **({"domain": domain} if domain else {})}
            )
        self._emulator.advance(3600)
        self._empty = self._emulator.snapshot()

    def close(self) -> None:
        self._emulator.close()

    def refusal(self, case: Case) -> str:
        """Why the emulator refuses the document or the dataset, "" where it takes both."""
        self._emulator.restore(self._empty)
        of_domain = {"domain": case.domain} if case.domain else {}
        text = json.dumps(case.document, separators=(",", ":"), ensure_ascii=False)
        refused = self._call("CreateSchema", {"name": "s", "schema": text, **of_domain})
        group, kind = f"{ARN}dataset-group/{_group(case.domain)}", SERVICE_TYPES.get(case.kind, case.kind)
        made = {"name": "d", "datasetGroupArn": group, "datasetType": kind, "schemaArn": f"{ARN}schema/s"}
        return refused or self._call("CreateDataset", made)

    def findings(self, case: Case) -> dict[str, Severity]:
        """The rules that the file breaks which declares the document and the dataset."""
        of_domain = {"domain": case.domain} if case.domain else {}
        (self._folder / "given.avsc").write_text(json.dumps(case.document, indent=2, ensure_ascii=False))
        declared = {
            "version": 1,
            "stack": "s",
            "schemas": {"s": {"avro": "given.avsc", **of_domain}},
            "datasetGroups": {"g": {**of_domain, "datasets": {case.kind: {"schema": "s"}}}},
        }
        file = self._folder / "personalize.yaml"
        file.write_text(json.dumps(declared, indent=1))
        return {one.code: one.severity for one in check(str(file), stdin=None).diagnostics}

    def _call(self, operation: str, parameters: Json) -> str:
        reply = self._emulator.call("personalize", operation, parameters, **HERE)
        assert reply.error in {None, "InvalidInputException"}, reply
        return str(reply.body["message"]) if reply.error else ""


def _group(domain: str | None) -> str:
    return (domain or "custom").lower()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    made = Both(tmp_path_factory.mktemp("schemas"))
    yield made
    made.close()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A rule that warns of what the emulator refuses, a document that shows it, and what decides."""

    rule: str
    fields: tuple[Json, ...]
    decided_by: str
    head: tuple[tuple[str, object], ...] = ()
    kind: str = "items"
    domain: str | None = None

    @property
    def case(self) -> Case:
        head: Json = {"type": "record", "name": "Items", "namespace": NAMESPACE, **dict(self.head)}
        return Case(self.kind, self.domain, {**head, "fields": [*self.fields]})


ITEM: Json = {"name": "ITEM_ID", "type": "string"}
GENRE: Json = {"name": "GENRE", "type": "string"}
NOT_SHOWN = "no recorded answer of the service is about it, so that it cannot be called an error"
DISAGREEMENTS = (
    Disagreement(
        "schema/record-of-no-dataset",
        (ITEM, GENRE),
        "the guide says that the name must fit, and yet recorded answers take another case of it",
        head=(("name", "Movies"),),
    ),
    Disagreement("schema/namespace", (ITEM, GENRE), NOT_SHOWN, head=(("namespace", "org.example"),)),
    Disagreement(
        "schema/field-letters",
        (ITEM, {"name": "ANNÉE", "type": "int"}),
        "the guide says alphanumeric, which É may be; Avro's specification has A to Z, its Java library more",
    ),
    Disagreement("schema/fields-case", (ITEM, GENRE, {"name": "genre", "type": "string"}), NOT_SHOWN),
    Disagreement(
        "schema/only-null",
        (ITEM, {"name": "GENRE", "type": "null"}),
        "the guide has null among the types of a field",
    ),
    Disagreement("schema/flag", (ITEM, {**GENRE, "categorical": "true"}), NOT_SHOWN),
    Disagreement(
        "schema/categorical-type",
        (ITEM, {"name": "YEAR", "type": "int", "categorical": True}),
        "the guide has it for strings; what AWS staff answered to users has it for numbers, too",
    ),
    Disagreement("schema/two-flags", (ITEM, {**GENRE, "categorical": True, "textual": True}), NOT_SHOWN),
    Disagreement(
        "schema/required-null",
        ({"name": "ITEM_ID", "type": ["null", "string"]}, GENRE),
        "recorded answers take null on either side of a union; in which fields is not said",
    ),
    Disagreement(
        "schema/other-spelling",
        (
            ITEM,
            {"name": "CREATION_TIMESTAMP", "type": "long"},
            {"name": "GENRES_L1", "type": "string", "categorical": True},
        ),
        "the guide contradicts itself: its default schema, and its table of requirements",
        domain="VIDEO_ON_DEMAND",
    ),
)
"""All that is known. The emulator is the stricter of the two in each, by an assumption that it names."""


def test_what_passes_is_taken_and_what_is_an_error_is_refused(both: Both, ledger: Counter[str]) -> None:
    seen: list[Outcome] = []

    @seed(20261126)
    @settings(max_examples=EXAMPLES, deadline=None, database=None)
    @given(case=cases())
    def hold(case: Case) -> None:
        seen.append(Outcome(case, both.findings(case), both.refusal(case)))
        if not seen[-1].refused:
            assert seen[-1].errors == set()
        elif not seen[-1].errors:
            assert set(seen[-1].found) & {one.rule for one in DISAGREEMENTS}, seen[-1]

    hold()
    ledger.update(tally(seen))
    assert min(ledger.values()) >= EXAMPLES // 100, ledger
    assert len({code for one in seen for code in one.found}) > 25, "else the law holds for want of cases"


@pytest.mark.parametrize("one", DISAGREEMENTS, ids=lambda one: one.rule)
def test_every_disagreement_about_schemas_is_one_still(both: Both, one: Disagreement) -> None:
    assert both.refusal(one.case)
    assert both.findings(one.case) == {one.rule: Severity.WARNING}
    assert one.decided_by
