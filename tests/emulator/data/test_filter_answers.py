"""Which items a filter lets through."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personalize_emulator.data.filters import FilterError, parse_filter

ITEMS: dict[str, dict[str, object]] = {
    "a": {"ITEM_ID": "a", "GENRES": "drama|crime", "PRICE": 5.0, "YEAR": 1999},
    "b": {"ITEM_ID": "b", "GENRES": "comedy", "PRICE": 10.0, "YEAR": 2005},
    "c": {"ITEM_ID": "c", "GENRES": "drama", "PRICE": None, "YEAR": 2010},
    "d": {"ITEM_ID": "d", "GENRES": None, "PRICE": 20.0, "YEAR": 2020},
}
USER = {"USER_ID": "u", "AGE": 17, "MEMBERSHIP": "gold"}
EVENTS = [{"ITEM_ID": "a", "EVENT_TYPE": "Watch"}, {"ITEM_ID": "b", "EVENT_TYPE": "like"}]


def passing(
    expression: str,
    values: Mapping[str, str] | None = None,
    interactions: Sequence[Mapping[str, object]] = EVENTS,
    current: str | None = None,
) -> str:
    """The ids that pass, run together; e has no row."""
    parsed = parse_filter(expression)
    item = None if current is None else ITEMS[current]
    return "".join(
        item_id
        for item_id in "abcde"
        if parsed.allows(
            item_id,
            items=ITEMS,
            user=USER,
            interactions=interactions,
            values=values or {},
            current_item=item,
        )
    )


@pytest.mark.documented
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('INCLUDE ItemID WHERE Items.GENRES IN ("drama")', "ac"),
        ('EXCLUDE ItemID WHERE Items.GENRES IN ("drama", "comedy")', "de"),
        ('INCLUDE ItemID WHERE Items.GENRES IN ("Drama")', ""),
        ('INCLUDE ItemID WHERE Items.genres IN ("drama") AND Items.GENRES NOT IN ("crime")', "c"),
        ("INCLUDE ItemID WHERE Items.PRICE < 10 OR Items.PRICE > 15", "ad"),
        ("INCLUDE ItemID WHERE Items.PRICE >= 10 AND Items.PRICE <= 15", "b"),
        ("EXCLUDE ItemID WHERE Items.YEAR != 2010", "ce"),
        ('INCLUDE ItemID WHERE Items.ITEM_ID IN ("b", "e")', "be"),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("WATCH")', "bcde"),
        ('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")', "ab"),
        ("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)", "cde"),
    ],
)
def test_a_filter_lets_through(expression: str, expected: str) -> None:
    assert passing(expression) == expected


@pytest.mark.documented
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (
            (
                'INCLUDE ItemID WHERE Items.GENRES IN ("drama") | '
                'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("like")'
            ),
            "abc",
        ),
        (
            (
                'EXCLUDE ItemID WHERE Items.GENRES IN ("drama") | '
                'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("like")'
            ),
            "de",
        ),
        (
            (
                'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch") | '
                'INCLUDE ItemID WHERE Items.GENRES IN ("drama")'
            ),
            "c",
        ),
    ],
)
def test_parts_add_up_and_what_is_excluded_is_subtracted(expression: str, expected: str) -> None:
    assert passing(expression) == expected


@pytest.mark.documented
def test_an_if_about_the_user_switches_its_part_on() -> None:
    part = 'EXCLUDE ItemID WHERE Items.GENRES IN ("drama") IF CurrentUser.'
    assert passing(part + "AGE < 18") == "bde"
    assert passing(part + "AGE >= 18") == "abcde"
    assert passing(part + "AGE < 18 AND CurrentUser.MEMBERSHIP = $M", {"M": "gold"}) == "bde"
    assert passing(part + "AGE < 18 AND CurrentUser.MEMBERSHIP = $M", {"M": "free"}) == "abcde"


@pytest.mark.documented
def test_current_item_compares_with_the_item_of_the_request() -> None:
    expression = "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.GENRES IN CurrentItem.GENRES"
    assert passing(expression, current="b") == ""
    assert passing("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE", current="b") == "a"
    assert passing("INCLUDE ItemID WHERE Items.GENRES IN (CurrentItem.GENRES)", current="a") == "ac"


@pytest.mark.assumed
def test_current_item_without_an_item_is_an_error() -> None:
    with pytest.raises(FilterError, match="related items"):
        passing("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE")


@pytest.mark.documented
def test_values_of_a_placeholder_are_quoted_and_separated_by_commas() -> None:
    expression = "INCLUDE ItemID WHERE Items.GENRES IN ($GENRES)"
    assert passing(expression, {"GENRES": '"crime","comedy"'}) == "ab"
    assert passing(expression, {"GENRES": ' "crime" , "comedy" '}) == "ab"
    assert passing(expression, {"GENRES": '"crime,comedy"'}) == ""
    assert passing("INCLUDE ItemID WHERE Items.PRICE > $P", {"P": "9.5"}) == "bd"
    assert passing("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($E)", {"E": '"watch"'}) == "bcde"


@pytest.mark.assumed
def test_values_may_go_without_quotes() -> None:
    assert passing("INCLUDE ItemID WHERE Items.GENRES IN ($G)", {"G": "crime, comedy"}) == "ab"


@pytest.mark.documented
def test_an_include_needs_its_values_and_an_exclude_does_not() -> None:
    with pytest.raises(FilterError, match="parameter GENRES"):
        passing("INCLUDE ItemID WHERE Items.GENRES IN ($GENRES)", {"genres": '"crime"'})
    assert passing("EXCLUDE ItemID WHERE Items.GENRES IN ($GENRES)") == "abcde"


@pytest.mark.assumed
def test_an_exclude_without_a_value_keeps_its_other_conditions() -> None:
    assert passing("EXCLUDE ItemID WHERE Items.GENRES IN ($G) OR Items.PRICE > 15") == "abce"
    assert passing('EXCLUDE ItemID WHERE Items.GENRES IN ("drama") IF CurrentUser.AGE < $AGE') == "abcde"


@pytest.mark.parametrize("text", ['"crime', '"a" "b"', 'a"b"'])
@pytest.mark.assumed
def test_an_unreadable_value_is_an_error(text: str) -> None:
    with pytest.raises(FilterError, match="Invalid value for the filter parameter G"):
        passing("INCLUDE ItemID WHERE Items.GENRES IN ($G)", {"G": text})


@pytest.mark.documented
def test_only_the_last_100_interactions_per_event_type_count() -> None:
    watched = [{"ITEM_ID": "x", "EVENT_TYPE": "watch"}] * 99
    liked = [{"ITEM_ID": "x", "EVENT_TYPE": "like"}] * 500
    expression = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
    first = [{"ITEM_ID": "a", "EVENT_TYPE": "watch"}]
    assert passing(expression, interactions=[*first, *watched, *liked]) == "bcde"
    assert passing(expression, interactions=[*first, *watched, *watched[:1], *liked]) == "abcde"


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


GENRES = st.sampled_from(["drama", "crime", "comedy", "noir"])
CONDITIONS = st.one_of(
    st.lists(GENRES, min_size=1, max_size=3).map(lambda names: f"Items.GENRES IN ({_quoted(names)})"),
    st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(0, 25)).map(
        lambda pair: f"Items.PRICE {pair[0]} {pair[1]}"
    ),
)
BODIES = st.lists(CONDITIONS, min_size=1, max_size=4).flatmap(
    lambda found: st.sampled_from([" AND ".join(found), " OR ".join(found)])
)


@given(BODIES)
def test_include_and_exclude_are_complements(body: str) -> None:
    included = passing(f"INCLUDE ItemID WHERE {body}")
    excluded = passing(f"EXCLUDE ItemID WHERE {body}")
    assert sorted(included + excluded) == list("abcde")


@given(BODIES, BODIES)
def test_the_order_of_parts_does_not_matter(one: str, other: str) -> None:
    parts = [f"INCLUDE ItemID WHERE {one}", f"EXCLUDE ItemID WHERE {other}"]
    assert passing("|".join(parts)) == passing(" | ".join(reversed(parts)))
