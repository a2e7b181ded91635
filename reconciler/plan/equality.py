"""When a live value equals a declared one, per comparison; and how a live value reads in the file's terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from reconciler.kinds.kind import Comparison
from reconciler.model.values import Json, canonical

_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')', re.DOTALL)


def equal(comparison: Comparison, wanted: Json, live: Json) -> bool:
    """Whether `live` is what `wanted` asks for, under this comparison."""
    return _EQUALS[comparison](wanted, live)


def _exact(wanted: Json, live: Json) -> bool:
    return canonical(wanted) == canonical(live)


def _scalar(wanted: Json, live: Json) -> bool:
    """Numbers by value whatever their spelling; booleans as the words that the API uses for them."""
    left, right = _number(wanted), _number(live)
    if left is not None and right is not None:
        return left == right
    return _word(wanted) == _word(live)


def _number(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _word(value: Json) -> Json:
    return str(value).lower() if isinstance(value, bool) else value


def _band(wanted: Json, live: Json) -> bool:
    if isinstance(wanted, Mapping):
        low, high, number = _number(wanted["min"]), _number(wanted["max"]), _number(live)
        return low is not None and high is not None and number is not None and low <= number <= high
    return _scalar(wanted, live)


def _subset(wanted: Json, live: Json) -> bool:
    if isinstance(wanted, Mapping):
        inner = live if isinstance(live, Mapping) else {}
        # An empty structure says nothing, so that the service may as well not show it.
        return all(_subset(value, inner.get(key)) for key, value in wanted.items())
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        if not isinstance(live, Sequence) or isinstance(live, str) or len(live) != len(wanted):
            return False
        return _paired(wanted, live)
    return _scalar(wanted, live)


def _paired(wanted: Sequence[Json], live: Sequence[Json]) -> bool:
    """Whether each wanted item has a live one of its own: no list of the API means anything by its order."""
    taken: dict[int, int] = {}

    def place(item: int, tried: set[int]) -> bool:
        for spot, other in enumerate(live):
            if spot not in tried and _subset(wanted[item], other):
                tried.add(spot)
                if spot not in taken or place(taken[spot], tried):
                    taken[spot] = item
                    return True
        return False

    return all(place(item, set()) for item in range(len(wanted)))


def _expression(wanted: Json, live: Json) -> bool:
    return tidy_expression(str(wanted)) == tidy_expression(str(live or ""))


def tidy_expression(text: str) -> str:
    """A filter expression with white space outside quotes reduced to what separates words."""
    parts = _QUOTED.split(text)
    return "".join(part if index % 2 else _tidy_bare(part) for index, part in enumerate(parts)).strip()


def _tidy_bare(part: str) -> str:
    single = re.sub(r"\s+", " ", part)
    return re.sub(r" ?([(),|=<>!]+) ?", r"\1", single)


def _metrics(wanted: Json, live: Json) -> bool:
    return _metric_set(wanted) == _metric_set(live)


def _metric_set(value: Json) -> frozenset[str]:
    """Each metric by what the service was given of it; what else it answers with says nothing."""
    items = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return frozenset(
        canonical([item.get(member) for member in ("metricName", "eventType", "expression")])
        for item in items
        if isinstance(item, Mapping)
    )


_EQUALS: Mapping[Comparison, Callable[[Json, Json], bool]] = {
    Comparison.EXACT: _exact,
    Comparison.NUMBER: _scalar,
    Comparison.BAND: _band,
    Comparison.SUBSET: _subset,
    Comparison.EXPRESSION: _expression,
    Comparison.CONTENT: _exact,
    Comparison.VERSION: _exact,
    Comparison.METRICS: _metrics,
    Comparison.RUNNING: _exact,
    Comparison.UNCOMPARED: lambda _wanted, _live: True,
}


def unaliased(value: Json, aliases: Mapping[str, str]) -> Json:
    """The value with the service's own rewrites undone: in keys, and in what is called `name`."""
    if not aliases:
        return value
    if isinstance(value, Mapping):
        return {
            aliases.get(key, key): aliases.get(str(item), item) if key == "name" else unaliased(item, aliases)
            for key, item in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [unaliased(item, aliases) for item in value]
    return value


def projected(wanted: Json, live: Json) -> Json:
    """`live` reduced to the leaves that `wanted` declares, for showing and hashing."""
    if isinstance(wanted, Mapping):
        inner = live if isinstance(live, Mapping) else {}
        return {key: projected(value, inner[key]) for key, value in wanted.items() if key in inner}
    return live
