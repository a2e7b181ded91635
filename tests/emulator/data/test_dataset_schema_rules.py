"""What CreateSchema, CreateDataset and UpdateDataset accept and refuse."""

import json

import pytest

from personalize_emulator.data.avro import (
    DatasetSchema,
    SchemaError,
    check_evolution,
    check_for_dataset,
    parse_schema,
)

Field = dict[str, object]
ITEM: Field = {"name": "ITEM_ID", "type": "string"}
GENRES: Field = {"name": "GENRES", "type": "string", "categorical": True}
PRICE: Field = {"name": "PRICE", "type": "float"}
PLOT: Field = {"name": "PLOT", "type": "string", "textual": True}
EVENT: list[Field] = [
    {"name": "USER_ID", "type": "string"},
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
]


def text(*fields: Field, name: str = "Items", **extra: object) -> str:
    namespace = "com.amazonaws.personalize.schema"
    return json.dumps({"type": "record", "name": name, "namespace": namespace, "fields": fields, **extra})


def schema(*fields: Field, name: str = "Items") -> DatasetSchema:
    return parse_schema(text(*fields, name=name))


@pytest.mark.documented
def test_fields_keep_their_order_types_and_attributes() -> None:
    parsed = schema(
        ITEM,
        {"name": "PRICE", "type": ["null", "float"]},
        GENRES,
        {"name": "PLOT", "type": "string", "textual": True},
        {"name": "TITLE", "type": "string", "itemName": True},
    )
    assert [field.name for field in parsed.fields] == ["ITEM_ID", "PRICE", "GENRES", "PLOT", "TITLE"]
    assert parsed.fields[1].types == ("float",)
    assert parsed.fields[1].nullable
    assert [(f.categorical, f.textual, f.item_name) for f in parsed.fields[2:]] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


@pytest.mark.observed
@pytest.mark.parametrize(
    "document",
    [
        text(*EVENT, name="interactions"),
        text({"name": "USER_ID", "type": ["string"]}, *EVENT[1:], name="Interactions"),
        text(*EVENT, {"name": "EVENT_VALUE", "type": ["float", "null"]}, name="Interactions"),
        text(*EVENT, {"name": "DEVICE", "type": "string", "default": "tv"}, name="Interactions"),
        text(*EVENT, {"name": "DEVICE", "type": "string"}, name="Interactions"),
        text(*EVENT, {"name": "KIDS", "type": "boolean"}, name="Interactions"),
    ],
)
def test_what_the_service_was_seen_to_accept_is_accepted(document: str) -> None:
    check_for_dataset(parse_schema(document), "Interactions", None)


@pytest.mark.assumed
def test_the_value_of_events_may_be_text_as_in_old_samples() -> None:
    document = text(*EVENT, {"name": "EVENT_VALUE", "type": "string"}, name="Interactions")
    check_for_dataset(parse_schema(document), "Interactions", None)


