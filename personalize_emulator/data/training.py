"""Training: from records to a small model that answers plausibly, not to the service's own models.

The model counts how popular items are, which items share users, and which words of metadata items carry; it
is a plain JSON value of bounded size. The minimums are the service's:
https://docs.aws.amazon.com/personalize/latest/dg/limits.html and
https://docs.aws.amazon.com/personalize/latest/dg/error-messages.html.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from personalize_emulator.data.recipe_traits import traits_of

MIN_INTERACTIONS = 1000
MIN_USERS = 25
MIN_SHARE = 0.01
NEIGHBOURS = 40
HISTORY = 60
WORDS = 20
TREND_HALF_LIFE = 24 * 3600.0

Row = Mapping[str, object]


class TrainingFailed(Exception):  # noqa: N818 - an outcome of the training, not a fault of the program
    """The solution version ends as CREATE FAILED; `reason` is its failureReason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def train(
    *,
    interactions: Sequence[Row],
    items: Mapping[str, Row],
    users: Mapping[str, Row],  # noqa: ARG001 - the service takes them; what is learned here needs only deeds
    recipe: str,
    event_type: str | None,
    event_threshold: float | None,
) -> dict[str, object]:
    """Learn a model, or raise TrainingFailed for too little data.

    Records have the schema's upper case names and typed values. `event_type` and `event_threshold` are the
    solution's; without one, a use case that learns from one type of event uses that. `items` also holds the
    actions, for next-best-action.
    """
    traits = traits_of(recipe)
    wanted = event_type or traits.event_type
    used = [row for row in interactions if _counts(row, wanted, event_threshold)]
    histories = _histories(used)
    if traits.needs_interactions:
        _check_minimums(len(used), histories, wanted)
    elif not items:
        # That the recipe needs items is documented. Assumed: text.
        raise TrainingFailed("Create failed. Dataset has no items.")
    recent = {user: history[-HISTORY:] for user, history in histories.items()}
    decay = TREND_HALF_LIFE if traits.answer == "trending" else None
    # Items that nobody has used yet can still be recommended for their metadata.
    popularity = dict.fromkeys(sorted(items), 0.0) | _popularity(used, decay)
    return {
        "version": 1,
        "recipe": recipe,
        "popularity": popularity,
        "neighbours": _neighbours(recent.values()),
        "histories": recent,
        "words": _words(items),
    }


def _counts(row: Row, event_type: str | None, threshold: float | None) -> bool:
    # Assumed: a streamed event that names no item, or no user yet, teaches nothing.
    if row.get("USER_ID") is None or (row.get("ITEM_ID") is None and row.get("ACTION_ID") is None):
        return False
    # Assumed: case is ignored here as in filters, and an event without a value is below any threshold.
    if event_type is not None and str(row.get("EVENT_TYPE", "")).casefold() != event_type.casefold():
        return False
    if threshold is None:
        return True
    return _number(row.get("EVENT_VALUE")) >= threshold


def _number(value: object) -> float:
    """The value of an event, which old schemas keep as text; below all others where it is no number."""
    try:
        return float(value) if isinstance(value, (int, float, str)) else -math.inf
    except ValueError:
        return -math.inf


def _item_of(row: Row) -> str:
    return str(row["ACTION_ID"] if row.get("ITEM_ID") is None else row["ITEM_ID"])


def _time_of(row: Row) -> float:
    value = row.get("TIMESTAMP", 0)
    return float(value) if isinstance(value, (int, float)) else 0.0


def _histories(interactions: Iterable[Row]) -> dict[str, list[str]]:
    """Per user the items, newest last, one entry per interaction."""
    histories: defaultdict[str, list[str]] = defaultdict(list)
    for row in sorted(interactions, key=_time_of):
        histories[str(row["USER_ID"])].append(_item_of(row))
    return dict(sorted(histories.items()))


def _check_minimums(count: int, histories: Mapping[str, Sequence[str]], event_type: str | None) -> None:
    if count < MIN_INTERACTIONS:
        # Assumed: the text where there is no event type to name.
        suffix = f" after filtering by event type: {event_type}" if event_type else "."
        raise TrainingFailed(f"Dataset has fewer than {MIN_INTERACTIONS} interactions{suffix}")
    active = sum(len(history) >= 2 for history in histories.values())
    if active < MIN_USERS:
        raise TrainingFailed(
            f"Create failed. Dataset has fewer than {MIN_USERS} users with at least 2 interactions each."
        )
    if active < MIN_SHARE * len(histories):
        # The minimum is documented. Assumed: text.
        raise TrainingFailed("Create failed. Less than 1% of the users have at least 2 interactions each.")


def _popularity(interactions: Sequence[Row], half_life: float | None) -> dict[str, float]:
    """Per item its share of the most popular one's interactions; with a half-life, recent ones weigh more."""
    counts: defaultdict[str, float] = defaultdict(float)
    newest = max(map(_time_of, interactions), default=0.0)
    for row in interactions:
        age = newest - _time_of(row)
        counts[_item_of(row)] += 1.0 if half_life is None else 0.5 ** (age / half_life)
    top = max(counts.values(), default=1.0)
    return {item: round(count / top, 6) for item, count in sorted(counts.items())}


def _neighbours(histories: Iterable[Sequence[str]]) -> dict[str, list[list[object]]]:
    """Per item those that share users with it, the closest first: [other, cosine of the sets of users]."""
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    users_of: Counter[str] = Counter()
    for history in histories:
        distinct = sorted(set(history))
        users_of.update(distinct)
        for item in distinct:
            together[item].update(distinct)
    neighbours: dict[str, list[list[object]]] = {}
    for item, counts in sorted(together.items()):
        del counts[item]
        scored = [
            # One shared user is chance, not likeness; the 1 in the divisor holds rare items back.
            (-round(shared / (1 + math.sqrt(users_of[item] * users_of[other])), 6), other)
            for other, shared in counts.items()
        ]
        neighbours[item] = [[other, -score] for score, other in sorted(scored)[:NEIGHBOURS]]
    return neighbours


def _words(items: Mapping[str, Row]) -> dict[str, dict[str, float]]:
    """Per item the values of its text fields that other items share, weighted by how much they tell apart."""
    raw = {item: _texts(row) for item, row in sorted(items.items())}
    frequency = Counter(word for words in raw.values() for word in words)
    total = len(raw) or 1
    weighted = {}
    for item, words in raw.items():
        shared = {
            word: round(math.log(total / frequency[word]), 6) for word in words if 1 < frequency[word] < total
        }
        top = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:WORDS]
        norm = math.sqrt(sum(weight * weight for _, weight in top)) or 1.0
        weighted[item] = {word: round(weight / norm, 6) for word, weight in top}
    return weighted


def _texts(row: Row) -> set[str]:
    # Values, split at the pipe of categorical fields; free text would need an analysis of language.
    return {
        f"{name}={part}"
        for name, value in row.items()
        if isinstance(value, str) and name not in {"ITEM_ID", "ACTION_ID"}
        for part in value.split("|")
        if part and len(part) <= 100
    }
