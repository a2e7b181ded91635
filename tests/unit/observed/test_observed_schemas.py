"""Which schemas are read: those in use, and all generations of a name once another content is wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import building as b
from fake_reads import Account

from reconciler.model.observed import ObservedSchema

ITEMS = "dataset/shop/items"
OLD: dict[str, Any] = {"type": "record", "name": "Items", "fields": [{"name": "ITEM_ID", "type": "string"}]}
NEW = {**OLD, "fields": [*OLD["fields"], {"name": "GENRE", "type": ["null", "string"]}]}
STRICT = {**OLD, "fields": [*OLD["fields"], {"name": "GENRE", "type": "string"}]}


def shop(avro, **more):
    return b.shop(b.declared("schema/things", avro=avro), b.declared(ITEMS, schema="things"), **more)


PLAIN = b.settled(shop(OLD))


def with_schema(state, name, content):
    made = ObservedSchema(arn=b.arn(f"schema/{name}"), name=name, domain=None, content=content)
    return replace(state, schemas={**state.schemas, name: made})


def test_a_steady_account_has_its_schemas_described_and_none_listed() -> None:
    account = Account(with_schema(PLAIN, "things-v2", NEW))
    state = account.look(shop(OLD))
    assert (account.calls["DescribeSchema"], account.calls["ListSchemas"]) == (2, 0)
    assert "things-v2" not in state.schemas


def test_a_re_formatted_schema_is_no_reason_to_list() -> None:
    account = Account(PLAIN)
    account.look(shop(dict(reversed(OLD.items()))))
    assert account.calls["ListSchemas"] == 0


def test_another_content_lists_the_account_once_and_describes_the_generations_of_its_name() -> None:
    state = with_schema(with_schema(PLAIN, "things-v2", NEW), "things-other", OLD)
    account = Account(state)
    read = account.look(shop(NEW))
    assert (account.calls["DescribeSchema"], account.calls["ListSchemas"]) == (3, 1)
    assert set(read.schemas) == {"events", "things", "things-v2"}
    assert read.schema_names == {"events", "things", "things-v2", "things-other"}


def test_another_domain_is_another_schema() -> None:
    account = Account(PLAIN)
    account.look(
        b.shop(b.declared("schema/things", avro=OLD, domain="ECOMMERCE"), b.declared(ITEMS, schema="things"))
    )
    assert account.calls["ListSchemas"] == 1


def test_a_dataset_that_is_being_brought_to_the_declared_schema_needs_no_list() -> None:
    update = {"schemaArn": b.arn("schema/things-v2"), "status": "UPDATE IN_PROGRESS"}
    state = b.altered(with_schema(PLAIN, "things-v2", NEW), ITEMS, latestDatasetUpdate=update)
    account = Account(state)
    read = account.look(shop(NEW))
    assert account.calls["ListSchemas"] == 0
    assert {"things", "things-v2"} < set(read.schemas)


# What such a change must clear away


def test_a_column_added_in_place_asks_for_nothing_around_the_dataset() -> None:
    account = Account(PLAIN)
    assert account.look(shop(NEW)).contents == {}
    assert account.calls["ListFilters"] == account.calls["ListCampaigns"] == 0


def test_a_schema_that_takes_a_recreation_asks_what_stands_around_the_dataset() -> None:
    state = Account(PLAIN).look(shop(STRICT))
    assert state.contents == {
        b.live(PLAIN, ITEMS).arn: tuple(sorted(b.live(PLAIN, text).arn for text in (b.FILTER, b.CAMPAIGN)))
    }
    wider = b.shop(b.declared(b.SCHEMA, avro={**b.AVRO, "fields": [*b.AVRO["fields"], NEW["fields"][1]]}))
    found = Account(PLAIN).look(wider).contents[b.live(PLAIN, b.DATASET).arn]
    assert set(found) == {b.live(PLAIN, text).arn for text in (b.FILTER, b.CAMPAIGN, b.TRACKER)}


def test_around_a_dataset_of_somebody_elses_nothing_is_asked() -> None:
    account = Account(b.unowned(PLAIN, ITEMS, owner="other"))
    assert b.live(PLAIN, ITEMS).arn not in account.look(shop(STRICT)).contents
