"""Files whose variables, aliases or environments would make much out of little are refused soon."""

from __future__ import annotations

import io
import time

import pytest

from reconciler.desired.every_environment import check, environment_rows

HEAD = "version: 1\nstack: s\nenvironments:\n"
LONG = "x" * 1000
CAMPAIGN = "datasetGroups: {g: {solutions: {s: {recipe: aws-sims, campaigns: {c: {}}}}}}\n"
NAMED = f"{HEAD}  e: {{variables: {{{', '.join(f'v{n}: x' for n in range(40_000))}}}}}\n"
SOON = 20.0


def many(each: str) -> str:
    return "".join(f"  e{n}: {{prefix: e{n}-, {each}}}\n" for n in range(20))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            f"{HEAD}  e: {{variables: {{v: {LONG}}}}}\ntags:\n  a: {'${v}' * 300_000}\n",
            "file/too-many-values",
        ),
        (
            f"{HEAD}  e: {{variables: {{v: {LONG}}}}}\ntags:\n  a: &a '${{v}}'\n"
            + "".join(f"  t{n}: *a\n" for n in range(20_000)),
            "file/too-many-values",
        ),
        (
            f"{HEAD}  e: {{overrides: {{campaign/c: {'{a: ' * 94}1{'}' * 94}}}}}\n{CAMPAIGN}",
            "file/too-deep",
        ),
        (
            HEAD + many("overrides: {}") + "adopt: [" + "campaign/c, " * 50_000 + "]\n",
            "environment/too-many",
        ),
        (
            NAMED + "tags:\n  a: " + "".join(f"${{v{n}}}" for n in range(40_000)) + "\n",
            "file/value",
        ),
    ],
)
def test_what_expands_too_far_is_refused_soon(text: str, code: str) -> None:
    began = time.monotonic()
    found = check("-", stdin=io.StringIO(text)).diagnostics
    assert time.monotonic() - began < SOON
    assert code in {one.code for one in found}


def test_too_much_text_is_never_made_but_told_where_it_would_stand() -> None:
    text = f"{HEAD}  e: {{variables: {{v: {LONG}}}}}\ntags:\n  a: b\n  c: {'${v}' * 6000}\n"
    (found,) = check("-", stdin=io.StringIO(text)).diagnostics
    assert found.code == "file/too-many-values"
    assert found.position is not None
    assert (found.position.line, found.position.column) == (7, 6)


def test_of_an_environment_that_is_too_large_no_rows_are_made() -> None:
    text = f"{HEAD}  e: {{variables: {{v: {LONG}}}}}\ntags:\n  a: b\n  c: {'${v}' * 6000}\n"
    found = environment_rows("-", stdin=io.StringIO(text))
    assert (found.rows, [one.code for one in found.diagnostics]) == ((), ["file/too-many-values"])
