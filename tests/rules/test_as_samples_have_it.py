"""Oddities that AWS's public samples and recorded answers of the service show as taken: none is told of.

Each is written anew here. What a sample shows and no recorded answer does, at most warns; those stand last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from reconciler.desired.every_environment import check
from reconciler.model.diagnostics import Severity

Field = dict[str, object]
NAMESPACE = "com.amazonaws.personalize.schema"


def field(name: str, kind: object = "string", **more: object) -> Field:
    """One field of a record."""
    return {"name": name, "type": kind, **more}


def record(name: str, fields: Iterable[Field], **more: object) -> dict[str, object]:
    """A record with the version that the guide writes, unless said otherwise; None leaves it out."""
    said = {
        "type": "record",
        "name": name,
        "namespace": NAMESPACE,
        "fields": [*fields],
        "version": "1.0",
    } | more
    return {key: value for key, value in said.items() if value is not None}


USER, ITEM = field("USER_ID"), field("ITEM_ID")
EVENT = (USER, ITEM, field("TIMESTAMP", "long"))
TAKEN = {
    "a record in lower case": ("interactions", "", record("interactions", EVENT)),
    "users in lower case": ("users", "", record("users", [USER, field("AGE", "int")])),
    "a union of one": (
        "items",
        "",
        record("Items", [field("ITEM_ID", ["string"]), field("GENRE", ["string"], categorical=True)]),
    ),
    "no version": ("interactions", "", record("Interactions", EVENT, version=None)),
    "a version of one digit": ("interactions", "", record("Interactions", EVENT, version="1")),
    "another version": ("interactions", "", record("Interactions", EVENT, version="1.1")),
    "null first": (
        "items",
        "",
        record("Items", [ITEM, field("BRAND", ["null", "string"], categorical=True)]),
    ),
    "null last": ("items", "", record("Items", [ITEM, field("BRAND", ["string", "null"], categorical=True)])),
    "a default": (
        "interactions",
        "",
        record("Interactions", [*EVENT, field("DEVICE", ["null", "string"], default=None)]),
    ),
    "an attribute of nobody": (
        "items",
        "",
        record("Items", [ITEM, field("YEAR", "int", doc="of production")]),
    ),
    "text that is neither categorical nor textual": ("items", "", record("Items", [ITEM, field("TITLE")])),
    "a boolean": ("items", "", record("Items", [ITEM, field("KIDS", "boolean")])),
    "double": ("items", "", record("Items", [ITEM, field("PRICE", "double")])),
    "columns in camel case": ("users", "", record("Users", [USER, field("memberClass", categorical=True)])),
    "columns in lower case": (
        "interactions",
        "",
        record("Interactions", [*EVENT, field("user_device_type", categorical=True)]),
    ),
    "fields in another order": ("interactions", "", record("Interactions", reversed(EVENT))),
    "event type and value in front": (
        "interactions",
        "",
        record("Interactions", [field("EVENT_TYPE"), field("EVENT_VALUE", "float"), *EVENT]),
    ),
    "textual that may be null": (
        "items",
        "",
        record("Items", [ITEM, field("DESCRIPTION", ["null", "string"], textual=True)]),
    ),
    "films with genres that may be null": (
        "items",
        "VIDEO_ON_DEMAND",
        record(
            "Items",
            [
                ITEM,
                field("GENRES", ["null", "string"], categorical=True),
                field("CREATION_TIMESTAMP", "long"),
            ],
        ),
    ),
    "goods with columns of their own": (
        "items",
        "ECOMMERCE",
        record(
            "Items",
            [
                ITEM,
                field("PRICE", "float"),
                field("CATEGORY_L1", ["string"], categorical=True),
                field("CATEGORY_L2", ["string"], categorical=True),
                field("PRODUCT_DESCRIPTION", ["string"], textual=True),
                field("GENDER", ["string"], categorical=True),
                field("PROMOTED", ["string"], categorical=True),
            ],
        ),
    ),
    "impressions": (
        "interactions",
        "",
        record("Interactions", [*EVENT, field("IMPRESSION"), field("RECOMMENDATION_ID", ["null", "string"])]),
    ),
}
FILTERS = (
    'EXCLUDE ItemID WHERE Interactions.event_type IN ("Watch")',
    'EXCLUDE itemId WHERE INTERACTIONS.event_type in ("Purchase")',
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE in ("*")',
    "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
    'INCLUDE UserID WHERE Interactions.EVENT_TYPE IN ("click, rating")',
    "INCLUDE ItemID WHERE Items.GENRE IN ($GENRES)",
    "INCLUDE ItemID WHERE ITEMS.genre IN ($GENRES)",
    "INCLUDE ItemID WHERE Items.YEAR >= 1970 AND Items.YEAR < 1980",
    "INCLUDE ItemID WHERE Items.YEAR >= $FROM AND Items.YEAR < $TO",
    "INCLUDE ItemID WHERE Items.creation_timestamp > 1633240824",
    'INCLUDE ItemID WHERE Items.PROMOTED IN ("true")',
    "INCLUDE ItemID WHERE ITEMS.GENRE IN CurrentItem.GENRE",
    'EXCLUDE ItemID WHERE ITEMS.GENRE NOT IN ("cold drinks", "salty snacks")',
    'EXCLUDE ItemID WHERE INTERACTIONS.event_type IN ("Buy") | INCLUDE ItemID WHERE ITEMS.PROMOTED IN ("Y")',
    (
        "INCLUDE ItemID WHERE Items.GENRE IN ($GENRES) AND Items.CREATION_TIMESTAMP > $SINCE"
        ' | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")'
    ),
    'exclude UserId where users.country in ("England", "Japan購入")',
)
CONFIGURED = """
  solutions:
    similar: {recipe: aws-sims, campaigns: {similar: {minTPS: 1}}}
    popular: {recipe: aws-popularity-count, campaigns: {popular: {minTPS: 1}}}
    liked: {recipe: aws-user-personalization, campaigns: {liked: {minTPS: 1}}}
    ranked: {recipe: aws-personalized-ranking, campaigns: {ranked: {minTPS: 1}}}
    searched:
      recipe: aws-user-personalization
      performHPO: true
    fans: {recipe: aws-item-affinity}
    fans-of-a-kind: {recipe: aws-item-attribute-affinity}
    bought: {recipe: aws-user-personalization-v2, eventType: Purchase}
  eventTracker: shop
