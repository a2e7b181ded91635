"""Findings as SARIF 2.1.0, which code scanning services read.

Source: OASIS, 'Static Analysis Results Interchange Format (SARIF) Version 2.1.0', errata 01; GitHub
documentation, 'SARIF support for code scanning'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reconciler.model.redaction import redacted
from reconciler.render.escape import visible
from reconciler.render.rules_page import rule_body

if TYPE_CHECKING:
    from reconciler.model.diagnostics import Diagnostic, Position
    from reconciler.model.rules import Rule

VERSION = "2.1.0"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "SRCROOT"
"""What paths are relative to: the folder in which the command runs, as a checkout's top."""


def sarif_document(
    diagnostics: Sequence[Diagnostic], rules: Mapping[str, Rule], *, version: str, pages: str
) -> dict[str, Any]:
    """One run with a result per finding, and of the rules those that were broken.

    `pages` is the address of the folder in which rules.md is published, "" where none is: without an
    absolute address, which SARIF asks for, a rule has no helpUri, only its help.
    """
    broken = sorted({finding.code for finding in diagnostics})
    index = {code: number for number, code in enumerate(broken)}
    driver = {
        "name": "reconcile",
        "semanticVersion": version,
        "rules": [_rule(rules[code], pages) for code in broken],
    }
    return {
        "$schema": _SCHEMA,
        "version": VERSION,
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder of the run."}}},
                "results": [_result(finding, index) for finding in diagnostics],
            }
        ],
    }


def _rule(rule: Rule, pages: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix, "markdown": "\n".join(rule_body(rule))},
        **({"helpUri": f"{pages.rstrip('/')}/rules.md#{rule.anchor}"} if pages else {}),
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Diagnostic, index: Mapping[str, int]) -> dict[str, Any]:
    parts = (_one(finding.summary), _one(finding.why), finding.fix and f"To do: {_one(finding.fix)}")
    said = ". ".join(part for part in parts if part)
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": finding.severity.value,
        "message": {"text": said},
        **({"locations": [_location(finding.position)]} if finding.position else {}),
    }


def _one(text: str) -> str:
    return visible(redacted(text))


def _location(place: Position) -> dict[str, Any]:
    # A path that names no file below the run's folder, such as <stdin>, is a reference all the same.
    uri = quote(place.file.replace("\\", "/"))
    base = {} if uri.startswith("/") else {"uriBaseId": _ROOT}
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, **base},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
