"""Filters by validate and by the emulator: each reads them by its own parser, and both are held together.

What the emulator refuses the reconciler has flagged, and what the reconciler calls an error the emulator
refuses, but for what stands in DISAGREEMENTS with the fact that decides it. What both take, both take alike.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from filter_columns import COLUMNS, SCHEMAS
from hypothesis import given, settings
from sensible_filters import mostly_sensible

from personalize_emulator.data.filter_tree import Everything, Field, FilterError, Parameter
from personalize_emulator.data.filters import check_filter, parse_filter
from reconciler.filters.check import check
from reconciler.filters.grammar import parse
from reconciler.filters.mistakes import Mistake
from reconciler.filters.tree import LISTING, Asterisk, FieldRef, Filter, Number, Placeholder, Text
from reconciler.model.diagnostics import Severity

if TYPE_CHECKING:
    from personalize_emulator.data.filter_tree import Condition as TheirCondition
    from personalize_emulator.data.filter_tree import Expression as TheirExpression
    from reconciler.filters.findings import Finding
    from reconciler.filters.tree import Condition, Expression, Value

EXAMPLES = 20_000 if os.environ.get("TORTURE") else 2000
OTHER_SPACE = re.compile(r"[^\S \t\r\n\f\v]")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An expression that the two see differently, and what decides between them."""

    text: str
    refused_by: str
    decided_by: str


DISAGREEMENTS = (
    Disagreement(
        "EXCLUDE ItemID WHERE Items.PRICE\u00a0= 1",
        "the reconciler",
        "no fact: nobody has shown a space outside ASCII between words, and a reader cannot see it",
    ),
)
"""All that is known.

Settled by a fact, and hence equal: an asterisk with Action_Interactions (the guide: only with EVENT_TYPE
of Interactions), and a list without parentheses (the guide shows that with CurrentItem only).
"""


def theirs(text: str) -> tuple[TheirExpression, ...] | str:
    """What the emulator makes of a text: its expressions, or its refusal."""
    try:
        found = parse_filter(text)
        check_filter(found, SCHEMAS)
    except FilterError as refused:
        return str(refused)
    return found.expressions


def ours(text: str) -> tuple[Filter | None, tuple[Finding | Mistake, ...]]:
    """What the reconciler makes of it: its tree and findings, or no tree and its mistake."""
    found = parse(text)
    return (None, (found,)) if isinstance(found, Mistake) else (found, check(found, COLUMNS))


def refuses(findings: tuple[Finding | Mistake, ...]) -> bool:
    return any(isinstance(one, Mistake) or one.severity is Severity.ERROR for one in findings)


def test_what_one_refuses_the_other_refuses_or_flags(ledger: Counter[str]) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(mostly_sensible)
    def hold(text: str) -> None:
        tree, findings = ours(text)
        emulated = theirs(text)
        ledger.update(["cases", "refused" if isinstance(emulated, str) else "taken"])
        _agree(text, tree, findings, emulated)

    hold()
    assert min(ledger.values()) >= EXAMPLES // 20, ledger


def _agree(
    text: str,
    tree: Filter | None,
    findings: tuple[Finding | Mistake, ...],
    emulated: tuple[TheirExpression, ...] | str,
) -> None:
    if isinstance(emulated, str):
        assert findings, emulated
    elif OTHER_SPACE.search(text) and tree is None:
        assert any("space" in str(getattr(one, "fix", "")) for one in findings)
    else:
        assert not refuses(findings), findings
        assert tree is not None
        assert [_of_ours(one) for one in tree.expressions] == [_of_theirs(one) for one in emulated]


@pytest.mark.parametrize("one", DISAGREEMENTS, ids=lambda one: one.text)
def test_every_disagreement_is_one_still(one: Disagreement) -> None:
    emulator = isinstance(theirs(one.text), str)
    reconciler = refuses(ours(one.text)[1])
    assert (emulator, reconciler) == (one.refused_by == "the emulator", one.refused_by == "the reconciler")
    assert one.decided_by


def _of_ours(one: Expression) -> tuple[object, ...]:
    """An expression in a form of neither; AND binds more tightly, as the emulator assumes."""
    groups = [[_condition(one.conditions[0])]]
    for join, condition in zip(one.joins, one.conditions[1:], strict=True):
        if join == "OR":
            groups.append([])
        groups[-1].append(_condition(condition))
    return one.action == "INCLUDE", one.subject.upper(), groups, [_condition(each) for each in one.guard]


def _condition(one: Condition) -> tuple[object, ...]:
    listing = one.operator in LISTING
    return _value(one.field, listing=listing), one.operator, [_value(v, listing=listing) for v in one.values]


def _value(value: Value, *, listing: bool) -> object:
    if isinstance(value, FieldRef):
        return value.dataset.upper(), value.name.upper()
    if isinstance(value, Placeholder):
        return "$", value.name
    if isinstance(value, Number) and not listing:
        return float(value.text)
    if isinstance(value, Asterisk):
        return "*"
    assert isinstance(value, Text | Number)
    return "text", value.value if isinstance(value, Text) else value.text


def _of_theirs(one: TheirExpression) -> tuple[object, ...]:
    groups = [[_their_condition(condition) for condition in group] for group in one.alternatives]
    return one.include, f"{one.subject}ID", groups, [_their_condition(condition) for condition in one.guard]


def _their_condition(one: TheirCondition) -> tuple[object, ...]:
    field = (one.field.dataset, one.field.name)
    return field, one.operator, [_their_value(value) for value in one.values]


def _their_value(value: object) -> object:
    if isinstance(value, Field):
        return value.dataset, value.name
    if isinstance(value, Parameter):
        return "$", value.name
    if isinstance(value, Everything):
        return "*"
    return value if isinstance(value, float) else ("text", value)
