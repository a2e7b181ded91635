"""What plan and drift text promise beyond their looks."""

from __future__ import annotations

from collections.abc import Mapping

import gallery
import pytest
from gallery import change, field, plan

from reconciler.model.values import Unknown
from reconciler.plan.changes import Action, Origin, Refusal
from reconciler.render.change_markdown import dangers
from reconciler.render.drift_text import drift_text
from reconciler.render.nested import ABSENT, leaves
from reconciler.render.paint import Paint
from reconciler.render.plan_document import plan_document
from reconciler.render.plan_markdown import plan_markdown
from reconciler.render.plan_text import plan_text
from reconciler.render.values import duration, shorten, show

PLAIN = Paint()
COUNTED = (
    "Plan: 3 to create, 1 to update, 0 to replace, 0 to recreate, "
    "0 to delete, 0 to adopt, 2 to run, 0 refused."
)


def test_the_last_line_counts_every_action() -> None:
    made = plan(
        *(change(f"filter/f{number}", Action.CREATE) for number in range(3)),
        change("campaign/home-page", Action.UPDATE, fields=(gallery.MIN_TPS,)),
        *(change(f"solution/s{number}/training", Action.RUN) for number in range(2)),
    )
    assert plan_text(made, paint=PLAIN).splitlines()[-1] == COUNTED


@pytest.mark.parametrize("made", [gallery.EVERYTHING, gallery.UNTOUCHED, gallery.INCOMPLETE, plan()])
def test_the_last_line_is_always_the_count(made: object) -> None:
    assert plan_text(made, paint=PLAIN).splitlines()[-1].startswith("Plan: ")  # type: ignore[arg-type]


def test_the_first_lines_name_stack_account_region_and_endpoint() -> None:
    first = "\n".join(plan_text(gallery.FRESH, paint=PLAIN).splitlines()[:2])
    assert all(
        word in first for word in ("user-videos", "123456789012", "eu-west-1", "http://127.0.0.1:4577")
    )


def test_an_update_shows_both_names_both_values_and_where_it_changed() -> None:
    made = plan(change("campaign/home-page", Action.UPDATE, fields=(gallery.MIN_TPS,)))
    assert "minTPS (minProvisionedTPS)  2 → 1  changed outside" in plan_text(made, paint=PLAIN)


def test_what_is_as_declared_is_shown_only_when_asked_for() -> None:
    assert "dataset-group/user-videos" not in plan_text(gallery.UNTOUCHED, paint=PLAIN)
    assert "dataset-group/user-videos" in plan_text(gallery.UNTOUCHED, paint=PLAIN, verbose=True)


def test_a_refused_step_prints_the_line_to_paste_exactly() -> None:
    text = plan_text(gallery.EVERYTHING, paint=PLAIN)
    lines = [line.strip() for line in text.splitlines()]
    assert gallery.EVERYTHING.refused[0].refusal.paste in lines  # type: ignore[union-attr]


def test_an_unknown_is_known_after_apply() -> None:
    assert show(Unknown(gallery.TRAINING)) == "(known after apply)"


def test_what_only_the_account_knows_is_masked_everywhere_unless_asked_for() -> None:
    live = str(gallery.EXPRESSION.before)
    made = plan(change("filter/f", Action.RECREATE, fields=(gallery.EXPRESSION,)))
    assert "click" in live
    assert "click" not in plan_text(made, paint=PLAIN)
    assert "click" not in str(plan_document(made))
    assert "click" not in drift_text(gallery.DRIFT, paint=PLAIN).split("filter/by-genre")[1].split("extra")[0]
    assert "click" in plan_text(made, paint=PLAIN, show_sensitive=True)


def test_drift_reads_from_the_file_to_the_account() -> None:
    line = next(line for line in drift_text(gallery.DRIFT, paint=PLAIN).splitlines() if "home-page" in line)
    assert "minTPS (minProvisionedTPS) 1 → 2  changed outside (file → live)" in line


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, [(".b", 2, 3)]),
        ({"a": {"x": "1"}}, {"a": {"y": 2}}, [(".a.x", "1", ABSENT), (".a.y", ABSENT, 2)]),
        ({"l": [{"w": 1}]}, {"l": [{"w": 2}, {"w": 3}]}, [(".l[0].w", 1, 2), (".l[1]", ABSENT, {"w": 3})]),
        ({"w": "0.50", "v": 1}, {"w": 0.5, "v": 2}, [(".v", 1, 2)]),
        (None, {"a": 1}, [("", None, {"a": 1})]),
        (1, 2, [("", 1, 2)]),
        ({"a": 1}, [1], [("", {"a": 1}, [1])]),
    ],
)
def test_nested_differences_are_told_leaf_by_leaf(
    before: object, after: object, expected: list[tuple[str, object, object]]
) -> None:
    found = leaves(before, after)  # type: ignore[arg-type]
    assert [(leaf.path, leaf.before, leaf.after) for leaf in found] == expected


def test_a_field_that_differs_only_in_spelling_is_still_shown_whole() -> None:
    assert len(leaves({"w": "0.50"}, {"w": 0.5})) == 1


@pytest.mark.parametrize(
    ("seconds", "text"),
    {0: "0s", 8.4: "8s", 59.6: "1m 00s", 62: "1m 02s", 7380: "2h 03m", -1: "0s"}.items(),
)
def test_durations_read_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_long_values_are_shortened_and_say_by_how_much() -> None:
    text = shorten("x" * 1000)
    assert len(text) < 200
    assert "840 more" in text


def test_a_plan_shows_the_whole_of_the_longest_filter_expression() -> None:
    old, new = (f"{'a' * 1240}{middle}{'z' * 1240}" for middle in ("old", "new"))
    expression = field("expression", old, new, sensitive=True)
    made = plan(change("filter/long", Action.RECREATE, fields=(expression,)))
    for text in (plan_text(made, paint=PLAIN), plan_markdown(made)):
        assert new in text
        assert old not in text
    assert old in plan_markdown(made, show_sensitive=True)


def test_every_origin_has_words() -> None:
    words: Mapping[Origin, str] = {
        Origin.DRIFT: "changed outside",
        Origin.PENDING: "changed in the file",
        Origin.BOTH: "changed outside and in the file",
    }
    for origin, word in words.items():
        made = plan(change("campaign/c", Action.UPDATE, fields=(field("minTPS", 2, 1, origin=origin),)))
        assert f"2 → 1  {word}\n" in plan_text(made, paint=PLAIN)


def test_of_a_refused_adoption_the_callout_says_no_more_than_that_it_needs_a_look() -> None:
    refusal = Refusal(rule="unowned", why="no stack owns it", fix="adopt it")
    refused = change("campaign/home-page", Action.ADOPT, refusal=refusal)
    assert dangers([refused]) == "**1 change needs a careful look.**"


def test_a_refusal_without_a_way_out_says_only_why() -> None:
    refusal = Refusal(rule="foreign", why="another stack's", fix="")
    text = plan_text(
        plan(change("campaign/home-page", Action.UPDATE, fields=(gallery.MIN_TPS,), refusal=refusal)),
        paint=PLAIN,
    )
    assert "refused: another stack's" in text
    assert "to do:" not in text
