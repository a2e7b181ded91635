"""What drawn parts choose from: names, recipes with what they take, use cases, filter expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
LONG = "a-name-as-long-as-the-service-takes-and-no-room-for-a-suffix-at"
NAMES: Mapping[str, Sequence[str]] = {
    "groups": ("north", "south", "east"),
    "solutions": ("sun", "moon", "star", f"sol-{LONG[:59]}"),
    "campaigns": ("home", "mail", "shelf", "cart"),
    "filters": ("seen", "cheap", "local", f"fil-{LONG[:59]}"),
    "recommenders": ("top", "more", "again"),
    "metrics": ("sums", "counts"),
    "trackers": ("clicks", "taps"),
}


@dataclass(frozen=True)
class Recipe:
    """What a recipe of custom groups needs and takes. Source: the developer guide's page of each recipe."""

    name: str
    needs: tuple[str, ...] = ("interactions",)
    hyper: Mapping[str, Sequence[str]] = field(default_factory=dict)
    features: Mapping[str, Sequence[str]] | None = None
    hpo: bool = False
    updates: bool = False
    objective: bool = False
    events: bool = False
    incremental: bool = False
    exploration: bool = False
    influence: bool = False
    serves: bool = True


_V1 = {"hidden_dimension": ("64", "128"), "bptt": ("16",), "recency_mask": ("true",)}
_V2 = {"apply_recency_bias": ("true", "false")}
_HISTORY = {
    "min_user_history_length_percentile": ("0.0", "0.01"),
    "max_user_history_length_percentile": ("0.99",),
}
RECIPES = {
    one.name: one
    for one in (
        Recipe("aws-user-personalization-v2", hyper=_V2, events=True),
        Recipe(
            "aws-user-personalization",
            hyper=_V1,
            features=_HISTORY,
            hpo=True,
            updates=True,
            objective=True,
            exploration=True,
        ),
        Recipe("aws-semantic-similarity", needs=("items",), incremental=True, influence=True),
        Recipe("aws-similar-items", hyper={"item_id_hidden_dim": ("30", "100")}, hpo=True),
        Recipe("aws-popularity-count"),
        Recipe("aws-trending-now", features={"trend_discovery_frequency": ("30 minutes", "1 day")}),
        Recipe("aws-personalized-ranking-v2", hyper=_V2, events=True),
        Recipe("aws-personalized-ranking", hyper=_V1, features=_HISTORY, hpo=True, objective=True),
        Recipe("aws-sims", hyper={"popularity_discount_factor": ("0.5",)}, hpo=True),
        Recipe("aws-next-best-action", needs=("interactions", "actions")),
        Recipe("aws-item-affinity", hyper={"hidden_dimension": ("64",)}, serves=False),
        Recipe("aws-item-attribute-affinity", needs=("interactions", "items"), serves=False),
    )
}
USE_CASES = {
    "ECOMMERCE": (
        "aws-ecomm-popular-items-by-views",
        "aws-ecomm-recommended-for-you",
        "aws-ecomm-frequently-bought-together",
    ),
    "VIDEO_ON_DEMAND": ("aws-vod-most-popular", "aws-vod-top-picks", "aws-vod-more-like-x"),
}
"""Those named …-you and …-picks explore, …-like-x needs items."""
EXPRESSIONS: Mapping[str, tuple[str, ...]] = {
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Watch")': ("interactions.EVENT_TYPE",),
    'EXCLUDE ItemID  WHERE Interactions.EVENT_TYPE\n IN ("Watch")': ("interactions.EVENT_TYPE",),
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN ("View", "Purchase")': ("interactions.EVENT_TYPE",),
    "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORY)": ("items.CATEGORY_L1",),
    'INCLUDE ItemID WHERE Items.PRICE < 10 AND Items.GENRES IN ("x")': ("items.PRICE", "items.GENRES"),
    "INCLUDE ItemID WHERE Items.STOCK > 0": ("items.STOCK",),
    'EXCLUDE ItemID WHERE Items.GENRES IN ("y") IF CurrentUser.COUNTRY = "DE"': (
        "items.GENRES",
        "users.COUNTRY",
    ),
    'INCLUDE ActionID WHERE Actions.KIND IN ("coupon")': ("actions.KIND",),
}
"""Filter expressions to the columns that they need."""
