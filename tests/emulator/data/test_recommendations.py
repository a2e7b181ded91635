"""What a trained model answers."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personalize_emulator.data.recommend import rank, recommend
from personalize_emulator.data.training import train

Row = dict[str, object]

# Two tribes of viewers who share nothing but h0, the hit: c-items against d-items.
EVENTS: list[Row] = [
    {
        "USER_ID": f"{tribe}{user}",
        "ITEM_ID": "h0" if step == 0 else f"{tribe}{(user + step * step) % 20}",
        "EVENT_TYPE": "watch",
        "TIMESTAMP": step,
    }
    for tribe in "cd"
    for user in range(40)
    for step in range(15 if tribe == "c" else 13)
]
ITEMS: dict[str, Row] = {
    f"{tribe}{n}": {"ITEM_ID": f"{tribe}{n}", "GENRES": {"c": "comedy", "d": "drama"}[tribe]}
    for tribe in "cd"
    for n in range(22)
}
KNOWN = sorted(ITEMS | {"h0": {}})


def trained(recipe: str = "aws-user-personalization-v2") -> Mapping[str, object]:
    return train(
        interactions=EVENTS, items=ITEMS, users={}, recipe=recipe, event_type=None, event_threshold=None
    )


MODEL = trained()


def answer(
    user_id: str | None = None,
    item_id: str | None = None,
    recent: Sequence[str] = (),
    num_results: int = 10,
    model: Mapping[str, object] = MODEL,
    hidden: frozenset[str] = frozenset(),
) -> list[tuple[str, float]]:
    return recommend(
        model,
        user_id=user_id,
        item_id=item_id,
        recent_events=[{"ITEM_ID": item, "EVENT_TYPE": "watch"} for item in recent],
        num_results=num_results,
        allowed=lambda item: item not in hidden,
    )


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [item for item, _ in found]


def test_a_user_is_recommended_what_people_alike_watch() -> None:
    assert {item[0] for item in ids(answer("c1"))} <= {"c", "h"}
    assert {item[0] for item in ids(answer("d1"))} <= {"d", "h"}


def test_an_unknown_user_is_recommended_what_is_popular() -> None:
    popular = ids(answer(model=trained("aws-popularity-count")))
    assert ids(answer("nobody")) == ids(answer(None)) == popular
    assert popular[0] == "h0"


def test_streamed_events_change_the_answer() -> None:
    assert ids(answer("nobody", recent=["d3"])) != ids(answer("nobody"))
    before = sum(item.startswith("d") for item in ids(answer("c1")))
    after = sum(item.startswith("d") for item in ids(answer("c1", recent=["d1", "d2", "d3"])))
    assert (before, after >= 5) == (0, True)


def test_later_events_weigh_more() -> None:
    assert answer("nobody", recent=["c1", "d1"]) != answer("nobody", recent=["d1", "c1"])
    assert ids(answer("nobody", recent=["c1", "d1"]))[0].startswith("d")


def test_events_about_unknown_items_change_nothing() -> None:
    assert answer("c1", recent=["new"]) == answer("c1")


def test_items_that_nobody_used_are_reached_through_their_metadata() -> None:
    found = ids(answer("c1", num_results=45))
    assert found.index("c20") < found.index("d20")


@pytest.mark.parametrize("recipe", ["aws-sims", "aws-similar-items"])
def test_related_items_are_like_the_item_and_never_itself(recipe: str) -> None:
    found = ids(answer(item_id="d3", model=trained(recipe), num_results=100))
    assert "d3" not in found
    assert {item[0] for item in found[:10]} <= {"d", "h"}


def test_an_unknown_item_is_related_to_what_is_popular() -> None:
    assert ids(answer(item_id="new", model=trained("aws-sims")))[0] == "h0"


@pytest.mark.documented
def test_because_you_watched_hides_what_the_user_watched() -> None:
    rows = [row | {"EVENT_TYPE": "Watch"} for row in EVENTS]
    model = train(
        interactions=rows,
        items=ITEMS,
        users={},
        recipe="aws-vod-because-you-watched-x",
        event_type=None,
        event_threshold=None,
    )
    seen = {row["ITEM_ID"] for row in rows if row["USER_ID"] == "c1"} | {"c19"}
    assert not seen & set(ids(answer("c1", "c2", ["c19"], 100, model)))


def test_trending_prefers_what_is_new_to_what_has_always_been_popular() -> None:
    day = 86_400
    old: list[Row] = [
        {"USER_ID": f"u{n % 100}", "ITEM_ID": "classic", "TIMESTAMP": n // 100 * day} for n in range(1000)
    ]
    new: list[Row] = [{"USER_ID": f"u{n}", "ITEM_ID": "fresh", "TIMESTAMP": 20 * day} for n in range(50)]
    for recipe, first in (("aws-trending-now", "fresh"), ("aws-popularity-count", "classic")):
        model = train(
            interactions=old + new, items={}, users={}, recipe=recipe, event_type=None, event_threshold=None
        )
        assert ids(answer(model=model))[0] == first


@pytest.mark.documented
@given(
    st.sampled_from([None, "nobody", "c1", "d5"]),
    st.lists(st.sampled_from([*KNOWN, "new"]), max_size=4),
    st.frozensets(st.sampled_from(KNOWN)),
    st.integers(1, 60),
)
def test_scores_fall_from_at_most_1_to_0_and_sum_to_1_over_everything(
    user_id: str | None, recent: list[str], hidden: frozenset[str], num_results: int
) -> None:
    everything = answer(user_id, recent=recent, num_results=500)
    assert sum(score for _, score in everything) == pytest.approx(1)
    assert sorted(ids(everything)) == KNOWN
    found = answer(user_id, recent=recent, num_results=num_results, hidden=hidden)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    # A filter takes away; it neither reorders nor rescores, and the next best fill up.
    assert found == [pair for pair in everything if pair[0] not in hidden][:num_results]


@pytest.mark.documented
@given(
    st.lists(st.sampled_from([*KNOWN, "new", "newer"]), min_size=1, max_size=20),
    st.frozensets(st.sampled_from(KNOWN)),
)
def test_a_ranking_is_a_permutation_of_what_may_be_seen_with_scores_that_sum_to_1(
    input_list: list[str], hidden: frozenset[str]
) -> None:
    found = rank(
        MODEL, user_id="c1", input_list=input_list, recent_events=[], allowed=lambda i: i not in hidden
    )
    assert sorted(ids(found)) == sorted(set(input_list) - hidden)
    assert not found or sum(score for _, score in found) == pytest.approx(1)


def test_a_ranking_follows_the_user_and_keeps_the_order_of_what_it_does_not_know() -> None:
    def ranked(user_id: str | None, *items: str) -> list[str]:
        found = rank(MODEL, user_id=user_id, input_list=items, recent_events=[], allowed=lambda _: True)
        return ids(found)

    assert ranked("c1", "d4", "c4")[0] == "c4"
    assert ranked("d1", "c4", "d4")[0] == "d4"
    assert ranked("c1", "zz", "aa", "c4") == ["c4", "zz", "aa"]
