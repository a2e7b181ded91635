"""Filter expressions from text to tree, and what is said of the first thing that is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from reconciler.filters.check import check, fields_of
from reconciler.filters.grammar import MAX_LENGTH, parse
from reconciler.filters.mistakes import Mistake
from reconciler.filters.tree import Asterisk, FieldRef, Filter, Number, Placeholder, Text

ROOT = Path(__file__).parents[3]
GUIDE = (
    # Developer guide, examples for items, actions and users; API reference, DescribeFilter.
    "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
    "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.GENRE IN CurrentItem.GENRE",
    'EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoe") AND Items.CATEGORY_L2 NOT IN ("boot")',
    "INCLUDE ItemID WHERE Items.PRICE <= $PRICE",
    "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP < $DATE",
    "INCLUDE ItemID WHERE Items.creation_timestamp > 1633240824",
    "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.CREATION_TIMESTAMP > $DATE",
    "EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE",
    'INCLUDE ItemID WHERE Items.GENRE IN ("Comedy") IF CURRENTUSER.GENDER = "F"',
    'INCLUDE ItemID WHERE Items.L1 IN ("watch") AND Items.L2 IN ("luxury") IF CurrentUser.AGE > 18',
    'INCLUDE ItemID WHERE Items.L1 IN ($C) | INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("like")',
    'INCLUDE ItemID WHERE Items.DELETED IN ("false") AND Items.CULTURE IN ($CULTURE)',
    "INCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
    'EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("NOT_TAKEN")',
    "INCLUDE ActionID WHERE Actions.VALUE > ($VALUE)",
    "EXCLUDE ActionID WHERE Actions.VALUE < ($VALUE) IF CurrentUser.MEMBERSHIP = $PREMIUM",
    "INCLUDE UserID WHERE Users.MEMBERSHIP_STATUS IN ($MEMBERSHIP)",
    "EXCLUDE UserID WHERE Users.AGE < $AGE",
    'INCLUDE UserID WHERE Interactions.EVENT_TYPE IN ("click", "rating")',
    'EXCLUDE itemId WHERE INTERACTIONS.event_type in ("EVENT_TYPE")',
    'EXCLUDE itemId WHERE INTERACTIONS.event_type in ("*")',
    "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
)


def declared() -> set[str]:
    """The filters of the example, and what the scenarios edit them to."""
    example = yaml.safe_load((ROOT / "personalize.yaml").read_text())
    said = [text for group in example["datasetGroups"].values() for text in group.get("filters", {}).values()]
    for path in (ROOT / "tests" / "scenarios").rglob("*.yaml"):
        said += re.findall(r'(?:EXCLUDE|INCLUDE) \w+ WHERE [^\n}]*?\(\\?".*?"\)', path.read_text())
    return {str(text).replace('\\"', '"') for text in said}


@pytest.mark.parametrize("text", GUIDE)
def test_the_forms_of_the_guide_and_the_reference_pass_without_a_word(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Filter), found
    assert check(found, None) == ()


def test_what_the_example_and_the_scenarios_declare_is_read() -> None:
    assert len(declared()) > 5
    assert {text for text in declared() if not isinstance(parse(text), Filter)} == set()


def test_a_tree_says_what_is_written_and_where() -> None:
    text = 'INCLUDE itemid WHERE Items.G IN ("a", \'b\\"c\') or Items.P>=($Max) IF CurrentUser.A = -1.5'
    text += " | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (*)"
    found = parse(text)
    assert isinstance(found, Filter)
    first, second = found.expressions
    assert (first.action, first.subject, first.joins) == ("INCLUDE", "ItemID", ("OR",))
    assert [one.operator for one in first.all_conditions] == ["IN", ">=", "="]
    one, other, guard = first.all_conditions
    assert [(value.value, value.quote) for value in one.values if isinstance(value, Text)] == [
        ("a", '"'),
        ('b"c', "'"),
    ]
    assert isinstance(other.values[0], Placeholder)
    assert (other.values[0].name, text[other.values[0].start]) == ("Max", "$")
    assert isinstance(guard.values[0], Number)
    assert guard.values[0].text == "-1.5"
    assert guard.field == FieldRef(dataset="CurrentUser", name="A", start=0, end=0)
    assert isinstance(second.conditions[0].values[0], Asterisk)
    assert text[second.start : second.start + 7] == "EXCLUDE"
    assert fields_of(found) == {
        ("ITEMS", "G"),
        ("ITEMS", "P"),
        ("USERS", "A"),
        ("INTERACTIONS", "EVENT_TYPE"),
    }


@pytest.mark.parametrize(
    ("text", "offset", "summary", "fix"),
    [
        ("", 0, "expected INCLUDE or EXCLUDE, the text ends", "starts like this"),
        ("EXLUDE ItemID", 0, "found EXLUDE", "did you mean EXCLUDE?"),
        ("foo", 0, "found foo", "starts like this"),
        ("EXCLUDE  ", 7, "ItemID, ActionID or UserID, the text ends", "say what is filtered"),
        ("EXCLUDE ITEM_ID WHERE", 8, "found ITEM_ID", "did you mean ItemID?"),
        ("EXCLUDE thing WHERE", 8, "found thing", "say what is filtered"),
        ("EXCLUDE ItemID Items.A = 1", 15, "expected WHERE, found Items.A", "write WHERE"),
        ("EXCLUDE ItemID WHERE A = 1", 21, "expected a field, found A", "such as Items.A"),
        ("EXCLUDE ItemID WHERE Items.A.B = 1", 21, "found Items.A.B", "name a dataset"),
        ("EXCLUDE ItemID WHERE (Items.A = 1)", 21, "found (", "without parentheses"),
        ("EXCLUDE ItemID WHERE Items.A", 28, "expected IN, NOT IN or a comparison", "here"),
        ("EXCLUDE ItemID WHERE Items.MY-F = 1", 29, "found -", "letters, digits and _"),
        ("EXCLUDE ItemID WHERE Items.A NOT_IN (1)", 29, "found NOT_IN", "as two words"),
        ("EXCLUDE ItemID WHERE Items.A NOT 1", 33, "expected IN, found 1", "write IN"),
        ("EXCLUDE ItemID WHERE Items.A IS NULL", 29, "found IS", "missing"),
        ("EXCLUDE ItemID WHERE Items.A LIKE 1", 29, "found LIKE", "as a whole"),
        ("EXCLUDE ItemID WHERE Items.A ! 1", 29, "found !", "write !="),
        ("EXCLUDE ItemID WHERE Items.A = true", 31, "a value, found true", "boolean"),
        ("EXCLUDE ItemID WHERE Items.A == 1", 30, "found =", "write one ="),
        ("EXCLUDE ItemID WHERE Items.A <> 1", 30, "found >", "write !="),
        ("EXCLUDE ItemID WHERE Items.A => 1", 30, "found >", "write >="),
        ("EXCLUDE ItemID WHERE Items.A = $", 31, "found $", "$GENRE"),
        ("EXCLUDE ItemID WHERE Items.A = (1", 33, "expected ), the text ends", "close the parenthesis"),
        ('EXCLUDE ItemID WHERE Items.A IN "x"', 32, "expected ( or CurrentItem.COLUMN", "in parentheses"),
        ("EXCLUDE ItemID WHERE Items.A IN (x)", 33, "found x", 'in double quotes: "x"'),
        ("EXCLUDE ItemID WHERE Items.A IN (“x”)", 33, "found “", "straight double quotes"),
        ('EXCLUDE ItemID WHERE Items.A IN ("x)', 33, 'found "x)', 'quote that opens here with "'),
        ('EXCLUDE ItemID WHERE Items.A IN ("x\\")', 33, 'found "x\\"', "backslash"),
        ("EXCLUDE ItemID WHERE Items.A IN ()", 33, "found )", "at least one value"),
        ('EXCLUDE ItemID WHERE Items.A IN ("x", )', 38, "found )", "remove the comma"),
        ("EXCLUDE ItemID WHERE NOT Items.A = 1", 21, "found NOT", "write NOT IN"),
        ('EXCLUDE ItemID WHERE Items.A IN ("x" "y")', 37, "a comma or ), found", "by commas"),
        ("EXCLUDE ItemID WHERE Items.A = 1)", 32, "found )", "nothing is open here"),
        ("EXCLUDE ItemID WHERE Items.A = 1;", 32, "found ;", "no semicolon"),
        ("EXCLUDE ItemID WHERE Items.A = 1 && Items.B = 1", 33, "found &&", "write AND"),
        ("EXCLUDE ItemID WHERE Items.A = 1 || Items.B = 1", 34, "found |", "write OR"),
        ("EXCLUDE ItemID WHERE Items.A = 1 Items.B = 1", 33, "found Items.B", "AND or OR between"),
        ("EXCLUDE ItemID WHERE Items.A = 1 INCLUDE", 33, "found INCLUDE", "put a |"),
        ("EXCLUDE ItemID WHERE Items.A = 1, 2", 32, "found ,", "in parentheses after IN"),
        ("EXCLUDE ItemID WHERE Items.A = 1 sum", 33, "found sum", "write AND, OR, IF, | or the end"),
        ("EXCLUDE ItemID WHERE Items.A = 1 AND", 36, "expected a field, the text ends", "Items.GENRES"),
        ("EXCLUDE ItemID WHERE Items.A = 1 |", 34, "the text ends", "starts like this"),
        (
            "EXCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.A = 1 OR CurrentUser.B = 1",
            54,
            "expected AND, | or the end, found OR",
            "joined by AND",
        ),
        (
            "EXCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.A = 1 IF CurrentUser.B = 1",
            54,
            "found IF",
            "one IF",
        ),
        ("EXCLUDE ItemID WHERE Items.A\u00a0= 1", 28, "found \\u00a0", "plain space in place of U+00A0"),
        ("\x1fEXCLUDE ItemID WHERE Items.A = 1", 0, "found \\u001f", "plain space in place of U+001F"),
        ("EXCLUDE U\u017ferID WHERE", 8, "found U", "U+017F"),
        ("EXCLUDE ItemID WHERE Items.A \x01 1", 29, "found \\u0001", "U+0001 is no character"),
        ("x" * (MAX_LENGTH + 1), MAX_LENGTH, "2,501 characters", "several filters"),
    ],
)
def test_a_mistake_has_its_place_what_was_expected_and_what_to_do(
    text: str, offset: int, summary: str, fix: str
) -> None:
    found = parse(text)
    assert isinstance(found, Mistake)
    assert found.offset == offset
    assert summary in found.summary
    assert fix in found.fix


@pytest.mark.parametrize(
    "text",
    [
        "EXCLUDE ItemID WHERE Items.A = " + "(" * 2400,
        "EXCLUDE ItemID WHERE " + "NOT " * 600,
        "|" * 2500,
        'EXCLUDE ItemID WHERE Items.A IN ("' + "\\" * 2400,
    ],
)
def test_deep_and_long_mistakes_end_in_one(text: str) -> None:
    assert isinstance(parse(text), Mistake)


def test_the_longest_list_is_read() -> None:
    head = "EXCLUDE ItemID WHERE Items.A IN ("
    values = ",".join(['"a"'] * ((MAX_LENGTH - len(head)) // 4))
    found = parse(f"{head}{values})")
    assert isinstance(found, Filter)
    assert len(found.expressions[0].conditions[0].values) > 600
