"""Sending a call with patience: for its rate, for a change under way, for a full queue, for a lost answer."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.apply.effects import Ask, Moves, Pause, Queue, StepFailedError
from reconciler.apply.limits import queue_words
from reconciler.apply.pace import BRIEF_TRIES, LONGEST, STUBBORN, backoff, poll_interval
from reconciler.apply.work import Work
from reconciler.errors import (
    InUseError,
    LimitError,
    NotFoundError,
    ServiceError,
    ThrottledError,
    UnknownOutcomeError,
)
from reconciler.model.values import Json

TAG_WRITES = frozenset({"TagResource", "UntagResource"})
"""Calls that put the service to no work that goes on by itself."""


def patiently(
    work: Work, ask: Ask, *, missing: int = BRIEF_TRIES, until_in_use: bool = False
) -> Moves[Mapping[str, Json]]:
    """Ask until neither the rate, nor a change under way, nor a full queue stands against it.

    `missing` is how many NotFoundErrors are put down to something that was made a moment ago;
    `until_in_use` raises InUseError instead of trying again.
    """
    began, throttled, missed = work.elapsed, 0, 0
    works = ask.operation not in TAG_WRITES
    while True:
        try:
            answer: Mapping[str, Json] = yield from _sent(work, ask)
        except ThrottledError as error:
            work.note_delay(error.what)
            insist(work, began, error)
            # a minute of throttling is put up with even where nobody waits for things to settle
            yield Pause(seconds=backoff(throttled), brief=work.elapsed - began < LONGEST)
            throttled += 1
        except (InUseError, LimitError) as error:
            if until_in_use if isinstance(error, InUseError) else not error.transient:
                raise
            insist(work, began, error)
            yield _wait(work, ask, error, poll_interval(work.elapsed - began))
        except NotFoundError:
            if missed >= missing:
                raise
            yield Pause(seconds=backoff(missed), brief=True)
            missed += 1
        except UnknownOutcomeError:
            work.acted = work.acted or works
            work.unanswered.add(ask.operation)
            raise
        else:
            work.held, work.acted = "", work.acted or works
            work.made.append(ask.operation)
            return answer


def _sent(work: Work, ask: Ask) -> Moves[Mapping[str, Json]]:
    """The answer; until it is there, the step knows what it is about to send or has sent."""
    work.asking = ask.operation
    try:
        answer: Mapping[str, Json] = yield ask
    except GeneratorExit:
        work.left = ask.operation
        raise
    finally:
        work.asking = ""
    return answer


def insist(work: Work, began: float, error: ServiceError) -> None:
    """Fail once a call has been refused for longer than anything under way could be the reason."""
    if work.elapsed - began > STUBBORN:
        raise StepFailedError(
            f"refused for {STUBBORN / 3600:.0f} hours, the last time with: {error}"
        ) from error


def _wait(work: Work, ask: Ask, error: InUseError | LimitError, seconds: float) -> Pause | Queue:
    if isinstance(error, LimitError):
        work.note_delay(queue_words(error, ask.operation))
        return Queue(line=work.step.kind, seconds=seconds)
    work.note_delay(error.what)
    return Pause(seconds=seconds, brief=False)


def repeatable(
    work: Work, ask: Ask, *, missing: int = BRIEF_TRIES, until_in_use: bool = False
) -> Moves[None]:
    """A call that may be sent any number of times: a lost answer is met by sending it again."""
    count = 0
    while True:
        try:
            yield from patiently(work, ask, missing=missing, until_in_use=until_in_use)
            break
        except UnknownOutcomeError:
            if count == BRIEF_TRIES:
                raise
            yield Pause(seconds=backoff(count), brief=True)
            count += 1
