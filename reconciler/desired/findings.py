"""Collecting diagnostics: all of them at once, in the order of the file, none twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import islice

from reconciler.model.diagnostics import Diagnostic, Position, Severity

MAX_FINDINGS = 500
"""Nobody reads more; what is beyond is left out, and that is said."""


def error(code: str, summary: str, position: Position | None, *, fix: str = "", why: str = "") -> Diagnostic:
    """A finding that stops every command."""
    return Diagnostic(code=code, summary=summary, why=why, fix=fix, position=position)


def warning(
    code: str, summary: str, position: Position | None, *, fix: str = "", why: str = ""
) -> Diagnostic:
    """A finding that is shown and stops nothing."""
    return Diagnostic(
        code=code, summary=summary, why=why, fix=fix, position=position, severity=Severity.WARNING
    )


def has_errors(found: Iterable[Diagnostic]) -> bool:
    """Whether any of them stops a command."""
    return any(item.severity is Severity.ERROR for item in found)


def in_order(main: str, *stages: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All stages' findings by position, the main file first.

    A value that one stage has called wrong is not called wrong again by a later one at the same place.
    """
    kept: list[Diagnostic] = []
    seen: set[Position] = set()
    for stage in stages:
        kept += [item for item in stage if item.position is None or item.position not in seen]
        seen |= {item.position for item in stage if item.position}
    found = sorted(dict.fromkeys(kept), key=lambda item: _order(main, item))
    shown_first, rest = found[:MAX_FINDINGS], found[MAX_FINDINGS:]
    if rest:
        make = error if has_errors(rest) else warning
        shown_first.append(make("file/more", f"only the first {MAX_FINDINGS} findings are shown", None))
    return tuple(shown_first)


def _order(main: str, item: Diagnostic) -> tuple[bool, str, int, int]:
    where = item.position or Position(main, 0, 0)
    return where.file != main, where.file, where.line, where.column


_MAX_NAMES = 300
"""Among more, looking for a close one takes longer than a reader does."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion such as "did you mean minTPS?", or "" when nothing is close."""
    names = {name.lower(): name for name in islice(known, _MAX_NAMES)}
    close = get_close_matches(word[:100].lower(), names, n=1, cutoff=0.6)
    return f"did you mean {names[close[0]]}?" if close else ""


def with_hint(hint: str, rest: str) -> str:
    """What to do, with a suggestion such as "did you mean minTPS?" before it where there is one."""
    return f"{hint} {rest[:1].upper()}{rest[1:]}" if hint else rest


def listed(words: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def shown(text: str, length: int = 60) -> str:
    """A user's text inside a message: in quotes, on one line, cut when long, nothing a terminal obeys."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut) + '"'
