"""Who changed it: the digest tells, of fields and of tags (design 4.3)."""

from __future__ import annotations

import building as b
import pytest

from reconciler.model.values import short_hash
from reconciler.plan.changes import Action, Origin

PLAIN = b.settled(b.shop())


def campaign(**fields):
    return b.shop(b.declared(b.CAMPAIGN, **{"minTPS": 1, **fields}))


def digest(**fields):
    return {"reconcile:digest": " ".join(["1", *(f"{k}={short_hash(v, 4)}" for k, v in fields.items())])}


@pytest.mark.parametrize(
    ("noted", "live", "origin"),
    [(1, 2, Origin.DRIFT), (2, 2, Origin.PENDING), (3, 2, Origin.BOTH)],
    ids=["changed outside", "changed in the file", "changed in both"],
)
def test_the_digest_tells_where_a_field_was_changed(noted, live, origin) -> None:
    state = b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=live)
    state = b.tagged(state, b.CAMPAIGN, **digest(minTPS=noted))
    assert b.field(b.plan(b.shop(), state), b.CAMPAIGN, "minTPS").origin is origin


@pytest.mark.parametrize("mark", [None, "", "1 +=0123456789ab", "9 minTPS=0000"])
def test_without_a_readable_digest_nothing_tells(mark) -> None:
    state = b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=2)
    state = b.tagged(state, b.CAMPAIGN, **{"reconcile:digest": mark})
    assert b.field(b.plan(b.shop(), state), b.CAMPAIGN, "minTPS").origin is Origin.UNTOLD


def test_a_newly_declared_field_is_pending() -> None:
    made = b.plan(campaign(campaignConfig__enableMetadataWithRecommendations=True), PLAIN)
    key = "campaignConfig.enableMetadataWithRecommendations"
    assert b.field(made, b.CAMPAIGN, key).origin is Origin.PENDING


def test_a_line_deleted_from_the_file_is_a_note_and_no_change() -> None:
    made = b.plan(b.shop(b.declared(b.CAMPAIGN)), PLAIN)
    assert "minTPS is no longer in the file" in b.change(made, b.CAMPAIGN).notes[0]
    assert not made.has_differences
    assert b.actions(made) == {b.CAMPAIGN: "mark"}


def test_a_stale_digest_is_marked_anew_and_counted_in_nothing() -> None:
    made = b.plan(b.shop(), b.tagged(PLAIN, b.FILTER, **{"reconcile:digest": "1 expression=0000"}))
    assert b.actions(made) == {b.FILTER: "mark"}
    assert set(made.counts().values()) == {0}
    assert not made.has_differences


# Tags


TAGGED = b.shop(b.declared(b.GROUP, tags={"team": "video", "cost": "7"}))


def test_tags_are_set_and_taken_away_by_tag_calls_alone() -> None:
    desired = b.shop(b.declared(b.GROUP, tags={"team": "shop"}))
    step = b.step(b.plan(desired, b.settled(TAGGED)), Action.UPDATE, b.GROUP)
    assert step.calls == ()
    away, put = step.marks
    assert {one["tagKey"] for one in put.request["tags"]} == {"team", "reconcile:digest"}
    assert away.request["tagKeys"] == ["cost"]


def test_tags_that_we_never_set_are_left_alone() -> None:
    assert b.plan(TAGGED, b.tagged(b.settled(TAGGED), b.GROUP, other="x")).steps == ()


@pytest.mark.parametrize(
    ("live", "said", "origin"),
    [
        ("x", "video", Origin.DRIFT),
        (None, "video", Origin.DRIFT),
        ("video", "shop", Origin.PENDING),
        ("x", "shop", Origin.BOTH),
    ],
)
def test_the_digest_tells_of_tags_too(live, said, origin) -> None:
    desired = b.shop(b.declared(b.GROUP, tags={"team": said, "cost": "7"}))
    made = b.plan(desired, b.tagged(b.settled(TAGGED), b.GROUP, team=live))
    assert b.field(made, b.GROUP, "tags.team").origin is origin
