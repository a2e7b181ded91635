"""Strategies: documents of the corpus and good ones, cut, joined and altered; and plain rubbish."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus import HERE, stored
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 4000
_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["", "\0", "\x1b[2J", "a" * 300, "${x}", "../..", "campaign/x", "9" * 30, "\ud800"]),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just({"$unknown": "campaign/x"}),
    st.just({"$unknown": 1}),
)


def documents(folder: str, *good: str) -> list[bytes]:
    """The smaller files of a folder of the corpus, and good texts."""
    files = [(HERE / folder / name).read_bytes() for name in stored(folder)]
    return [data for data in files if len(data) <= _LONGEST] + [text.encode() for text in good]


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """A seed with some ranges replaced: by words of the format, parts of other seeds, or any bytes."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 2, 8, 40])))
        other = draw(st.sampled_from(seeds))
        cut = draw(st.integers(0, len(other)))
        new = draw(
            st.one_of(
                st.sampled_from(words), st.binary(max_size=4), st.just(other[cut : cut + 60]), st.just(b"")
            )
        )
        data = data[:start] + new + data[end:]
    return data


def places(document: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value inside a document."""
    inner = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return [found for key, value in inner for found in [(*path, key), *places(value, (*path, key))]]


@st.composite
def altered(draw: st.DrawFn, document: Any) -> str:
    """A JSON document in which values are replaced by others, of the right type or not, or removed."""
    made = json.loads(json.dumps(document))
    for _ in range(draw(st.integers(1, 3))):
        *outer, last = draw(st.sampled_from(places(made)))
        inner = made
        for part in outer:
            inner = inner[part]
        if isinstance(inner, dict) and draw(st.integers(0, 3)) == 0:
            del inner[last]
        else:
            inner[last] = json.loads(json.dumps(draw(_VALUES)))  # a copy: it may be altered in turn
        if not places(made):
            break
    return json.dumps(made)
