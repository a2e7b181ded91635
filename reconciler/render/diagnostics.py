"""What is wrong with the files: for people, for programs, and as annotations on GitHub.

A summary quotes what stands in the file, which may be an address with a signature in it: it is shown without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.model.diagnostics import Diagnostic, Severity
from reconciler.model.redaction import redacted
from reconciler.render.escape import visible
from reconciler.render.excerpt import excerpt_lines
from reconciler.render.paint import Paint
from reconciler.render.workflow_commands import annotation

FORMAT_VERSION = "1.0"
_STYLES = {Severity.ERROR: "danger", Severity.WARNING: "warning"}


def diagnostics_text(diagnostics: Sequence[Diagnostic], *, paint: Paint, width: int = 120) -> str:
    """Every finding with its place and line, why it matters and what to do.

    `width` is how many columns of a line of the file are shown; sentences are not broken.
    """
    return "\n\n".join("\n".join(_finding(diagnostic, paint, width)) for diagnostic in diagnostics)


def _finding(diagnostic: Diagnostic, paint: Paint, width: int) -> Iterator[str]:
    severity = diagnostic.severity
    place = f"{visible(str(diagnostic.position))}: " if diagnostic.position else ""
    yield (
        f"{paint('name', place)}{paint(_STYLES[severity], f'{severity.value}:')} "
        f"{visible(redacted(diagnostic.summary))} {paint('quiet', f'[{visible(diagnostic.code)}]')}"
    )
    if diagnostic.excerpt and diagnostic.position:
        line, caret = excerpt_lines(diagnostic.excerpt, diagnostic.position.line, width)
        yield line
        yield paint(_STYLES[severity], caret)
    if diagnostic.why:
        yield f"    why:   {visible(diagnostic.why)}"
    if diagnostic.fix:
        yield f"    to do: {visible(diagnostic.fix)}"


def diagnostics_document(
    file: str, diagnostics: Sequence[Diagnostic], resources: Mapping[str, int]
) -> dict[str, Any]:
    """The findings as a JSON document.

    `resources` counts what the file declares per environment, "" being a file without; none when not valid.
    """
    named = {name: count for name, count in resources.items() if name}
    return {
        "format_version": FORMAT_VERSION,
        "file": file,
        "valid": all(diagnostic.severity is not Severity.ERROR for diagnostic in diagnostics),
        "resources": sum(resources.values()),
        **({"environments": named} if named else {}),
        "diagnostics": [
            {
                "severity": diagnostic.severity.value,
                "code": diagnostic.code,
                "summary": redacted(diagnostic.summary),
                "why": diagnostic.why,
                "fix": diagnostic.fix,
                "file": diagnostic.position.file if diagnostic.position else None,
                "line": diagnostic.position.line if diagnostic.position else None,
                "column": diagnostic.position.column if diagnostic.position else None,
            }
            for diagnostic in diagnostics
        ],
    }


def diagnostics_github(diagnostics: Sequence[Diagnostic]) -> str:
    """One workflow command per finding, which GitHub shows beside the line."""
    return "\n".join(_annotation(diagnostic) for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    where: dict[str, str | int] = {}
    if diagnostic.position:
        place = diagnostic.position
        where = {"file": place.file, "line": place.line, "col": place.column}
    said = (diagnostic.summary, diagnostic.why, diagnostic.fix)
    return annotation(diagnostic.severity.value, *said, **where, title=diagnostic.code)


def validity(file: str, diagnostics: Sequence[Diagnostic], resources: Mapping[str, int]) -> str:
    """The last line of a validation; `resources` as in the document."""
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    warnings = len(diagnostics) - errors
    warned = f", {_number(warnings, 'warning')}" if warnings else ""
    name = "standard input" if file == "-" else visible(file)
    if errors:
        return f"{name} is not valid: {_number(errors, 'error')}{warned}."
    (where, first), *more = resources.items()
    counts = [f"{_number(first, 'address')} declared" + (f" in {visible(where)}" if where else "")]
    counts += [f"{count} in {visible(where)}" for where, count in more]
    return f"{name} is valid: {', '.join(counts)}{warned}."


def _number(count: int, word: str) -> str:
    plural = f"{word}es" if word.endswith("s") else f"{word}s"
    return f"{count} {word if count == 1 else plural}"
