"""What Amazon Personalize bills, in USD: second-hand figures, for judging a plan and not for a bill.

Source: public repository files of 2024 to 2026 that cite AWS's price page, which itself could not be read.
Several independent ones agree, except where a price says that it has one source.
"""

from __future__ import annotations

from dataclasses import dataclass

AS_OF = "2026-11-23"
"""When the figures were read."""
REGION = "us-east-1"
"""The region that they are list prices of. How other regions differ is not known."""
SOURCE = "public files of 2024 to 2026 that cite AWS's price page"

HOURS_PER_MONTH = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """USD per unit; `sources` counts the independent files that say so."""

    usd: float
    per: str
    sources: int


INGESTION = Price(usd=0.05, per="GB", sources=5)
"""Bulk and streaming. Every full import is billed again (inferred)."""

TRAINING_V1 = Price(usd=0.24, per="training hour", sources=4)
"""An hour counts once per machine, so that more hours may be billed than pass."""

TRAINING_V2 = Price(usd=0.002, per="1,000 interactions", sources=3)
"""Of all interactions that were ingested, before any filtering."""

TPS_V1 = Price(usd=0.20, per="TPS-hour", sources=3)
"""Up to 20,000 TPS-hours a month; 0.10 for the next 180,000, 0.05 beyond."""

TPS_V1_FIRST_TIER = 20_000
"""TPS-hours a month that the first price holds for."""

TPS_V2 = Price(usd=0.54, per="TPS-hour", sources=1)
"""3,600 requests at 0.15 per 1,000 (three sources); that the floor is billed so is told by one."""

RECOMMENDER = Price(usd=0.375, per="hour", sources=1)
"""For up to 100,000 users, 4,000 requests an hour included; more of either costs more."""

RECOMMENDER_INCLUDED = 4_000
"""Requests an hour that the first price of a recommender includes."""

_V1 = frozenset(
    {
        "aws-personalized-ranking",
        "aws-popularity-count",
        "aws-similar-items",
        "aws-sims",
        "aws-trending-now",
        "aws-user-personalization",
    }
)
_V2 = frozenset({"aws-personalized-ranking-v2", "aws-user-personalization-v2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """How a recipe is billed: by `name` as people say it, for capacity and for training."""

    name: str
    tps: Price
    training: Price


_TARIFFS = {
    "v1": Tariff(name="v1 recipe", tps=TPS_V1, training=TRAINING_V1),
    "v2": Tariff(name="v2 recipe", tps=TPS_V2, training=TRAINING_V2),
}


def tariff_of(recipe: str) -> Tariff | None:
    """The tariff of a recipe's name or ARN, None where no source tells how it is billed."""
    name = recipe.rsplit("/", 1)[-1]
    return _TARIFFS["v2"] if name in _V2 else _TARIFFS["v1"] if name in _V1 else None
