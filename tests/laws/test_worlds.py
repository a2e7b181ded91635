"""laws over worlds: files of every kind, edited and disturbed, are applied until nothing is left to do."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from arena import Arena, Ran
from drawn_edits import edits
from drawn_events import events, happen
from drawn_worlds import Tree, begin, check_out, files
from extent import extent
from hypothesis import given, note
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from reviewing import Course, agree, is_empty, plan_of, refused, settle
from trained_versions import trained_versions
from upheld import before, writes
from what_stands import end_state, with_first_names
from wire import Go, Sent
from wished import undeclared, unfulfilled

_REFUSED = re.compile(r"FAILED .*: \w+: (?!Throttl)\w+Exception: .*")
_STARVED = re.compile(r"FAILED wait \S+/training .*: (Create failed\. )?Dataset has (fewer than \d+|no) ")
"""A training that the service has begun by itself, on too little data."""


def _count(ledger: Counter[str], course: Course) -> None:
    ledger["commands"] += len(course.plans) + len(course.applies)
    ledger["calls"] += sum(ran.sent for ran in course.applies)
    ledger["refused"] += sum(len(refused(plan)) for plan in course.plans)


def _rests(arena: Arena, course: Course) -> None:
    """The laws of the end: nothing left to do, everything as wished, nothing of ours beside it."""
    assert course.broken == [], course
    if course.applies and course.applies[-1].code != 0:
        # What fails for its data is tried again as long as somebody asks for it: no rest, and no harm.
        return
    assert is_empty(course.last), course
    assert unfulfilled(arena, course.tree, course.unhealthy) == [], course
    assert undeclared(arena, course.tree) == [], course
    since = before(arena)
    for command in ("apply --yes", "drift"):
        ran = arena.run(command)
        assert writes(arena, since) == [], f"{course}\n{ran}"
        assert _is_well(ran) or course.unhealthy, f"{course}\n{ran}"


def _undisturbed(course: Course) -> None:
    """Nothing that a plan of an undisturbed account asks for is refused by the service."""
    found = [line for ran in course.applies for line in _REFUSED.findall(ran.err)]
    assert found == [], course


@extent(4, 100)
@given(st.data())
def _edited(arena: Arena, ledger: Counter[str], data: DataObject) -> None:
    tree = data.draw(files())
    begin(arena, tree)
    for _ in range(2):
        course = settle(arena, tree)
        _count(ledger, course)
        ledger["worlds"] += 1
        _undisturbed(course)
        _rests(arena, course)
        ledger["survivors"] += 1
        tree = data.draw(edits(course.tree, trained_versions(arena)))


def test_what_is_applied_is_there_and_leaves_nothing_to_do(
    session_arena: Arena, ledger: Counter[str]
) -> None:
    _edited(session_arena, ledger)


@extent(3, 100)
@given(st.data())
def _disturbed(arena: Arena, ledger: Counter[str], data: DataObject) -> None:
    tree = data.draw(files())
    begin(arena, tree)
    for _ in range(2):
        course = settle(arena, tree)
        _count(ledger, course)
        ledger["worlds"] += 1
        _rests(arena, course)
        ledger["survivors"] += 1
        for event in data.draw(events()):
            note(happen(arena, event))
            ledger["outside changes"] += 1
        tree = (
            data.draw(edits(course.tree, trained_versions(arena)))
            if data.draw(st.booleans())
            else course.tree
        )


def test_a_disturbed_account_comes_to_rest_and_nobody_else_is_touched(
    session_arena: Arena, ledger: Counter[str]
) -> None:
    _disturbed(session_arena, ledger)


@extent(3, 60)
@given(st.data())
def _killed(arena: Arena, ledger: Counter[str], data: DataObject) -> None:
    tree = data.draw(files())
    begin(arena, tree)
    if data.draw(st.booleans()):
        course = settle(arena, tree)
        tree = data.draw(edits(course.tree, trained_versions(arena)))
        check_out(arena, tree)
    tree = _agreed(arena, tree)
    start = arena.moment()
    whole = arena.run("apply --yes")
    if whole.code != 0:
        return
    wished = end_state(arena)
    for share, after in data.draw(
        st.lists(st.tuples(st.integers(0, 999), st.booleans()), min_size=1, max_size=3)
    ):
        arena.restore(start)
        last = 1 + share * whole.sent // 1000
        killed = arena.run("apply --yes", strike=_kill(arena, last, after))
        again = [arena.run("apply --yes") for _ in range(2)]
        ledger["kills"] += 1
        ledger["commands"] += 3
        story = f"{json.dumps(tree)}\n{whole}\nkilled at {last}, effect {after}\n{killed}\n{again[0]}"
        assert [_is_well(ran) for ran in again] == [True, True], f"{story}\n{again[1]}"
        assert end_state(arena) in (wished, with_first_names(arena, wished)), story


def _is_well(ran: Ran) -> bool:
    """Whether an apply did what it could; what the service trains by itself may begin after one, and fail."""
    failed = [line for line in ran.err.splitlines() if "  FAILED " in line]
    return ran.code == 0 or (bool(failed) and all(_STARVED.search(line) for line in failed))


def _agreed(arena: Arena, tree: Tree) -> Tree:
    """The file with all that its plan asks for, as far as lines of the file can say it."""
    tree = json.loads(json.dumps(tree))
    for _ in range(3):
        found = refused(plan_of(arena))
        for one in found:
            if one["refusal"]["rule"] == "max-deletes":
                tree.pop("policy", None)
            elif one["refusal"]["paste"]:
                agree(tree, one["refusal"]["paste"])
        check_out(arena, tree)
    return tree


def _kill(arena: Arena, last: int, after: bool) -> Any:
    def strike(sent: Sent, go: Go) -> Any:
        if sent.n < last:
            return go()
        if after:
            go()
        raise arena.wire.kill()

    return strike


def test_an_apply_killed_at_any_call_and_run_again_ends_like_one_that_was_not(
    session_arena: Arena, ledger: Counter[str]
) -> None:
    _killed(session_arena, ledger)


def _shuffled(data: DataObject, tree: Any) -> Any:
    """The same mappings with their keys in another order; lists whose order means nothing, too."""
    if isinstance(tree, dict):
        return {key: _shuffled(data, tree[key]) for key in data.draw(st.permutations(list(tree)))}
    return tree


def _lists_turned(sent: Sent, go: Go) -> Any:
    """Every List answers the other way round."""
    status, headers, text = go()
    if not sent.operation.startswith("List") or sent.service != "personalize":
        return status, headers, text
    body = json.loads(text)
    turned = {key: found[::-1] if isinstance(found, list) else found for key, found in body.items()}
    return status, headers, json.dumps(turned)


@extent(4, 60)
@given(st.data())
def _turned(arena: Arena, ledger: Counter[str], data: DataObject) -> None:
    tree = data.draw(files())
    begin(arena, tree)
    if data.draw(st.booleans()):
        course = settle(arena, tree)
        for event in data.draw(events(2)):
            happen(arena, event)
        tree = data.draw(edits(course.tree, trained_versions(arena)))
        check_out(arena, tree)
    forms = ("text", "json", "markdown")
    straight = [arena.run(f"plan --format {form}").out for form in forms]
    turned = [arena.run(f"plan --format {form}", strike=_lists_turned).out for form in forms]
    assert turned == straight
    check_out(arena, _shuffled(data, tree))
    other = [arena.run(f"plan --format {form}").out for form in forms]
    ledger["commands"] += 9
    assert [_unprinted(text) for text in other] == [_unprinted(text) for text in straight]


def _unprinted(text: str) -> str:
    """Without the fingerprint, which is of the file's bytes, and places in the file."""
    return re.sub(r'("fingerprint": )"[^"]*"|personalize\.yaml:\d+:\d+', r"\1", text)


