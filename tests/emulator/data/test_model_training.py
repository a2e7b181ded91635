"""What training demands of the data, and what its models hold."""

import json

import pytest

from personalize_emulator.data.training import HISTORY, NEIGHBOURS, TrainingFailed, train

Row = dict[str, object]


def events(
    users: int, each: int, event_type: str = "watch", items: int = 50, value: float = 1.0
) -> list[Row]:
    return [
        {
            "USER_ID": f"u{user}",
            "ITEM_ID": f"i{(user * 7 + step * step) % items}",
            "EVENT_TYPE": event_type,
            "EVENT_VALUE": value,
            "TIMESTAMP": 1_700_000_000 + step,
        }
        for user in range(users)
        for step in range(each)
    ]


def model(
    interactions: list[Row],
    recipe: str = "aws-user-personalization-v2",
    event_type: str | None = None,
    event_threshold: float | None = None,
    items: dict[str, Row] | None = None,
) -> dict[str, object]:
    return train(
        interactions=interactions,
        items=items or {},
        users={},
        recipe=recipe,
        event_type=event_type,
        event_threshold=event_threshold,
    )


@pytest.mark.documented
def test_1000_interactions_of_25_users_are_enough() -> None:
    assert model(events(25, 40))["popularity"]


@pytest.mark.documented
def test_a_training_needs_25_users_with_two_interactions() -> None:
    with pytest.raises(TrainingFailed) as caught:
        model([*events(24, 45), *events(100, 1)[24:]])
    assert caught.value.reason == (
        "Create failed. Dataset has fewer than 25 users with at least 2 interactions each."
    )


@pytest.mark.documented
@pytest.mark.parametrize(
    ("recipe", "event_type", "named"),
    [
        ("arn:aws:personalize:::recipe/aws-user-personalization", "like", "like"),
        ("arn:aws:personalize:::recipe/aws-ecomm-popular-items-by-purchases", None, "Purchase"),
    ],
)
def test_too_few_events_of_the_type_have_the_service_s_words(
    recipe: str, event_type: str | None, named: str
) -> None:
    with pytest.raises(TrainingFailed) as caught:
        model(events(50, 40), recipe, event_type)
    assert (
        caught.value.reason
        == f"Dataset has fewer than 1000 interactions after filtering by event type: {named}"
    )


@pytest.mark.assumed
def test_too_few_interactions_of_any_type_fail() -> None:
    with pytest.raises(TrainingFailed, match=r"^Dataset has fewer than 1000 interactions\.$"):
        model(events(27, 37))


@pytest.mark.documented
def test_one_per_cent_of_the_users_need_two_interactions() -> None:
    with pytest.raises(TrainingFailed, match="1%"):
        model([*events(25, 2), *events(2600, 1)[25:]])


@pytest.mark.documented
def test_a_threshold_drops_events_of_lower_value() -> None:
    rows = [*events(25, 40, "rate", value=4.0), *events(25, 40, "rate", items=90, value=3.9)]
    kept = model(rows, event_type="rate", event_threshold=4.0)
    assert kept["popularity"] == model(rows[:1000])["popularity"]
    with pytest.raises(TrainingFailed, match="event type: rate"):
        model(rows, event_type="rate", event_threshold=4.1)


@pytest.mark.assumed
def test_a_value_of_events_that_is_kept_as_text_is_held_against_the_threshold() -> None:
    rows = [{**row, "EVENT_VALUE": str(row["EVENT_VALUE"])} for row in events(25, 40, "rate", value=4.0)]
    others: list[Row] = [
        {**row, "EVENT_VALUE": said} for said in ("n/a", "3.9") for row in events(25, 40, "rate", items=90)
    ]
    kept = model([*rows, *others], event_type="rate", event_threshold=4.0)
    assert kept["popularity"] == model(rows)["popularity"]


@pytest.mark.documented
def test_semantic_similarity_needs_items_but_no_interactions() -> None:
    items: dict[str, Row] = {f"i{n}": {"ITEM_ID": f"i{n}", "GENRES": f"g{n % 3}"} for n in range(9)}
    assert model([], "aws-semantic-similarity", items=items)["words"]
    with pytest.raises(TrainingFailed, match="no items"):
        model([], "aws-semantic-similarity")


def test_a_model_is_json_and_its_size_per_item_and_user_is_bounded() -> None:
    trained = model(events(40, 500, items=400))
    assert json.loads(json.dumps(trained)) == trained
    neighbours, histories = trained["neighbours"], trained["histories"]
    assert isinstance(neighbours, dict)
    assert isinstance(histories, dict)
    assert max(map(len, neighbours.values())) <= NEIGHBOURS
    assert max(map(len, histories.values())) == HISTORY


@pytest.mark.assumed
def test_events_without_an_item_or_a_user_teach_nothing() -> None:
    rows = events(30, 50)
    nameless: list[Row] = [rows[0] | {"ITEM_ID": None}, rows[0] | {"USER_ID": None}]
    assert model(rows + nameless) == model(rows)


def test_the_order_of_the_records_does_not_change_the_model() -> None:
    rows = [row | {"TIMESTAMP": index} for index, row in enumerate(events(30, 50))]
    assert json.dumps(model(rows)) == json.dumps(model(rows[::-1]))