"""
ITEMS = record(
    "Items",
    [
        ITEM,
        field("GENRE", categorical=True),
        field("PROMOTED", categorical=True),
        field("YEAR", "int"),
        field("CREATION_TIMESTAMP", "long"),
    ],
)
EVENTS = record("Interactions", [*EVENT, field("EVENT_TYPE")])
USERS = record("Users", [USER, field("COUNTRY", categorical=True)])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(
    schemas: dict[str, dict[str, object]], group: dict[str, object], domain: str = ""
) -> list[tuple[str, str]]:
    """What `validate` finds in a file with this group, whose datasets use the schemas of their names."""
    of = {"domain": domain} if domain else {}
    for name, document in schemas.items():
        Path(f"{name}.avsc").write_text(json.dumps(document))
    written = {
        "version": 1,
        "stack": "shop",
        "schemas": {name: {"avro": f"{name}.avsc", **of} for name in schemas},
        "datasetGroups": {"shop": {**of, "datasets": {name: {"schema": name} for name in schemas}, **group}},
    }
    Path("personalize.yaml").write_text(yaml.safe_dump(written, allow_unicode=True))
    found = check("personalize.yaml", stdin=None).diagnostics
    return [(one.code, one.severity) for one in found]


@pytest.mark.parametrize("name", TAKEN)
def test_a_schema_as_samples_have_it_is_not_told_of(name: str) -> None:
    kind, domain, document = TAKEN[name]
    assert told({kind: document}, {}, domain) == []


@pytest.mark.parametrize("expression", FILTERS)
def test_a_filter_as_samples_have_it_is_not_told_of(expression: str) -> None:
    schemas = {"interactions": EVENTS, "items": ITEMS, "users": USERS}
    assert told(schemas, {"filters": {"f": expression}}) == []


def test_solutions_as_samples_have_them_are_not_wrong() -> None:
    group = yaml.safe_load(CONFIGURED)
    schemas = {"interactions": EVENTS, "items": ITEMS, "users": USERS}
    assert told(schemas, group) == []


def test_single_quotes_which_only_the_text_of_samples_shows_warn() -> None:
    group: dict[str, object] = {"filters": {"f": "EXCLUDE ItemID WHERE Items.GENRE IN ('drama')"}}
    assert told({"items": ITEMS}, group) == [("filter/single-quotes", Severity.WARNING)]


def test_the_value_of_events_as_text_warns() -> None:
    document = record("Interactions", [*EVENT, field("EVENT_VALUE"), field("EVENT_TYPE")])
    assert told({"interactions": document}, {}) == [("schema/keyword-number", Severity.WARNING)]


def test_a_sample_that_lacks_its_time_is_wrong() -> None:
    document = record("interactions", [ITEM, USER, field("EVENT_TYPE"), field("EVENT_VALUE", "float")])
    assert told({"interactions": document}, {}) == [("schema/missing-field", Severity.ERROR)]
