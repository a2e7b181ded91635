"""Which filter expressions CreateFilter accepts, and what it says about the others."""

import json

import pytest

from personalize_emulator.data.avro import DatasetSchema, parse_schema
from personalize_emulator.data.filters import FilterError, check_filter, parse_filter


def _schema(name: str, **types: object) -> DatasetSchema:
    fields = [
        {"name": field, **(spec if isinstance(spec, dict) else {"type": spec})}
        for field, spec in types.items()
    ]
    return parse_schema(json.dumps({"type": "record", "name": name, "fields": fields}))


SCHEMAS = {
    "INTERACTIONS": _schema(
        "Interactions", USER_ID="string", ITEM_ID="string", EVENT_TYPE="string", DEVICE="string"
    ),
    "ITEMS": _schema(
        "Items",
        ITEM_ID="string",
        GENRES={"type": "string", "categorical": True},
        PRICE=["null", "float"],
        KIDS="boolean",
        PLOT={"type": "string", "textual": True},
        **{f"F{i}": "string" for i in range(11)},
    ),
    "USERS": _schema("Users", USER_ID="string", AGE="int", MEMBERSHIP="string"),
}
ELEVEN = " AND ".join(f'Items.F{i} IN ("x")' for i in range(11))


def create(expression: str) -> None:
    check_filter(parse_filter(expression), SCHEMAS)


@pytest.mark.documented
@pytest.mark.parametrize(
    "expression",
    [
        'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch", "like")',
        "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
        'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")',
        "INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (*)",
        'INCLUDE ItemID WHERE Items.GENRES IN ("drama") AND Items.PRICE <= 9.99',
        'EXCLUDE ItemID WHERE Items.GENRES IN ("shoe") AND Items.GENRES NOT IN ("boot")',
        "INCLUDE ItemID WHERE Items.PRICE > ($PRICE) OR Items.PRICE = $OTHER",
        "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.GENRES IN CurrentItem.GENRES",
        'EXCLUDE ItemID WHERE Items.GENRES IN ("x") IF CurrentUser.AGE < 18 AND CurrentUser.MEMBERSHIP = $M',
        'INCLUDE ItemID WHERE Items.GENRES IN ($G) | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")',
        'INCLUDE UserID WHERE Users.MEMBERSHIP IN ("gold")',
    ],
)
def test_the_guide_s_forms_are_accepted(expression: str) -> None:
    create(expression)


@pytest.mark.observed
def test_samples_write_keywords_and_fields_in_any_case() -> None:
    create('EXCLUDE itemId WHERE INTERACTIONS.event_type in ("click","rating")')
    create("include ItemID where Items.genres in ($GENRE)")


@pytest.mark.documented
def test_placeholders_with_not_in_have_the_service_s_words() -> None:
    with pytest.raises(FilterError) as caught:
        create("EXCLUDE ItemID WHERE Items.GENRES NOT IN ($GENRE)")
    assert str(caught.value) == (
        "Could not create filter. Invalid input symbol: $GENRE. "
        "Placeholders are not allowed with NOT_IN operator."
    )


@pytest.mark.documented
@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", "1 to 2500"),
        ("EXCLUDE ItemID WHERE Items.GENRES IN (" + '"x",' * 700 + '"x")', "1 to 2500"),
        ("DROP ItemID WHERE Items.PRICE = 1", "INCLUDE or EXCLUDE"),
        ("EXCLUDE ID WHERE Items.PRICE = 1", "ItemID"),
        ("EXCLUDE ItemID Items.PRICE = 1", "WHERE"),
        ("EXCLUDE ItemID WHERE PRICE = 1", "a field"),
        ("EXCLUDE ItemID WHERE Items.PRICE", "operator"),
        ("EXCLUDE ItemID WHERE Items.PRICE NOT 1", "IN"),
        ('EXCLUDE ItemID WHERE Items.GENRES IN ("x"', r"\)"),
        ("EXCLUDE ItemID WHERE Items.GENRES IN ()", "a value"),
        ('EXCLUDE ItemID WHERE Items.GENRES IN "x"', r"expected \(, found"),
        ("EXCLUDE ItemID WHERE Items.GENRES IN $GENRES", r"expected \(, found"),
        ("EXCLUDE ItemID WHERE Items.PRICE = 1 Items.PRICE = 2", "the end"),
        ("EXCLUDE ItemID WHERE Items.PRICE ~ 1", "Invalid input symbol: ~"),
        ('EXCLUDE ItemID WHERE Items.GENRES IN ("x)', 'Invalid input symbol: "'),
        ('EXCLUDE ItemID WHERE (Items.GENRES IN ("x"))', "a field"),
        ('EXCLUDE ItemID WHERE Items.GENRES IN ("x") AND Interactions.EVENT_TYPE IN ("y")', "one dataset"),
        ('EXCLUDE ItemID WHERE Users.MEMBERSHIP IN ("x")', "USERS cannot be used"),
        ('EXCLUDE ItemID WHERE CurrentUser.MEMBERSHIP IN ("x")', "CURRENTUSER cannot be used"),
        ("EXCLUDE ItemID WHERE Items.PRICE = 1 IF Items.PRICE = 1", "only use CurrentUser"),
        ("EXCLUDE ItemID WHERE Items.PRICE = CurrentUser.AGE", "only CurrentItem"),
        ("EXCLUDE ItemID WHERE Items.GENRES IN (*)", r"\* can only"),
        ("EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN (*)", r"\* can only"),
        ('EXCLUDE ItemID WHERE Items.PRICE < "9"', "compares numbers"),
        ("EXCLUDE ItemID WHERE Items.PRICE = 1 | INCLUDE UserID WHERE Users.AGE = 1", "same kind of ID"),
        (f"EXCLUDE ItemID WHERE {ELEVEN}", "at most 10"),
        ('EXCLUDE ItemID WHERE Interactions.DEVICE IN ("tv")', "only be filtered by EVENT_TYPE"),
        ('EXCLUDE ItemID WHERE Items.COLOUR IN ("red")', "not a field"),
        ('EXCLUDE ItemID WHERE Items.PLOT IN ("x")', "textual"),
        ('EXCLUDE ItemID WHERE Items.KIDS IN ("true")', "Could not create filter. Invalid Expression"),
        ("EXCLUDE ItemID WHERE Items.GENRES > 3", "is a string"),
        ("EXCLUDE ItemID WHERE Items.PRICE = CurrentItem.COST", "not a field"),
        ("INCLUDE ActionID WHERE Actions.VALUE > 3", "no ACTIONS dataset"),
    ],
)
def test_create_filter_refuses(expression: str, said: str) -> None:
    with pytest.raises(FilterError, match=said):
        create(expression)


@pytest.mark.documented
def test_a_filter_knows_its_placeholders_and_fields() -> None:
    parsed = parse_filter(
        "INCLUDE ItemID WHERE Items.GENRES IN ($genres) AND Items.PRICE < $Max IF CurrentUser.AGE > $AGE"
    )
    assert parsed.parameters == {"genres", "Max", "AGE"}
    assert parsed.fields == {("ITEMS", "GENRES"), ("ITEMS", "PRICE"), ("USERS", "AGE")}
    assert not parsed.uses_current_item
    assert parse_filter("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE").uses_current_item
