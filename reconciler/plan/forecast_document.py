"""Costs and estimate as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.model.address import parse_address
from reconciler.model.forecast import Amount, Bound, Costs, Estimate, OneOff, Past, Standing
from reconciler.model.values import Json
from reconciler.plan.typed import typed

CURRENCY = "USD"


def costs_document(costs: Costs | None) -> Json:
    """Every amount with its bound, null where nothing of it is known; the sums are there for readers."""
    if costs is None:
        return None
    return {
        "currency": CURRENCY,
        "prices": {"as_of": costs.as_of, "region": costs.region, "source": costs.source},
        "standing": [
            {"address": str(one.address), "before": _amount(one.before), "after": _amount(one.after)}
            for one in costs.standing
        ],
        "once": [{"address": str(one.address), "amount": _amount(one.amount)} for one in costs.once],
        "month_before": _amount(costs.before),
        "month_after": _amount(costs.after),
        "month_difference": _amount(costs.difference),
        "once_together": _amount(costs.one_off),
        "notes": list(costs.notes),
    }


def estimate_document(estimate: Estimate | None) -> Json:
    """Seconds, and how many ended runs of each kind they rest on."""
    if estimate is None:
        return None
    past: dict[str, Json] = {one.kind: one.count for one in estimate.past}
    return {"seconds": estimate.seconds, "past": past}


def read_costs(document: Any) -> Costs | None:
    """The inverse of `costs_document`; plans of earlier versions have none."""
    if document is None:
        return None
    prices = document["prices"]
    return typed(
        Costs(
            standing=tuple(
                Standing(
                    address=parse_address(one["address"]),
                    before=_read_amount(one["before"]),
                    after=_read_amount(one["after"]),
                )
                for one in document["standing"]
            ),
            once=tuple(
                OneOff(address=parse_address(one["address"]), amount=_read_amount(one["amount"]))
                for one in document["once"]
            ),
            as_of=prices["as_of"],
            region=prices["region"],
            source=prices["source"],
            notes=tuple(document["notes"]),
        )
    )


def read_estimate(document: Any) -> Estimate | None:
    """The inverse of `estimate_document`."""
    if document is None:
        return None
    past = (typed(Past(kind=kind, count=count)) for kind, count in document["past"].items())
    return typed(Estimate(seconds=document["seconds"], past=tuple(past)))


def _amount(amount: Amount) -> dict[str, Json]:
    unknown = amount.bound is Bound.UNKNOWN
    return {
        "usd": None if unknown else amount.usd,
        "bound": amount.bound.value,
        "basis": amount.basis,
    }


def _read_amount(document: Mapping[str, Any]) -> Amount:
    usd = document["usd"]
    return typed(
        Amount(usd=0.0 if usd is None else usd, bound=Bound(document["bound"]), basis=document["basis"])
    )