@pytest.mark.documented
@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{", "not valid JSON"),
        ("[" * 10_000, "not valid JSON"),
        ("[]", "not a JSON object"),
        ('{"type": "enum"}', "record"),
        (text(ITEM, name="1st"), "name"),
        (text(ITEM, namespace="org.example"), "namespace"),
        (text(), "list of fields"),
        (text({"name": "A-B", "type": "string"}), "field name"),
        (text({"name": "A", "type": {"type": "array", "items": "string"}}), "primitive"),
        (text({"name": "A", "type": "bytes"}), "unsupported type"),
        (text({"name": "A", "type": "null"}), "not null"),
        (text({"name": "A", "type": ["string", "string"]}), "none twice"),
        (text({"name": "A", "type": "int", "categorical": True}), "of type string"),
        (text({"name": "A", "type": "string", "categorical": "yes"}), "true or false"),
        (text({"name": "A", "type": "string", "categorical": True, "textual": True}), "both"),
        (text(ITEM, {"name": "ITEMID", "type": "string"}), "not distinct"),
        (text(PLOT, PLOT | {"name": "CAST"}), "one textual"),
        (text(ITEM, doc="x" * 20_000), "longer than 20000"),
    ],
)
def test_create_schema_refuses(document: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        parse_schema(document)


@pytest.mark.documented
@pytest.mark.parametrize(
    ("fields", "name", "dataset_type", "domain", "said"),
    [
        (EVENT[:2], "Interactions", "Interactions", None, "TIMESTAMP"),
        ([*EVENT[:2], {"name": "TIMESTAMP", "type": "string"}], "Interactions", "INTERACTIONS", None, "long"),
        (
            [*EVENT[:2], {"name": "TIMESTAMP", "type": ["null", "long"]}],
            "Interactions",
            "Interactions",
            None,
            "TIMESTAMP cannot be null",
        ),
        (EVENT, "Interactions", "Interactions", "ECOMMERCE", "EVENT_TYPE"),
        (EVENT, "Interactions", "Items", None, "does not match"),
        ([ITEM | {"categorical": True}, GENRES], "Items", "Items", None, "ITEM_ID cannot be categorical"),
        (
            [*EVENT, {"name": "EVENT_TYPE", "type": "string", "categorical": True}],
            "Interactions",
            "Interactions",
            None,
            "EVENT_TYPE cannot be categorical",
        ),
        (
            [ITEM, PRICE, GENRES | {"name": "CATEGORY_L1"}, {"name": "GENDER", "type": "int"}],
            "Items",
            "Items",
            "ECOMMERCE",
            "GENDER must be of type string",
        ),
        ([ITEM], "Items", "Items", None, "metadata"),
        ([EVENT[0]], "Users", "users", None, "metadata"),
        ([ITEM, GENRES], "Items", "Items", "ECOMMERCE", "PRICE"),
        ([ITEM, GENRES], "Items", "Items", "VIDEO_ON_DEMAND", "CREATION_TIMESTAMP"),
        (
            [ITEM, {"name": "CREATION_TIMESTAMP", "type": "long"}, {"name": "GENRES", "type": "string"}],
            "Items",
            "Items",
            "VIDEO_ON_DEMAND",
            "categorical",
        ),
        ([ITEM | {"type": ["null", "string"]}, GENRES], "Items", "Items", None, "cannot be null"),
        ([ITEM, {"name": "CREATION_TIMESTAMP", "type": "string"}], "Items", "Items", None, "reserved"),
        (
            [EVENT[0], {"name": "BIO", "type": "string", "textual": True}],
            "Users",
            "Users",
            None,
            "Only an Items",
        ),
        (
            [EVENT[0], *({"name": f"F{i}", "type": "int"} for i in range(26))],
            "Users",
            "Users",
            None,
            "at most 25",
        ),
        (EVENT, "Actions", "Actions", "ECOMMERCE", "not a dataset type"),
        (EVENT, "Interactions", "Events", None, "Events is not a dataset type"),
    ],
)
def test_a_dataset_refuses_a_schema(
    fields: list[Field], name: str, dataset_type: str, domain: str | None, said: str
) -> None:
    with pytest.raises(SchemaError, match=said):
        check_for_dataset(schema(*fields, name=name), dataset_type, domain)


@pytest.mark.documented
@pytest.mark.parametrize(
    ("fields", "name", "dataset_type", "domain"),
    [
        (EVENT, "Interactions", "interactions", None),
        ([ITEM, GENRES], "Items", "ITEMS", None),
        ([ITEM, GENRES, EVENT[0] | {"categorical": True}], "Items", "Items", None),
        (
            [
                ITEM,
                PRICE,
                GENRES | {"name": "CATEGORY_L1"},
                GENRES | {"name": "GENDER"},
                *({"name": f"F{i}", "type": "int"} for i in range(100)),
            ],
            "Items",
            "Items",
            "ECOMMERCE",
        ),
        ([EVENT[0], {"name": "AGE", "type": "int"}], "Users", "Users", "ECOMMERCE"),
        (
            [ITEM, {"name": "PRICE", "type": "float"}, GENRES | {"name": "CATEGORY_L1"}],
            "Items",
            "Items",
            "ECOMMERCE",
        ),
        (
            [
                EVENT[0],
                {"name": "ACTION_ID", "type": "string"},
                {"name": "EVENT_TYPE", "type": "string"},
                EVENT[2],
            ],
            "ActionInteractions",
            "Action_Interactions",
            None,
        ),
    ],
)
def test_a_dataset_takes_a_schema(
    fields: list[Field], name: str, dataset_type: str, domain: str | None
) -> None:
    check_for_dataset(schema(*fields, name=name), dataset_type, domain)


@pytest.mark.documented
def test_a_schema_may_grow_by_nullable_fields() -> None:
    check_evolution(schema(ITEM, GENRES), schema(ITEM, GENRES, {"name": "YEAR", "type": ["int", "null"]}))


@pytest.mark.documented
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([ITEM], "lacks the field GENRES"),
        ([ITEM, GENRES | {"categorical": False}], "changes the field GENRES"),
        ([ITEM, GENRES | {"type": ["null", "string"]}], "changes the field GENRES"),
        ([ITEM, GENRES, {"name": "YEAR", "type": "int"}], "YEAR must allow null"),
    ],
)
def test_a_schema_may_not_change_otherwise(fields: list[Field], said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        check_evolution(schema(ITEM, GENRES), schema(*fields))
