"""The order of the steps as a graph: small, without what is implied, and safe whatever things are called."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from agreed import AGREED
from gallery import plan, step
from hostile import TEXTS
from hypothesis import given, settings

from reconciler.model.address import Address
from reconciler.plan.changes import Action, Step
from reconciler.render.step_graph import step_graph

LABEL = re.compile(r'^  n\d+\["((?:[\w ./()_-]|#\d+;|<br/>)*)"\]:::(create|update|delete|run|other)$')


def graph(*steps: Step) -> list[str]:
    return step_graph(plan(steps=steps)).splitlines()


def edges(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if "-->" in line]


def chain(*ids: str, action: Action = Action.CREATE) -> list[Step]:
    return [replace(step(text, action), needs=ids[:place] if place else ()) for place, text in enumerate(ids)]


def test_an_edge_that_others_imply_is_not_drawn() -> None:
    lines = graph(*chain("create filter/a", "create filter/b", "create filter/c"))
    assert edges(lines) == ["n1 --> n2", "n2 --> n3"]


def test_steps_that_only_mark_are_passed_through() -> None:
    lines = step_graph(AGREED).splitlines()
    assert not any("mark" in line for line in lines)
    assert edges(lines) == ["n1 --> n2", "n2 --> n3", "n3 --> n4", "n4 --> n5"]


def test_above_two_dozen_steps_those_of_one_sort_stand_together() -> None:
    made = [step(f"create filter/f{number}", Action.CREATE) for number in range(30)]
    last = replace(step("create campaign/c", Action.CREATE), needs=tuple(one.id for one in made))
    lines = graph(*made, last)
    assert '  n1["create<br/>filter #215; 30"]:::create' in lines
    assert edges(lines) == ["n1 --> n2"]


def test_sorts_that_wait_for_each_other_are_drawn_all_the_same() -> None:
    made = [
        replace(step(f"create {kind}/x{number}", Action.CREATE), needs=(f"create {other}/x{number - 1}",))
        for number in range(40)
        for kind, other in (("filter", "campaign"), ("campaign", "filter"))
    ]
    assert "n1 --> n2" in edges(graph(*made))


@pytest.mark.parametrize(
    "steps", [(), chain("create filter/a"), [step(f"create filter/{n}", Action.CREATE) for n in "ab"]]
)
def test_where_there_is_no_order_nothing_is_drawn(steps: list[Step]) -> None:
    assert step_graph(plan(steps=tuple(steps))) == ""


def test_a_long_chain_stands_upright() -> None:
    ids = [f"create filter/f{number}" for number in range(9)]
    assert "flowchart TD" in graph(*chain(*ids))
    assert "flowchart LR" in graph(*chain(*ids[:4]))


@settings(deadline=None)
@given(TEXTS)
def test_no_text_leaves_its_label(text: str) -> None:
    address = Address("filter", (text,))
    first = Step(id=f"create {address}", address=address, action=Action.CREATE, kind="filter", arn="a")
    second = replace(first, id=f"delete {address} (x{text})", action=Action.DELETE, needs=(first.id,))
    opening, direction, *lines, closing = graph(first, second)
    assert (opening, direction, closing) == ("```mermaid", "flowchart LR", "```")
    assert all(LABEL.match(line) for line in lines[:2])
    assert lines[2] == "  n1 --> n2"
    assert all(line.startswith("  classDef ") for line in lines[3:])


def test_sorts_in_a_circle_with_more_before_them_are_drawn_all_the_same() -> None:
    made = [
        replace(
            step(f"create {kind}/x{number}", Action.CREATE),
            needs=(f"create {other}/x{number - 1}", f"create solution/x{number}"),
        )
        for number in range(20)
        for kind, other in (("filter", "campaign"), ("campaign", "filter"))
    ]
    first = [step(f"create solution/x{number}", Action.CREATE) for number in range(20)]
    assert edges(graph(*first, *made))
