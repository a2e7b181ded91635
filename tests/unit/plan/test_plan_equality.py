"""When a live value is what the file asks for."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison
from reconciler.model.address import Address
from reconciler.observed.documents import resource
from reconciler.plan.equality import equal, projected, tidy_expression, unaliased
from reconciler.plan.live import live_value

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=6,
)
WORDS = st.sampled_from(
    [
        "EXCLUDE",
        "ItemID",
        "WHERE",
        "Items.PRICE",
        "IN",
        "(",
        ")",
        ",",
        '"a  b"',
        "'c ( d'",
        "|",
        "=",
        "<",
        "5",
    ]
)
SPACES = st.text(" \t\n", min_size=1, max_size=3)
EXPRESSIONS = st.lists(WORDS, max_size=12)


@example("'\\\n'\n'")
@given(st.text(st.sampled_from("ab \t\n()\"'\\,|=<>!$")))
def test_tidying_twice_is_tidying_once(text) -> None:
    assert tidy_expression(tidy_expression(text)) == tidy_expression(text)


@given(EXPRESSIONS, st.data())
def test_white_space_outside_quotes_is_no_difference(words, data) -> None:
    other = "".join(word + data.draw(SPACES) for word in words)
    assert equal(Comparison.EXPRESSION, " ".join(words), data.draw(SPACES) + other)


@given(EXPRESSIONS)
def test_white_space_inside_quotes_is_kept(words) -> None:
    text = tidy_expression(" ".join(words))
    assert re.findall(r"\"[^\"]*\"|'[^']*'", text) == [word for word in words if word[0] in "\"'"]


@pytest.mark.parametrize(
    ("wanted", "live"),
    [
        ('X IN ("a b")', 'X IN ("a  b")'),
        ('X IN ("a")', 'X IN ("A")'),
        ("X NOT IN (1)", "X NOTIN (1)"),
        ("X = 5", "X = 6"),
        ("X = 5", None),
    ],
)
def test_what_means_something_is_a_difference(wanted, live) -> None:
    assert not equal(Comparison.EXPRESSION, wanted, live)


@given(JSON, st.sampled_from([Comparison.EXACT, Comparison.SUBSET, Comparison.CONTENT, Comparison.NUMBER]))
def test_every_value_equals_itself(value, comparison) -> None:
    assert equal(comparison, value, value)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4), st.dictionaries(st.text(min_size=5), JSON))
def test_more_live_members_than_declared_never_matter(wanted, more) -> None:
    assert equal(Comparison.SUBSET, wanted, {**more, **wanted})
    assert equal(Comparison.SUBSET, {"a": wanted}, {"a": {**more, **wanted}, "b": 1})


@pytest.mark.parametrize("wanted", [{}, {"a": {}}, {"a": {"b": {}}}])
@pytest.mark.parametrize("live", [None, {}, {"a": {}}, {"a": {"b": {"c": 1}}}])
def test_an_empty_map_asks_for_nothing(wanted, live) -> None:
    assert equal(Comparison.SUBSET, wanted, live)


@given(st.lists(JSON, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_lists_never_matters(items, random) -> None:
    """Columns, recipes, ranges and event parameters are sets; the service may answer in its own order."""
    mixed = list(items)
    random.shuffle(mixed)
    assert equal(Comparison.SUBSET, {"a": items}, {"a": mixed})


@pytest.mark.parametrize(
    ("wanted", "live"),
    [
        ({"a": 1}, {}),
        ({"a": 1}, {"a": 2}),
        ([1], [1, 2]),
        ([1, 1], [1, 2]),
        ([], "x"),
        ({"a": {"b": 1}}, {"a": 1}),
    ],
)
def test_a_declared_leaf_that_is_not_there_is_a_difference(wanted, live) -> None:
    assert not equal(Comparison.SUBSET, wanted, live)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_the_spelling_of_a_number_never_matters(number) -> None:
    for other in (f"{number}0", f"{number:E}", str(number)):
        assert equal(Comparison.NUMBER, str(number), other)


@pytest.mark.parametrize(
    ("wanted", "live", "same"),
    [
        (0.5, "0.50", True),
        ("1e-1", 0.1, True),
        (True, "true", True),
        (False, "true", False),
        ("NaN", "NaN", True),
        ("a", "b", False),
        (1, None, False),
    ],
)
def test_scalars_compare_by_meaning(wanted, live, same) -> None:
    assert equal(Comparison.NUMBER, wanted, live) is same


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 20))
def test_anything_inside_a_band_is_equal_and_nothing_else(one, other, live) -> None:
    low, high = sorted((one, other))
    assert equal(Comparison.BAND, {"min": low, "max": high}, live) == (low <= live <= high)
    assert equal(Comparison.BAND, one, live) == (one == live)
    assert not equal(Comparison.BAND, {"min": low, "max": high}, None)


def test_the_order_of_a_schemas_fields_matters_and_of_its_keys_does_not() -> None:
    content = {"type": "record", "fields": [{"name": "A"}, {"name": "B"}]}
    assert equal(Comparison.CONTENT, content, dict(reversed(content.items())))
    assert not equal(Comparison.CONTENT, content, {**content, "fields": [{"name": "B"}, {"name": "A"}]})


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4), JSON)
def test_what_is_shown_of_a_live_map_are_the_declared_leaves(wanted, live) -> None:
    shown = projected(wanted, live)
    assert isinstance(shown, dict)
    assert set(shown) <= set(wanted)
    assert projected(wanted, wanted) == wanted


@given(JSON)
def test_undoing_no_renaming_changes_nothing(value) -> None:
    assert unaliased(value, {}) == value
    assert unaliased(value, {"never a key": "x"}) == value


VIEWS = {"eventType": "watch", "metricName": "views", "expression": "SAMPLECOUNT()"}
SALES = {"eventType": "buy", "metricName": "sales", "expression": "SUM(Items.PRICE)"}


def test_metrics_are_a_set_and_each_counts_whole() -> None:
    assert equal(Comparison.METRICS, [VIEWS, SALES], [SALES, VIEWS])
    assert equal(Comparison.METRICS, [VIEWS], [{**VIEWS, "unheardOf": 1}])
    assert not equal(Comparison.METRICS, [VIEWS], [VIEWS, SALES])
    assert not equal(Comparison.METRICS, [VIEWS, SALES], [VIEWS])
    assert not equal(Comparison.METRICS, [VIEWS], None)
    for member in VIEWS:
        assert not equal(Comparison.METRICS, [VIEWS], [{**VIEWS, member: "other"}])


@pytest.mark.parametrize(
    ("status", "runs"),
    [
        ("ACTIVE", True),
        ("INACTIVE", False),
        ("STOP PENDING", False),
        ("STOP IN_PROGRESS", False),
        ("STOP IN PROGRESS", False),
        ("START PENDING", True),
        ("START IN_PROGRESS", True),
        ("CREATE PENDING", True),
        ("something new", True),
    ],
)
def test_whether_a_recommender_runs_is_told_by_its_status(status, runs) -> None:
    kind = KINDS["recommender"]
    body = {"recommenderArn": "x", "status": status}
    live = resource(Address("recommender", ("r",)), body, {})
    assert live_value(kind, kind.field("running"), live) is runs
    assert equal(Comparison.RUNNING, runs, runs)
    assert not equal(Comparison.RUNNING, runs, not runs)