def test_the_order_of_keys_and_of_lists_changes_no_byte_of_a_plan(
    session_arena: Arena, ledger: Counter[str]
) -> None:
    _turned(session_arena, ledger)


@extent(4, 80)
@given(st.data())
def _guarded(arena: Arena, ledger: Counter[str], data: DataObject) -> None:
    tree = data.draw(files())
    begin(arena, tree)
    course = settle(arena, tree)
    for event in data.draw(events(2)):
        happen(arena, event)
    tree = data.draw(edits(course.tree, trained_versions(arena))) | {"policy": {"maxDeletes": "100%"}}
    check_out(arena, tree)
    first = plan_of(arena)
    ledger["commands"] += 2
    _lowered(arena, tree, first, data.draw(st.integers(0, 3)))
    asking = [
        one for one in refused(first) if one["refusal"]["rule"] == "consent" and one["refusal"]["paste"]
    ]
    if not asking:
        return
    one = data.draw(st.sampled_from(asking))
    agree(tree, one["refusal"]["paste"])
    check_out(arena, tree)
    _only(one, first, plan_of(arena), tree)
    ledger["consents"] += 1


def _lowered(arena: Arena, tree: Tree, first: Any, most: int) -> None:
    """With a lower bound no more is let through."""
    check_out(arena, tree | {"policy": {"maxDeletes": most}})
    lower = plan_of(arena)
    assert _through(lower) <= _through(first)
    gone = [one for one in lower["changes"] if one["action"] == "delete" and not one["refusal"]]
    counted = [one for one in gone if not one["address"].startswith("schema/")]
    assert len(counted) <= most or refused(lower)


def _through(plan: Any) -> set[tuple[str, str]]:
    return {(one["address"], one["action"]) for one in plan["changes"] if not one["refusal"]}


def _only(one: Any, first: Any, then: Any, tree: Tree) -> None:
    """What the consent lets through is its own change, and what lives in the group of that change."""
    news = {address for address, _ in _through(then) - _through(first)} - {one["address"]}
    still = {other["address"] for other in refused(first)} - {one["address"]}
    wide = one["address"].partition("/")[0] in {"dataset-group", "dataset"}
    assert one["address"] not in {
        other["address"] for other in refused(then) if other["refusal"]["rule"] == "consent"
    }
    assert wide or not news & still, f"{one} let through {news & still}\n{json.dumps(tree)}"
    trackers = {address for address in news & still if address.startswith("event-tracker/")}
    assert not trackers or one["action"] == "delete", f"{one} let through {trackers}\n{json.dumps(tree)}"


def test_a_consent_lets_its_own_change_through_and_a_lower_bound_nothing_more(
    session_arena: Arena, ledger: Counter[str]
) -> None:
    _guarded(session_arena, ledger)
