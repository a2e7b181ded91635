"""Laws of filter expressions: what is printed is read back, and any text ends in a tree or in a place."""

from __future__ import annotations

from drawn_filters import filters, printed, printed_value, texts
from filter_columns import COLUMNS
from hypothesis import given
from hypothesis import strategies as st

from reconciler.desired.rules import rules
from reconciler.filters.check import check
from reconciler.filters.grammar import MAX_LENGTH, parse
from reconciler.filters.mistakes import Mistake
from reconciler.filters.tree import Filter


@given(filters)
def test_a_printed_tree_is_read_back(tree: Filter) -> None:
    text = printed(tree)
    assert parse(text) == tree


@given(filters, st.data())
def test_white_space_between_words_says_nothing(tree: Filter, data: st.DataObject) -> None:
    space = data.draw(st.text(alphabet=" \t\n\r", min_size=1, max_size=3))
    first, _, rest = printed(tree).partition(" WHERE ")
    assert parse(f"{space}{first}{space}WHERE{space}{rest}{space}") == tree


@given(filters)
def test_every_part_of_a_tree_stands_where_it_says(tree: Filter) -> None:
    text = printed(tree)
    found = parse(text)
    assert isinstance(found, Filter)
    for expression in found.expressions:
        assert text[expression.start : expression.end].startswith(f"{expression.action} {expression.subject}")
        for condition in expression.all_conditions:
            field = condition.field
            assert text[field.start : field.end] == f"{field.dataset}.{field.name}"
            assert condition.start == field.start < condition.end == condition.values[-1].end
            assert [text[one.start : one.end] for one in condition.values] == [
                printed_value(one) for one in condition.values
            ]


@given(texts)
def test_any_text_is_a_tree_or_a_mistake_inside_of_it(text: str) -> None:
    found = parse(text)
    if isinstance(found, Mistake):
        assert 0 <= found.offset <= len(text)
        assert found.summary
        assert found.fix
        assert found.expected
        assert found.summary.isprintable()
        assert found.fix.isprintable()


@given(texts, st.sampled_from([None, COLUMNS]))
def test_every_finding_is_of_a_known_rule_and_inside_of_the_text(text: str, columns: object) -> None:
    found = parse(text)
    if isinstance(found, Filter):
        for one in check(found, COLUMNS if columns else None):
            assert 0 <= one.offset < len(text)
            assert one.severity is rules()[one.rule].severity
            assert one.fix
            assert (one.summary + one.why + one.fix).isprintable()


@given(st.text(alphabet='()|"\\$*<=!., \nA', max_size=MAX_LENGTH))
def test_no_nesting_hangs_or_overflows_the_stack(text: str) -> None:
    assert isinstance(parse(text), Mistake)
