"""docs/lifecycle.md: what its tables say is what the scenarios show and the kinds declare."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from tree import ROOT, sources

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison, Field, Kind, Mutability, OnFixed
from reconciler.plan.changes import Action

PAGE = (ROOT / "docs/lifecycle.md").read_text()
SCENARIOS = ROOT / "tests/scenarios"
NAMES = sorted(path.parent.name for path in SCENARIOS.glob("*/when.yaml"))
NOT_TOLD = {
    "comments-of-a-review": "how plans read that other scenarios show as text",
    "first-plan-json": "another form of the plan that first-apply shows",
    "first-plan-markdown": "another form of the plan that first-apply shows",
}
RULES = {
    "preflight": re.compile("would fail, or read it wrongly"),
    "consent": re.compile(r"the file does not agree to it|to whose deletion the file does not agree"),
    "unowned": re.compile(r"exists and no stack owns it"),
    "foreign": re.compile(r"belongs to stack|which this stack does not own"),
    "stays-empty": re.compile(r"so it would stay empty"),
    "max-deletes": re.compile(r"policy\.maxDeletes allows"),
    "failed": re.compile(r"and not ours|can be neither deleted nor relied on"),
    "circle": re.compile(r"would wait for each other for ever"),
    "pinned-version": re.compile(
        r"has no version \S+|version \S+ goes with|version \S+ of \S+ is |not marked as"
    ),
    "no-data": re.compile(r"made anew without the data of"),
    "no-version": re.compile(r"has no ACTIVE version and no training is due"),
}
"""How the text of a plan words each rule; which one stands behind a refusal is only in the JSON form."""
SIGNS = {action.symbol for action in Action if action.symbol.strip()} | {"x"}
WORDS = {"forget": "left alone from now on", "wait": "being deleted"}
LINE = re.compile(r"^(?:!| ) {0,5}(\+/-|-/\+|[-+~<>x])? *([a-z-]+)/(\S+)(?:  +(.*))?$")
RUNS = {kind.title for kind in KINDS.values() if kind.run}
SPAN = re.compile(r"`([^`]+)`")
CALL = re.compile(r"([A-Z][A-Za-z]+)(?: x(\d))?")
"""A call that succeeded, and how often where the page says so."""


@dataclass(frozen=True)
class Shown:
    """What a scenario shows: signs with their kinds, e.g. "~ campaign", calls and errors."""

    signs: set[str]
    calls: tuple[str, ...]
    errors: frozenset[str]


@dataclass(frozen=True)
class Row:
    """One row of the page: the heading above it, its first cell, what it claims, and what shows it."""

    heading: str
    first: str
    claims: tuple[str, ...]
    scenarios: tuple[str, ...]
    tests: tuple[str, ...]


def rows() -> Iterator[Row]:
    heading, header = "", []
    for line in PAGE.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if not line.startswith("| "):
            header = [] if not line.startswith("|-") else header
            continue
        cells = [cell.strip() for cell in line.removesuffix("|").removeprefix("|").split("|")]
        if not header:
            header = cells
            continue
        told = dict(zip(header, cells, strict=True))
        names = SPAN.findall(told.get("shown by", ""))
        yield Row(
            heading=heading,
            first=cells[0],
            claims=tuple(SPAN.findall(told.get("in the plan", ""))),
            scenarios=tuple(one for one in names if not one.startswith("test_")),
            tests=tuple(one for one in names if one.startswith("test_")),
        )


ROWS = list(rows())
SHOWN = [row for row in ROWS if row.scenarios]


@cache
def shown(name: str) -> Shown:
    texts = [path.read_text() for path in sorted((SCENARIOS / name / "then").glob("*.txt"))]
    calls = SCENARIOS / name / "then" / "calls"
    made = calls.read_text().splitlines() if calls.exists() else []
    first = next((plan for text in texts for plan in re.findall(r"^Plan: .*$", text, re.MULTILINE)), "")
    nothing = {"nothing"} if first and not re.search(r"[1-9]", first) else set()
    return Shown(
        signs=nothing.union(sign for text in texts for sign in signs(text)),
        calls=tuple(line.split()[0] for line in made if " -> " not in line),
        errors=frozenset(line.rpartition(" -> ")[2] for line in made if " -> " in line),
    )


def signs(text: str) -> Iterator[str]:
    """What one output says of each kind, and of the whole."""
    sign = kind = ""
    for line in text.splitlines():
        found = LINE.match(line)
        if found:
            sign, reason = found[1] or "", found[4] or ""
            run = found[3].rpartition("/")[2]
            kind = run if run in RUNS else found[2]
            if sign and sign != "x":
                yield f"{sign} {kind}"
            yield from (f"{word} {kind}" for word, why in WORDS.items() if not sign and why in reason)
        elif line.startswith(" " * 8) and "unhealthy: " in line:
            yield f"unhealthy {kind}"
        elif line.startswith(" " * 8) and "refused: " in line:
            yield from (f"x {kind} ({rule})" for rule, words in RULES.items() if words.search(line))
        for number, drift in re.findall(r"(\d+) (\w+)", line) if line.startswith("Drift: ") else ():
            if number != "0":
                yield f"drift {drift}"


def holds(claim: str, name: str) -> bool:
    if claim.endswith("Exception"):
        return claim in shown(name).errors
    call = CALL.fullmatch(claim)
    if call is None:
        return claim in shown(name).signs
    count = shown(name).calls.count(call[1])
    return count == int(call[2]) if call[2] else count > 0


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: f"{row.heading}: {row.first}"[:60])
def test_what_a_row_says_is_what_its_scenarios_show(row: Row) -> None:
    assert set(row.scenarios) <= set(NAMES), "no such scenario"
    unseen = [claim for claim in row.claims if not any(holds(claim, name) for name in row.scenarios)]
    assert unseen == [], "no scenario of the row shows this"
    idle = [name for name in row.scenarios if row.claims and not any(holds(c, name) for c in row.claims)]
    assert idle == [], "shows nothing of what the row says"


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: f"{row.heading}: {row.first}"[:60])
def test_its_scenarios_show_nothing_else_of_the_kind_that_the_row_is_about(row: Row) -> None:
    claimed = {claim for claim in row.claims if claim.split()[0] in SIGNS}
    about = {claim.split()[1] for claim in claimed}
    seen = {sign for name in row.scenarios for sign in shown(name).signs if sign.split()[0] in SIGNS}
    assert {one for one in seen if one.split()[1] in about} <= claimed


def test_every_scenario_stands_in_a_row() -> None:
    named = {name for row in ROWS for name in row.scenarios} | set(SPAN.findall(PAGE))
    assert sorted(set(NAMES) - named) == sorted(NOT_TOLD)


def test_every_row_of_a_decision_has_something_that_shows_it() -> None:
    bare = [row.first for row in ROWS if row.claims and not row.scenarios + row.tests]
    assert bare == []


def test_the_unit_tests_that_rows_name_exist() -> None:
    existing = set()
    for path in sources("tests"):
        tree = ast.parse((ROOT / path).read_text())
        existing |= {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    assert {name for row in ROWS for name in row.tests} - existing == set()


def test_every_rule_of_refusal_and_every_action_stands_in_the_page() -> None:
    made = {
        word.value.value
        for path in sources("reconciler")
        for call in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refusal"
        for word in call.keywords
        if word.arg == "rule" and isinstance(word.value, ast.Constant)
    }
    (told,) = re.findall(r"^Rules of refusal: (.*)\.$", PAGE, re.MULTILINE)
    assert made == set(SPAN.findall(told)) == set(RULES)
    claims = {claim.split()[0] for row in ROWS for claim in row.claims}
    assert claims >= SIGNS


FIELDS = [(kind, field) for kind in KINDS.values() for field in kind.fields if field.file]


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=lambda one: getattr(one, "name", None) or one.key)
def test_every_field_has_a_row_that_says_what_its_kind_declares(kind: Kind, field: Field) -> None:
    mine = [row for row in ROWS if row.heading == kind.title and field.key in told(row.first)]
    assert mine, f"no row below '{kind.title}' names `{field.key}`"
    claims = {claim for row in mine for claim in row.claims}
    assert expected(kind, field) <= claims


def told(cell: str) -> set[str]:
    """The fields that a cell names; `running: false` names running."""
    return {span.partition(":")[0] for span in SPAN.findall(cell)}


def expected(kind: Kind, field: Field) -> set[str]:
    """The signs that a change of this field must show."""
    if field.key == kind.keyed_by:
        return {f"+ {kind.name}", f"- {kind.name}"}
    if kind.run or field.comparison is Comparison.UNCOMPARED:
        return set()
    if field.refers and field.comparison is Comparison.CONTENT:
        return {f"~ {kind.name}", f"-/+ {kind.name}"}
    if field.mutability is Mutability.CREATE_ONLY:
        sign = {OnFixed.REPLACE: "+/-", OnFixed.SUPERSEDE: "+"}.get(kind.on_fixed or OnFixed.RECREATE, "-/+")
        return {f"{sign} {kind.name}"}
    return {f"~ {kind.name}"}


def test_the_order_of_deletion_is_the_one_that_the_kinds_declare() -> None:
    (text,) = re.findall(r"## Order of deletion\n.*?\n((?:\d\. [^\n]*\n)+)", PAGE, re.DOTALL)
    listed = {
        title.removesuffix("s"): int(line[0])
        for line in text.splitlines()
        for title in line[3:].split(" and ")
    }
    assert listed == {kind.title: kind.leaves for kind in KINDS.values() if kind.leaves}


def test_a_row_that_says_something_else_would_be_seen() -> None:
    assert not holds("~ solution", "recipe-changed")
    assert not holds("CreateFilter x3", "filter-expression-changed")
    assert not holds("nothing", "campaign-removed-without-consent")
    assert "x campaign (consent)" in shown("campaign-removed-without-consent").signs
