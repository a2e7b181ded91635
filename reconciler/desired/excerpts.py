"""Findings with the line that each is about, as it stands in the file."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from reconciler.model.diagnostics import Excerpt
from reconciler.model.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconciler.desired.source import Source
    from reconciler.model.diagnostics import Diagnostic

_LONGEST = 20_000
"""Of a longer line nothing is shown: looking for credentials in it would take too long."""
_MOST_ADDRESSES = 20
"""Likewise: credentials are looked for from each address in a line to its end."""
_AROUND = 250
"""Characters kept before and behind a place; no terminal shows more."""


def with_excerpts(found: Iterable[Diagnostic], sources: Sequence[Source]) -> tuple[Diagnostic, ...]:
    """The findings with their lines; without, where the line is not known or may hold a credential."""
    return tuple(_each(found, sources))


def _each(found: Iterable[Diagnostic], sources: Sequence[Source]) -> Iterator[Diagnostic]:
    by_file = {source.file: source for source in sources}
    lines: dict[str, list[str]] = {}

    @cache
    def line_of(file: str, number: int) -> str | None:
        if file not in lines:
            lines[file] = by_file[file].data.decode("utf-8-sig", "replace").split("\n")
        text = lines[file][number - 1].removesuffix("\r") if number <= len(lines[file]) else ""
        # What is looked at is the whole line: a part of a credential would not be known as one.
        short = 0 < len(text) <= _LONGEST and text.count("://") <= _MOST_ADDRESSES
        return text if short and "\0" not in text and redacted(text) == text else None

    for finding in found:
        place = finding.position
        text = line_of(place.file, place.line) if place and place.file in by_file else None
        if place is None or text is None:
            yield finding
            continue
        start = max(0, place.column - 1 - _AROUND)
        end = place.column - 1 + _AROUND
        excerpt = Excerpt(
            text=text[start:end],
            column=min(place.column - start, len(text[start:end]) + 1),
            cut_before=start > 0,
            cut_behind=end < len(text),
        )
        yield replace(finding, excerpt=excerpt)
