"""Which columns the service knows by name in each dataset type, read on 2026-11-26.

Source: developer guide, 'Custom datasets and schemas', 'ECOMMERCE datasets and schemas', 'VIDEO_ON_DEMAND
datasets and schemas' and the pages of the single types; 'Endpoints and quotas' for the limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_STRING, _LONG, _FLOAT = frozenset({"string"}), frozenset({"long"}), frozenset({"float"})
_OTHER_NUMBERS = frozenset({"double", "int", "long"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A column that the service knows by its name.

    `types` are those that the guide names, without null; `untold` further ones that it does not name and
    that nobody has seen refused. `flag` is the attribute that the guide wants to be true, "" for none;
    `plain` says that it may not be categorical, `null` that the guide has it with null whatever the data.
    `also` is another spelling that a page of the guide has.
    """

    types: frozenset[str]
    untold: frozenset[str] = frozenset()
    flag: str = ""
    plain: bool = False
    null: bool = False
    also: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetForm:
    """What a dataset of one type takes.

    `record` is how the guide names the schema's record. `most_metadata` is the quota on columns that are
    neither required nor reserved. `needs_metadata` says that the required columns alone are too few,
    `textual` that columns may be textual.
    """

    record: str
    required: Mapping[str, Keyword]
    reserved: Mapping[str, Keyword] = field(default_factory=dict)
    most_metadata: int
    needs_metadata: bool = False
    textual: bool = False

    @property
    def keywords(self) -> Mapping[str, Keyword]:
        """The required and the reserved columns."""
        return {**self.required, **self.reserved}


IDENTIFYING = frozenset({"USER_ID", "ITEM_ID", "ACTION_ID", "TIMESTAMP"})
"""Columns without which a row says nothing, so that null in them is of no use."""
NEVER_CATEGORICAL = frozenset({"USER_ID", "ITEM_ID", "ACTION_ID", "EVENT_TYPE"})
"""Source: developer guide, 'Creating schema JSON files', 'Item interactions dataset schema requirements'."""

_TEXT = Keyword(types=_STRING, plain=True)
_CATEGORY = Keyword(types=_STRING, flag="categorical")
_MOMENT = Keyword(types=_LONG)
_AMOUNT = Keyword(types=_FLOAT, untold=_OTHER_NUMBERS)
_DESCRIPTION = Keyword(types=_STRING, flag="textual")

_EVENT = {"USER_ID": _TEXT, "ITEM_ID": _TEXT, "TIMESTAMP": _MOMENT}
_OPTIONAL_TEXT = replace(_TEXT, null=True)
_OF_EVENTS = {
    # Text stands in samples of AWS from before 2021.
    "EVENT_VALUE": replace(_AMOUNT, null=True, untold=_OTHER_NUMBERS | _STRING),
    "IMPRESSION": _OPTIONAL_TEXT,
    "RECOMMENDATION_ID": _OPTIONAL_TEXT,
    "EVENT_ATTRIBUTION_SOURCE": _OPTIONAL_TEXT,
}
_USERS = DatasetForm(record="Users", required={"USER_ID": _TEXT}, most_metadata=25, needs_metadata=True)

_CUSTOM: Mapping[str, DatasetForm] = {
    "interactions": DatasetForm(
        record="Interactions",
        required=_EVENT,
        reserved={"EVENT_TYPE": _TEXT, **_OF_EVENTS},
        most_metadata=5,
    ),
    "items": DatasetForm(
        record="Items",
        required={"ITEM_ID": _TEXT},
        reserved={"CREATION_TIMESTAMP": _MOMENT},
        most_metadata=100,
        needs_metadata=True,
        textual=True,
    ),
    "users": _USERS,
    "actions": DatasetForm(
        record="Actions",
        required={"ACTION_ID": _TEXT},
        reserved={
            "CREATION_TIMESTAMP": _MOMENT,
            "VALUE": replace(_MOMENT, null=True),
            "TYPE": Keyword(types=_STRING),
            "REPEAT_FREQUENCY": replace(_MOMENT, null=True),
            # Pages of the guide spell it either way.
            "EXPIRATION_TIMESTAMP": _MOMENT,
            "ACTION_EXPIRATION_TIMESTAMP": _MOMENT,
        },
        most_metadata=10,
        needs_metadata=True,
    ),
    "actionInteractions": DatasetForm(
        record="ActionInteractions",
        required={"USER_ID": _TEXT, "ACTION_ID": _TEXT, "EVENT_TYPE": _TEXT, "TIMESTAMP": _MOMENT},
        reserved={"IMPRESSION": _OPTIONAL_TEXT, "RECOMMENDATION_ID": _OPTIONAL_TEXT},
        most_metadata=5,
    ),
}
_EVENTS_OF_A_DOMAIN = DatasetForm(
    record="Interactions",
    required={**_EVENT, "EVENT_TYPE": _TEXT},
    reserved=_OF_EVENTS,
    most_metadata=5,
)
_OF_A_DOMAIN: Mapping[str, Mapping[str, DatasetForm]] = {
    "ECOMMERCE": {
        "interactions": _EVENTS_OF_A_DOMAIN,
        "items": DatasetForm(
            record="Items",
            required={"ITEM_ID": _TEXT, "PRICE": _AMOUNT, "CATEGORY_L1": _CATEGORY},
            reserved={
                **dict.fromkeys(("CATEGORY_L2", "CATEGORY_L3", "AGE_GROUP", "ADULT", "GENDER"), _CATEGORY),
                "PRODUCT_DESCRIPTION": _DESCRIPTION,
                # One page says float, others long.
                "CREATION_TIMESTAMP": Keyword(types=_LONG | _FLOAT),
            },
            most_metadata=100,
            textual=True,
        ),
        "users": _USERS,
    },
    "VIDEO_ON_DEMAND": {
        "interactions": _EVENTS_OF_A_DOMAIN,
        "items": DatasetForm(
            record="Items",
            required={
                "ITEM_ID": _TEXT,
                "CREATION_TIMESTAMP": _MOMENT,
                # A default schema of the guide has GENRES_L1, where its table of requirements has GENRES.
                "GENRES": Keyword(types=_STRING, flag="categorical", also="GENRES_L1"),
            },
            reserved={
                **dict.fromkeys(("PRICE", "DURATION", "AVERAGE_RATING"), _AMOUNT),
                **dict.fromkeys(
                    ("GENRE_L2", "GENRE_L3", "CONTENT_OWNER", "CONTENT_CLASSIFICATION"), _CATEGORY
                ),
                "PRODUCT_DESCRIPTION": _DESCRIPTION,
            },
            most_metadata=100,
            textual=True,
        ),
        "users": _USERS,
    },
}

RECORDS: Mapping[str, str] = {kind: form.record for kind, form in _CUSTOM.items()}
"""The name of a schema's record by dataset type, as personalize.yaml names the type."""
DOMAINS = tuple(_OF_A_DOMAIN)
"""Of groups that are not custom ones."""
CUSTOM = "custom"
"""What people may say for none of them."""


def dataset_form(kind: str, domain: str | None) -> DatasetForm | None:
    """The form of a dataset type, as personalize.yaml names it, in a group of this domain (None: custom).

    None where a group of the domain has no dataset of the type.
    """
    return (_OF_A_DOMAIN.get(domain, {}) if domain else _CUSTOM).get(kind)
