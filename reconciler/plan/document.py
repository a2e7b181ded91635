"""The plan as a JSON document, and back: what `plan --out` saves and `--format json` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.model.address import parse_address
from reconciler.model.observed import Environment, ReadProblem
from reconciler.model.values import Json, Unknown, UnknownText, Value
from reconciler.plan.changes import (
    Action,
    Call,
    Change,
    Effect,
    FieldChange,
    Origin,
    Plan,
    Refusal,
    Scope,
    Step,
    Until,
)
from reconciler.plan.forecast_document import costs_document, estimate_document, read_costs, read_estimate
from reconciler.plan.typed import typed

FORMAT_VERSION = "1.0"
_LONGEST = 120
_DEEPEST = 120
"""Levels of a value; a file nests 100 at most."""


class DocumentError(ValueError):
    """The document is not a plan of this format; the message says what is wrong with it."""


def to_document(plan: Plan) -> dict[str, Json]:
    """The whole plan; nothing in it depends on when or where it is written."""
    environment = plan.environment
    return {
        "format_version": FORMAT_VERSION,
        "tool_version": plan.tool_version,
        "made_at": plan.made_at,
        "fingerprint": plan.fingerprint,
        "file": plan.file,
        "stack": plan.stack,
        "scope": plan.scope.value,
        "left_aside": plan.left_aside,
        "environment": {
            "account": environment.account,
            "region": environment.region,
            "partition": environment.partition,
            "endpoint": environment.endpoint,
            "name": environment.name,
        },
        "summary": dict(plan.counts()),
        "changes": [_change(change) for change in plan.changes],
        "steps": [_step(step) for step in plan.steps],
        "warnings": list(plan.warnings),
        "problems": [
            {
                "what": one.what,
                "operation": one.operation,
                "address": str(one.address) if one.address else None,
            }
            for one in plan.problems
        ],
        "costs": costs_document(plan.costs),
        "estimate": estimate_document(plan.estimate),
    }


def _change(change: Change) -> dict[str, Json]:
    return {
        "address": str(change.address),
        "action": change.action.value,
        "reason": change.reason,
        "arn": change.arn,
        "fields": [_field(one) for one in change.fields],
        "effects": [one.value for one in change.effects],
        "notes": list(change.notes),
        "change_id": change.change_id,
        "refusal": None
        if change.refusal is None
        else {
            "rule": change.refusal.rule,
            "why": change.refusal.why,
            "fix": change.refusal.fix,
            "paste": change.refusal.paste,
        },
        "missing": change.missing,
        "extra": change.extra,
        "due": change.due,
        "unhealthy": change.unhealthy,
        "asks": list(change.asks),
        "grants": list(change.grants),
    }


def _field(one: FieldChange) -> dict[str, Json]:
    return {
        "field": one.field,
        "member": one.member,
        "before": encoded(one.before),
        "after": encoded(one.after),
        "origin": one.origin.value,
        "sensitive": one.sensitive,
    }


def _step(step: Step) -> dict[str, Json]:
    return {
        "id": step.id,
        "address": str(step.address),
        "action": step.action.value,
        "kind": step.kind,
        "arn": encoded(step.arn),
        "calls": [_call(call) for call in step.calls],
        "until": step.until.value if step.until else None,
        "marks": [_call(call) for call in step.marks],
        "refused": [_call(call) for call in step.refused],
        "needs": list(step.needs),
        "follows": list(step.follows),
        "expects": step.expects,
        "keeps_if_in_use": step.keeps_if_in_use,
    }


def _call(call: Call) -> dict[str, Json]:
    return {"operation": call.operation, "request": encoded(dict(call.request))}


def encoded(value: Value) -> Json:
    """JSON with Unknowns as {"$unknown": ADDRESS}; a user's key that starts with $ gets a second one."""
    if isinstance(value, Unknown):
        return {"$unknown": str(value.address)}
    if isinstance(value, UnknownText):
        return {"$unknown": str(value.address), "$template": value.template}
    if isinstance(value, Mapping):
        return {f"${key}" if key.startswith("$") else key: encoded(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [encoded(item) for item in value]
    return value


def decoded(value: Json, depth: int = 0) -> Value:
    """The inverse of `encoded`; ValueError for what is nested deeper than any request."""
    if depth > _DEEPEST:
        raise ValueError(f"more than {_DEEPEST} levels are nested in a value")
    if isinstance(value, Mapping):
        if isinstance(value.get("$unknown"), str):
            address = parse_address(str(value["$unknown"]))
            template = value.get("$template")
            return UnknownText(template, address) if isinstance(template, str) else Unknown(address)
        return {
            key[1:] if key.startswith("$$") else key: decoded(item, depth + 1) for key, item in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [decoded(item, depth + 1) for item in value]
    return value


def from_document(document: Any) -> Plan:
    """The plan that a document was made from; DocumentError when it is not one."""
    if not isinstance(document, Mapping) or "format_version" not in document:
        raise DocumentError("it is not a plan document: format_version is missing")
    version = document["format_version"]
    if version != FORMAT_VERSION:
        raise DocumentError(f"its format_version is {str(version)[:20]}; this version reads {FORMAT_VERSION}")
    try:
        return _plan(document)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise DocumentError(f"it is not whole or was edited ({_said(error)})") from error


def _said(error: Exception) -> str:
    """What is wrong, in few words: a text of the document may be of any length."""
    what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
    return what if len(what) <= _LONGEST else f"{what[:_LONGEST]}…"


def _plan(document: Mapping[str, Any]) -> Plan:
    return typed(
        Plan(
            environment=_read_environment(document["environment"]),
            stack=document["stack"],
            file=document["file"],
            changes=tuple(_read_change(one) for one in document["changes"]),
            steps=tuple(_read_step(one) for one in document["steps"]),
            warnings=tuple(document["warnings"]),
            problems=tuple(
                typed(
                    ReadProblem(
                        what=one["what"],
                        operation=one["operation"],
                        address=parse_address(one["address"]) if one["address"] else None,
                    )
                )
                for one in document["problems"]
            ),
            fingerprint=document["fingerprint"],
            tool_version=document["tool_version"],
            made_at=document["made_at"],
            scope=Scope(document["scope"]),
            left_aside=document["left_aside"],
            costs=read_costs(document.get("costs")),
            estimate=read_estimate(document.get("estimate")),
        )
    )


def _read_environment(one: Mapping[str, Any]) -> Environment:
    return typed(Environment(**one))


def _read_change(one: Mapping[str, Any]) -> Change:
    return typed(
        Change(
            address=parse_address(one["address"]),
            action=Action(one["action"]),
            reason=one["reason"],
            arn=one["arn"],
            fields=tuple(_read_field(field) for field in one["fields"]),
            effects=tuple(Effect(effect) for effect in one["effects"]),
            notes=tuple(one["notes"]),
            change_id=one["change_id"],
            refusal=typed(Refusal(**one["refusal"])) if one["refusal"] else None,
            missing=one["missing"],
            extra=one["extra"],
            due=one["due"],
            unhealthy=one["unhealthy"],
            asks=tuple(one["asks"]),
            grants=tuple(one["grants"]),
        )
    )


def _read_field(one: Mapping[str, Any]) -> FieldChange:
    return typed(
        FieldChange(
            field=one["field"],
            member=one["member"],
            before=decoded(one["before"]),
            after=decoded(one["after"]),
            origin=Origin(one["origin"]),
            sensitive=one["sensitive"],
        )
    )


def _read_step(one: Mapping[str, Any]) -> Step:
    arn = decoded(one["arn"])
    if not isinstance(arn, str | Unknown):
        raise DocumentError(f"step {one['id']} has no ARN")
    return typed(
        Step(
            id=one["id"],
            address=parse_address(one["address"]),
            action=Action(one["action"]),
            kind=one["kind"],
            arn=arn,
            calls=tuple(_read_call(call) for call in one["calls"]),
            until=Until(one["until"]) if one["until"] else None,
            marks=tuple(_read_call(call) for call in one["marks"]),
            refused=tuple(_read_call(call) for call in one["refused"]),
            needs=tuple(one["needs"]),
            follows=tuple(one["follows"]),
            expects=one["expects"],
            keeps_if_in_use=one["keeps_if_in_use"],
        )
    )


def _read_call(one: Mapping[str, Any]) -> Call:
    request = decoded(one["request"])
    if not isinstance(request, Mapping):
        raise DocumentError(f"{one['operation']} has no request")
    return typed(Call(operation=one["operation"], request=request))
