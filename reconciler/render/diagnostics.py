"""What is wrong with the files: for people, for programs, and as annotations on GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reconciler.model.diagnostics import Diagnostic, Severity
from reconciler.render.escape import visible
from reconciler.render.paint import Paint

FORMAT_VERSION = "1.0"
_STYLES = {Severity.ERROR: "danger", Severity.WARNING: "warning"}


def diagnostics_text(diagnostics: Sequence[Diagnostic], *, paint: Paint) -> str:
    """Every finding with its place, why it matters and what to do."""
    return "\n\n".join("\n".join(_finding(diagnostic, paint)) for diagnostic in diagnostics)


def _finding(diagnostic: Diagnostic, paint: Paint) -> Iterator[str]:
    severity = diagnostic.severity
    place = f"{visible(str(diagnostic.position))}: " if diagnostic.position else ""
    yield (
        f"{paint('name', place)}{paint(_STYLES[severity], f'{severity.value}:')} "
        f"{visible(diagnostic.summary)} {paint('quiet', f'[{visible(diagnostic.code)}]')}"
    )
    if diagnostic.why:
        yield f"    why:   {visible(diagnostic.why)}"
    if diagnostic.fix:
        yield f"    to do: {visible(diagnostic.fix)}"


def diagnostics_document(file: str, diagnostics: Sequence[Diagnostic], resources: int) -> dict[str, Any]:
    """The findings as a JSON document; `resources` counts what the file declares, 0 when it is not valid."""
    return {
        "format_version": FORMAT_VERSION,
        "file": file,
        "valid": all(diagnostic.severity is not Severity.ERROR for diagnostic in diagnostics),
        "resources": resources,
        "diagnostics": [
            {
                "severity": diagnostic.severity.value,
                "code": diagnostic.code,
                "summary": diagnostic.summary,
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
    """One workflow command per finding, which GitHub shows beside the line.

    Source: GitHub documentation, 'Workflow commands for GitHub Actions', and the escapes of actions/toolkit.
    """
    return "\n".join(_annotation(diagnostic) for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    said = [f"title={_property(diagnostic.code)}"]
    if diagnostic.position:
        where = diagnostic.position
        said = [f"file={_property(where.file)}", f"line={where.line}", f"col={where.column}", *said]
    parts = [visible(part) for part in (diagnostic.summary, diagnostic.why, diagnostic.fix) if part]
    return f"::{diagnostic.severity.value} {','.join(said)}::{_data(chr(10).join(parts))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def validity(file: str, diagnostics: Sequence[Diagnostic], resources: int) -> str:
    """The last line of a validation."""
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    warnings = len(diagnostics) - errors
    warned = f", {_number(warnings, 'warning')}" if warnings else ""
    name = "standard input" if file == "-" else visible(file)
    if errors:
        return f"{name} is not valid: {_number(errors, 'error')}{warned}."
    return f"{name} is valid: {_number(resources, 'address')} declared{warned}."


def _number(count: int, word: str) -> str:
    plural = f"{word}es" if word.endswith("s") else f"{word}s"
    return f"{count} {word if count == 1 else plural}"
