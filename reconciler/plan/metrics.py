"""Changing the metrics of a metric attribution: a set of which members leave and join, each named once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.kinds.kind import Kind
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Json, Value, canonical
from reconciler.plan.changes import Action, Call, Step, Until
from reconciler.plan.compare import Compared
from reconciler.plan.live import live_value
from reconciler.plan.requests import update_call
from reconciler.plan.steps import named, step_id

_NAME = "metricName"


def metric_steps(kind: Kind, live: ObservedResource, compared: tuple[Compared, ...]) -> list[Step]:
    """At most two updates: what leaves or changes is removed, then what is new or changed is added.

    A metric under a name that is still there is refused, and no page shows both in one call, so that they are
    two calls. Other members that differ go with the second.
    """
    (one,) = (item for item in compared if item.field.removal)
    before, after = _by_name(live_value(kind, one.field, live)), _by_name(one.wire)
    leaving = [name for name in before if canonical(before[name]) != canonical(after.get(name))]
    joining = [after[name] for name in after if canonical(after[name]) != canonical(before.get(name))]
    others = tuple(item for item in compared if not item.field.removal)
    rest = dict(update_call(kind, live, others).request)
    last: dict[str, Value] = {**rest, **({one.field.update: joining} if joining else {})}
    first: dict[str, Value] = {kind.arn_member: live.arn, one.field.removal: leaving}
    calls = [("remove", first)] if leaving else []
    if len(last) > 1:
        calls.append(("", last))
    return [
        Step(
            id=step_id(Action.UPDATE, live.address, label or named(kind, live)),
            address=live.address,
            action=Action.UPDATE,
            kind=kind.name,
            arn=live.arn,
            calls=(Call(operation=kind.update, request=request),),
            until=Until.READY,
        )
        for label, request in calls
    ]


def _by_name(metrics: Value) -> Mapping[str, Json]:
    items = metrics if isinstance(metrics, Sequence) and not isinstance(metrics, str) else ()
    told = ("eventType", _NAME, "expression")
    return {
        str(item[_NAME]): {key: item.get(key) for key in told}  # type: ignore[misc]
        for item in items
        if isinstance(item, Mapping)
    }
