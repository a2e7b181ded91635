"""Saved plans made from a good one: cut off, edited, endless."""

# ruff: noqa: PLC0415 - the reconciler is loaded only where a plan is made

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus import GOOD, ITEMS, Entry
from recipes import MEBIBYTE, prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@cache
def good_plan() -> dict[str, Any]:
    """The plan of a first apply of the good file, as `plan --out` saves it."""
    import io
    from datetime import UTC, datetime

    from reconciler.cli.stages import decide
    from reconciler.desired.load import load
    from reconciler.model.observed import Environment, ObservedState
    from reconciler.plan.document import to_document

    desired = load("-", stdin=io.StringIO(GOOD.replace("AVRO", ITEMS)))
    assert desired.state, desired.diagnostics
    account = Environment(account="123456789012", region="eu-west-1")
    plan = decide(
        desired.state, ObservedState(environment=account, resources={}), now=datetime(2025, 1, 1, tzinfo=UTC)
    )
    document: dict[str, Any] = json.loads(json.dumps(to_document(plan)))
    document["file"] = "personalize.yaml"
    return document


def _edited(*path: str | int, value: Any) -> Callable[[], str]:
    def text() -> str:
        document = json.loads(json.dumps(good_plan()))
        inner = document
        for part in path[:-1]:
            inner = inner[part]
        inner[path[-1]] = value
        return json.dumps(document)

    return text


def _cut(part: int) -> Callable[[], str]:
    def text() -> str:
        whole = json.dumps(good_plan(), indent=2)
        return whole[: len(whole) * part // 16]

    return text


_WRONG = "is not a plan that can be applied: it is not whole or was edited"
PLANS: tuple[tuple[str, str, Callable[[], str]], ...] = (
    *(
        (f"cut-off-after-{part}-sixteenths", "it is not JSON, or not all of it", _cut(part))
        for part in range(1, 16)
    ),
    ("of-forty-mebibytes", "is larger than any plan", lambda: '{"a": "' + "x" * 40 * MEBIBYTE + '"}'),
    (
        "of-sixteen-mebibytes-of-lists",
        "is larger than any plan",
        lambda: "[" + "[]," * (5 * MEBIBYTE) + "[]]",
    ),
    ("of-a-million-objects", "is larger than any plan", lambda: "[" + '{"":0},' * MEBIBYTE + "0]"),
    (
        "of-four-hundred-thousand-objects",
        "format_version is missing",
        lambda: "[" + '{"":0},' * 400_000 + "0]",
    ),
    ("of-thirty-mebibytes-of-text", "format_version is missing", lambda: '["' + "é" * 15 * MEBIBYTE + '"]'),
    ("of-another-tool-version", "was made by reconcile 0.0.0", _edited("tool_version", value="0.0.0")),
    ("with-a-file-that-is-a-number", _WRONG, _edited("file", value=7)),
    ("with-a-file-of-control-characters", r"a\x1b[2J does not exist", _edited("file", value="a\x1b[2J")),
    ("with-a-file-of-nul", "cannot be read: embedded null byte", _edited("file", value="a\0b")),
    ("with-a-file-that-is-a-device", "/dev/zero is a device", _edited("file", value="/dev/zero")),
    ("with-a-file-that-climbs", "../../nothing does not exist", _edited("file", value="../../nothing")),
    (
        "with-an-environment-of-its-own",
        "the file has no environments",
        _edited("environment", "name", value="x"),
    ),
    ("with-an-environment-as-a-list", _WRONG, _edited("environment", value=[])),
    ("with-an-environment-of-more", _WRONG, _edited("environment", "__class__", value="x")),
    ("with-an-account-as-a-number", _WRONG, _edited("environment", "account", value=123456789012)),
    ("with-changes-as-a-mapping", _WRONG, _edited("changes", value={"a": 1})),
    ("with-changes-of-nothing", _WRONG, _edited("changes", value=[None])),
    ("with-steps-as-text", _WRONG, _edited("steps", value="abc")),
    ("with-an-unknown-action", _WRONG, _edited("steps", 0, "action", value="explode")),
    ("with-a-forged-address", _WRONG, _edited("steps", 0, "address", value="../../x")),
    ("with-an-address-that-is-a-list", _WRONG, _edited("changes", 0, "address", value=["a"])),
    ("with-an-arn-that-is-a-list", _WRONG, _edited("steps", 0, "arn", value=[])),
    ("with-a-request-as-text", _WRONG, _edited("steps", 0, "calls", 0, "request", value="x")),
    (
        "with-an-operation-as-a-list",
        _WRONG,
        _edited("steps", 0, "calls", 0, "operation", value=["os.system"]),
    ),
    (
        "with-a-deep-request",
        "levels are nested in a value",
        _edited("steps", 0, "calls", 0, "request", value={"a": json.loads("[" * 300 + "]" * 300)}),
    ),
    ("with-a-switch-as-text", _WRONG, _edited("changes", 0, "due", value="yes")),
    ("with-costs-of-text", _WRONG, _edited("costs", value="nothing")),
    (
        "with-an-estimate-of-infinity",
        _WRONG,
        lambda: _edited("estimate", value={"seconds": 1, "past": {}})().replace(
            '"seconds": 1', '"seconds": 1e999'
        ),
    ),
    ("with-grants-of-numbers", _WRONG, _edited("changes", 0, "grants", value=[1])),
    ("with-a-long-wrong-scope", _WRONG, _edited("scope", value="s" * 100_000)),
)
"""Saved plans made from a good one: a name, what is said, the text."""


def every() -> Iterator[Entry]:
    """All of them."""
    for name, says, text in PLANS:
        yield Entry(
            name=f"plans/plan-{name}",
            says=(says,),
            make=prepared(lambda folder, text=text: (folder / "plan.json").write_text(text()) and None),  # type: ignore[misc]
            commands=(("apply", "--yes", "plan.json"),),
        )
