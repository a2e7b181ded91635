"""The tag with which a dataset lists the schema generations that were made for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reconciler.model.observed import ObservedResource
from reconciler.plan.marks import SCHEMAS
from reconciler.plan.naming import generation_name

_MOST = 500
"""Schemas per account and region. Source: developer guide, 'Quotas'."""
_LONGEST = 256
"""Source: Amazon Personalize developer guide, 'Tagging resources': tag values of at most 256 characters."""


def encode_generations(generations: Mapping[str, Iterable[int]]) -> str:
    """The tag that lists generations made by us, e.g. `NAME:1-3 OTHER:5`."""
    words = []
    for name, numbers in sorted(generations.items()):
        ordered = sorted(set(numbers))
        start = previous = ordered[0]
        for number in [*ordered[1:], -1]:
            if number != previous + 1:
                words.append(f"{name}:{start}" if start == previous else f"{name}:{start}-{previous}")
                start = number
            previous = number
    return " ".join(words)


def decode_generations(tag: str | None) -> dict[str, list[int]]:
    """Names and generation numbers of the tag; parts that cannot be read are left out, hence kept."""
    found: dict[str, list[int]] = {}
    for word in (tag or "").split(" "):
        name, _, span = word.rpartition(":")
        first, _, last = span.partition("-")
        if not name or not first.isdecimal() or not (last or first).isdecimal():
            continue
        begin, end = int(first), int(last or first)
        if 0 <= end - begin < _MOST:
            found.setdefault(name, []).extend(range(begin, end + 1))
    return found


def owned_generations(live: ObservedResource) -> list[str]:
    """Physical names of the schemas that a dataset's tag lists as made by us."""
    listed = decode_generations((live.tags or {}).get(SCHEMAS))
    return [generation_name(name, number) for name, numbers in listed.items() for number in numbers]


def listing(generations: Mapping[str, Iterable[int]], newest: str) -> tuple[str, tuple[str, ...]]:
    """The tag's text, and the schemas that it has no room for: the oldest, which then stay for good.

    `newest` is the name of which the last generation is only just made.
    """
    kept = {name: sorted(set(numbers)) for name, numbers in generations.items()}
    dropped: list[str] = []
    while len(text := encode_generations(kept)) > _LONGEST:
        name = max(kept, key=lambda one: (len(kept[one]), one != newest, one))
        dropped.append(generation_name(name, kept[name].pop(0)))
        kept = {name: numbers for name, numbers in kept.items() if numbers}
    return text, tuple(dropped)
