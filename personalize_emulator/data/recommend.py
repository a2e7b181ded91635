"""Answers: recommendations and rankings from a model, the user's past and the request's own events.

Scores sum to 1 over all that was scored, as the service's do:
https://docs.aws.amazon.com/personalize/latest/dg/how-recommendation-scoring-works.html. How they come
about is our own: shared users, shared metadata, popularity.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict, cast

from personalize_emulator.data.recipe_traits import traits_of

# What recommendations are made of; popularity only breaks ties and fills up.
_BY_USERS, _BY_WORDS, _BY_POPULARITY = 0.6, 0.3, 0.1
# An event of now says more than an imported one, and the last one most.
_EVENT_WEIGHT = 5.0
_FADING = 0.9
_EVENTS = 25

Row = Mapping[str, object]


class _Model(TypedDict):
    recipe: str
    popularity: dict[str, float]
    neighbours: dict[str, list[tuple[str, float]]]
    histories: dict[str, list[str]]
    words: dict[str, dict[str, float]]


def recommend(
    model: Mapping[str, object],
    *,
    user_id: str | None,
    item_id: str | None,
    recent_events: Sequence[Row],
    num_results: int,
    allowed: Callable[[str], bool],
) -> list[tuple[str, float]]:
    """The best items with their scores, highest first, ties in order of the ids.

    `recent_events` are the user's streamed interactions, newest last, with upper case names. A user without
    any past gets what is popular; so does an unknown `item_id` where a recipe relates items.
    """
    known = cast("_Model", model)
    traits = traits_of(known["recipe"])
    seeds = _seeds(known, user_id, recent_events)
    hidden: set[str] = set()
    if traits.answer == "related":
        hidden = {item_id or ""} | (set(seeds) if traits.hides_seen else set())
        scores = _scores(known, {item_id: 1.0} if item_id else {})
    elif traits.answer == "user":
        scores = _scores(known, seeds)
    else:
        scores = dict(known["popularity"])
    for item in hidden:
        scores.pop(item, None)
    ordered = sorted(_shares(scores).items(), key=lambda pair: (-pair[1], pair[0]))
    answer: list[tuple[str, float]] = []
    for item, score in ordered:
        if len(answer) >= num_results:
            break
        if allowed(item):
            answer.append((item, score))
    return answer


def rank(
    model: Mapping[str, object],
    *,
    user_id: str | None,
    input_list: Sequence[str],
    recent_events: Sequence[Row],
    allowed: Callable[[str], bool],
) -> list[tuple[str, float]]:
    """The input's items in the user's order with scores that sum to 1; those not allowed are left out.

    Ties, such as items the model does not know, keep the input's order; an item given twice counts once.
    """
    known = cast("_Model", model)
    scores = _scores(known, _seeds(known, user_id, recent_events))
    kept = [item for item in dict.fromkeys(input_list) if allowed(item)]
    shares = _shares({item: scores.get(item, 0.0) for item in kept})
    return sorted(shares.items(), key=lambda pair: -pair[1])


def _seeds(model: _Model, user_id: str | None, recent_events: Sequence[Row]) -> dict[str, float]:
    """What the user has shown interest in, weighted by how lately."""
    seeds: defaultdict[str, float] = defaultdict(float)
    for age, item in enumerate(reversed(model["histories"].get(user_id or "", []))):
        seeds[item] += _FADING ** (age / 5)
    items = [str(item) for row in recent_events for item in (row.get("ITEM_ID"),) if item is not None]
    for age, item in enumerate(reversed(items[-_EVENTS:])):
        seeds[item] += _EVENT_WEIGHT * _FADING**age
    return dict(seeds)


def _scores(model: _Model, seeds: Mapping[str, float]) -> dict[str, float]:
    popularity = model["popularity"]
    by_users: defaultdict[str, float] = defaultdict(float)
    taste: defaultdict[str, float] = defaultdict(float)
    for seed, weight in seeds.items():
        for other, likeness in model["neighbours"].get(seed, []):
            by_users[other] += weight * likeness
        for word, strength in model["words"].get(seed, {}).items():
            taste[word] += weight * strength
    by_words = {}
    if taste:
        for item, words in model["words"].items():
            by_words[item] = sum(taste.get(word, 0.0) * strength for word, strength in words.items())
    top_users = max(by_users.values(), default=0.0) or 1.0
    top_words = max(by_words.values(), default=0.0) or 1.0
    return {
        item: _BY_USERS * by_users.get(item, 0.0) / top_users
        + _BY_WORDS * by_words.get(item, 0.0) / top_words
        + _BY_POPULARITY * popular
        for item, popular in popularity.items()
    }


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    """The scores divided by their sum; equal shares where all are zero."""
    total = sum(scores.values())
    if not total:
        return dict.fromkeys(scores, 1 / len(scores)) if scores else {}
    return {item: score / total for item, score in scores.items()}
