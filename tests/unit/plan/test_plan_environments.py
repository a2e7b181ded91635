"""What a named environment changes in a plan: where lines belong, and what a consent is good for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import building as b

from reconciler.model.address import parse_address
from reconciler.plan.changes import Action
from reconciler.plan.decision import change_id

HERE = replace(b.HERE, name="staging")
PLAIN = b.settled(b.shop())


def refusals(**more: Any) -> str:
    file = replace(b.file(), **more)
    observed = replace(PLAIN, environment=replace(b.HERE, name=file.environment))
    return " ".join(
        f"{one.refusal.fix} {one.refusal.paste}" for one in b.plan(file, observed).refused if one.refusal
    )


def test_the_line_to_paste_belongs_below_its_environment() -> None:
    assert "say so in the file below environments.staging:" in refusals(environment="staging")
    assert "say so in the file:" in refusals()


def test_an_entry_that_has_had_its_effect_may_still_serve_another_environment() -> None:
    line = b.consent("delete", "campaign/gone", "3fa9c1")
    observed = replace(PLAIN, environment=HERE)
    (warning,) = b.plan(replace(b.shop(), environment="staging", consent=(line,)), observed).warnings
    assert "in environment staging; the line can go unless another one needs it" in warning
    (bare,) = b.plan(replace(b.shop(), consent=(line,)), PLAIN).warnings
    assert bare.endswith("has nothing left to do; the line can go")


def test_a_change_id_holds_in_no_environment_of_another_prefix_account_or_region() -> None:
    def made(text: str, **place: str) -> str:
        world = b.world(b.shop(), replace(PLAIN, environment=replace(b.HERE, **place)))
        return change_id(Action.DELETE, parse_address(text), "", None, None, "today", world)

    ids = {
        made("campaign/home"),
        made("campaign/staging-home"),
        made("campaign/home", account="210987654321"),
        made("campaign/home", region="eu-central-1"),
    }
    assert len(ids) == 4
