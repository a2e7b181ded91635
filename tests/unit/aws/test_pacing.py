"""Turns: who waits, what ends the wait, and that a call let go was never sent."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

import pytest
from stub_service import StubService, error
from waiting_clock import WaitingClock

from reconciler.aws.clock import SystemClock
from reconciler.aws.pacing import LetGoError, Pacing
from reconciler.aws.personalize import Personalize
from reconciler.aws.session import Connection
from reconciler.errors import ServiceError, ThrottledError

WHERE = {"schemaArn": "arn:aws:personalize:eu-west-1:123456789012:schema/s"}
THROTTLED = (400, error("ThrottlingException", "Rate exceeded"))
LONG = 30.0


def refuse_once(pacing: Pacing) -> None:
    pacing.give_back("ListSchemas", pacing.take_turn("ListSchemas", pacing.shift), refused=True)


def test_an_operation_is_paced_from_its_first_refusal_on_and_no_other_is() -> None:
    pacing = Pacing(WaitingClock())
    assert not pacing.paced("ListSchemas")
    refuse_once(pacing)
    assert pacing.paced("ListSchemas")
    assert not pacing.paced("ListFilters")


def test_a_refused_call_waits_on_the_clock_and_not_longer_than_the_published_rate_asks(
    stub: StubService, api: Personalize, clock: WaitingClock
) -> None:
    stub.says("DescribeSchema", THROTTLED, THROTTLED, THROTTLED, (200, {"schema": {"name": "s"}}))
    assert api.call("DescribeSchema", WHERE)["schema"] == {"name": "s"}
    assert api.paced("DescribeSchema")
    assert 0 < clock.elapsed() < 3
    assert stub.count("DescribeSchema") == 4


@pytest.mark.parametrize(
    ("answer", "paced"),
    [
        ((400, error("LimitExceededException", "Rate exceeded")), True),
        ((429, error("Whatever", "")), True),
        ((400, error("LimitExceededException", "More than 5 resources in ACTIVE state.")), False),
        ((400, error("ResourceNotFoundException", "gone")), False),
        ((500, error("InternalFailure", "oops")), False),
    ],
)
def test_only_a_refusal_for_the_rate_slows_calls_down(
    stub: StubService, api: Personalize, answer: tuple[int, Any], paced: bool
) -> None:
    stub.says("CreateSchema", answer, (200, {"schemaArn": "arn"}))
    request: Mapping[str, str] = {"name": "s", "schema": "{}"}
    with suppress(ServiceError):
        api.call("CreateSchema", request)
    assert api.paced("CreateSchema") is paced


def test_a_call_that_waits_for_its_turn_is_let_go_unsent(stub: StubService, connection: Connection) -> None:
    class Told(SystemClock):
        """Says when somebody waits."""

        def __init__(self) -> None:
            self.waiting = threading.Event()

        def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
            self.waiting.set()
            return super().wait(finished, LONG)

    clock = Told()
    api = Personalize(connection, clock)
    stub.says("DescribeSchema", THROTTLED)
    raised: list[Exception] = []

    def call() -> None:
        try:
            api.call("DescribeSchema", WHERE)
        except ThrottledError as error:
            raised.append(error)

    callers = [threading.Thread(target=call) for _ in range(3)]
    for caller in callers:
        caller.start()
    assert clock.waiting.wait(LONG)
    api.let_go()
    for caller in callers:
        caller.join(LONG / 2)
    assert [error.code for error in raised] == ["NotSent"] * 3
    assert stub.count("DescribeSchema") <= 3


def test_calls_begun_after_letting_go_are_made(stub: StubService, api: Personalize) -> None:
    stub.says("DescribeSchema", (200, {"schema": {"name": "s"}}))
    api.let_go()
    assert api.call("DescribeSchema", WHERE)["schema"] == {"name": "s"}


def test_one_answer_wakes_who_waits_for_it() -> None:
    pacing = Pacing(SystemClock())
    first = [pacing.take_turn("ListSchemas", 0) for _ in range(2)]
    served = threading.Thread(target=lambda: pacing.take_turn("ListSchemas", 0))
    served.start()
    for sent in first:
        pacing.give_back("ListSchemas", sent, refused=False)
    served.join(LONG)
    assert not served.is_alive()


def test_letting_go_ends_a_turn_that_was_asked_for_before() -> None:
    pacing = Pacing(WaitingClock())
    shift = pacing.shift
    pacing.let_go()
    with pytest.raises(LetGoError):
        pacing.take_turn("ListSchemas", shift)


def test_an_operation_is_hopeless_after_minutes_of_refusals_alone() -> None:
    clock = WaitingClock()
    pacing = Pacing(clock)
    refuse_once(pacing)
    assert not pacing.is_hopeless("ListSchemas")
    clock.time += 120
    assert pacing.is_hopeless("ListSchemas")
    pacing.give_back("ListSchemas", pacing.take_turn("ListSchemas", 0), refused=False)
    assert not pacing.is_hopeless("ListSchemas")
