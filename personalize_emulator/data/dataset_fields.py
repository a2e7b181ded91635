"""What each dataset type demands of its schema, as data.

Source: the "datasets and schemas" pages of the developer guide, custom groups and both domains, for example
https://docs.aws.amazon.com/personalize/latest/dg/how-it-works-dataset-schema.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ECOMMERCE = "ECOMMERCE"
VIDEO_ON_DEMAND = "VIDEO_ON_DEMAND"

STRING = frozenset({"string"})
LONG = frozenset({"long"})
# Assumed: any number does. The guide writes float; older samples import double and long as well.
NUMBER = frozenset({"float", "double", "int", "long"})


@dataclass(frozen=True, slots=True)
class RequiredField:
    """A field that must be there, the types it may have, and whether it must be categorical."""

    name: str
    types: frozenset[str]
    categorical: bool = False


@dataclass(frozen=True, slots=True)
class DatasetRules:
    """The rules of one dataset type in one sort of group.

    `metadata_limit` is the quota on fields that are neither required nor reserved.
    """

    record_name: str
    required: tuple[RequiredField, ...]
    reserved: Mapping[str, frozenset[str]]
    metadata_limit: int
    needs_metadata: bool = False
    textual: bool = False

    @property
    def keywords(self) -> frozenset[str]:
        """Names that are required or reserved, hence no metadata."""
        return frozenset(self.reserved) | {field.name for field in self.required}


_USER = RequiredField("USER_ID", STRING)
_ITEM = RequiredField("ITEM_ID", STRING)
_ACTION = RequiredField("ACTION_ID", STRING)
_TIME = RequiredField("TIMESTAMP", LONG)
_TYPE = RequiredField("EVENT_TYPE", STRING)

_INTERACTION_RESERVED = {
    "EVENT_TYPE": STRING,
    # Assumed: text does too, as samples of AWS from before 2021 have it.
    "EVENT_VALUE": NUMBER | STRING,
    "IMPRESSION": STRING,
    "RECOMMENDATION_ID": STRING,
    "EVENT_ATTRIBUTION_SOURCE": STRING,
}
# Reserved fields of a domain are no metadata either, and have their types: "VIDEO_ON_DEMAND datasets and
# schemas" and its ECOMMERCE sibling. Pages differ on whether CREATION_TIMESTAMP is long or float in a shop.
_SHOP_RESERVED = {
    **dict.fromkeys(
        ("CATEGORY_L2", "CATEGORY_L3", "PRODUCT_DESCRIPTION", "AGE_GROUP", "ADULT", "GENDER"), STRING
    ),
    "CREATION_TIMESTAMP": LONG | {"float"},
}
_VIDEO_RESERVED = {
    **dict.fromkeys(("PRICE", "DURATION", "AVERAGE_RATING"), NUMBER),
    **dict.fromkeys(("GENRE_L2", "GENRE_L3", "PRODUCT_DESCRIPTION", "CONTENT_OWNER"), STRING),
    "CONTENT_CLASSIFICATION": STRING,
}
# Assumed: a domain Items dataset may leave out further metadata, since its required fields are metadata.
_SHOP_ITEMS = (_ITEM, RequiredField("PRICE", NUMBER), RequiredField("CATEGORY_L1", STRING, categorical=True))
# The guide's own default schema lets GENRES and CATEGORY_L1 be null.
_VIDEO_ITEMS = (
    _ITEM,
    RequiredField("CREATION_TIMESTAMP", LONG),
    RequiredField("GENRES", STRING, categorical=True),
)

_CUSTOM = {
    "INTERACTIONS": DatasetRules("Interactions", (_USER, _ITEM, _TIME), _INTERACTION_RESERVED, 5),
    "ITEMS": DatasetRules(
        "Items", (_ITEM,), {"CREATION_TIMESTAMP": LONG}, 100, needs_metadata=True, textual=True
    ),
    "USERS": DatasetRules("Users", (_USER,), {}, 25, needs_metadata=True),
    "ACTIONS": DatasetRules(
        "Actions",
        (_ACTION,),
        {
            "CREATION_TIMESTAMP": LONG,
            "VALUE": LONG,
            "TYPE": STRING,
            "REPEAT_FREQUENCY": LONG,
            # Two guide pages spell the expiration differently, so both are taken.
            "EXPIRATION_TIMESTAMP": LONG,
            "ACTION_EXPIRATION_TIMESTAMP": LONG,
        },
        10,
        needs_metadata=True,
    ),
    "ACTION_INTERACTIONS": DatasetRules(
        "ActionInteractions",
        (_USER, _ACTION, _TYPE, _TIME),
        {"IMPRESSION": STRING, "RECOMMENDATION_ID": STRING},
        5,
    ),
}

_DOMAIN_INTERACTIONS = DatasetRules("Interactions", (_USER, _ITEM, _TIME, _TYPE), _INTERACTION_RESERVED, 5)
_DOMAINS = {
    ECOMMERCE: {
        "INTERACTIONS": _DOMAIN_INTERACTIONS,
        "ITEMS": DatasetRules("Items", _SHOP_ITEMS, _SHOP_RESERVED, 100, textual=True),
    },
    VIDEO_ON_DEMAND: {
        "INTERACTIONS": _DOMAIN_INTERACTIONS,
        "ITEMS": DatasetRules("Items", _VIDEO_ITEMS, _VIDEO_RESERVED, 100, textual=True),
    },
}


def canonical_type(dataset_type: str) -> str:
    """The spelling that the service echoes: upper case; the API takes any case."""
    return dataset_type.upper()


def rules_of(dataset_type: str, domain: str | None) -> DatasetRules | None:
    """The rules for a dataset type in a group of this domain (None = custom), or None for no such type.

    Domain groups hold no action datasets:
    https://docs.aws.amazon.com/personalize/latest/dg/domain-dataset-groups.html
    """
    kind = canonical_type(dataset_type)
    if domain is None:
        return _CUSTOM.get(kind)
    if kind in {"ACTIONS", "ACTION_INTERACTIONS"}:
        return None
    return _DOMAINS.get(domain, {}).get(kind) or _CUSTOM.get(kind)
