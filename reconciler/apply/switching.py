"""Starting and stopping a recommender: the state is looked at first, so that it is done once."""

from __future__ import annotations

from reconciler.apply.effects import Ask, Moves, Pause, StepFailedError
from reconciler.apply.overdue import Wait
from reconciler.apply.pace import BRIEF_TRIES, backoff, poll_interval
from reconciler.apply.patience import patiently
from reconciler.apply.reading import describe, health_in, status_in
from reconciler.apply.work import Sent, Work
from reconciler.catalog.time_outs import Phase
from reconciler.errors import InUseError, InvalidError, UnknownOutcomeError
from reconciler.model.health import Health

_WANTED = {"Start": Health.READY, "Stop": Health.STOPPED}
_ALREADY = {"Start": "was running already", "Stop": "was stopped already"}


def verb_of(operation: str) -> str:
    """Start or Stop; "" of an operation that switches nothing."""
    return next((verb for verb in _WANTED if operation.startswith(verb)), "")


def switch(work: Work, ask: Ask) -> Moves[None]:
    """Send the start or stop unless the resource is there, or on its way there.

    Nothing is sent while it changes otherwise. A call that the service refuses is no failure when the
    state then is what was asked for.
    """
    began = work.elapsed
    refusal: InvalidError | None = None
    unanswered = 0
    while not (yield from _is_under_way(work, ask)):
        if refusal is not None:
            raise refusal
        try:
            yield from patiently(work, ask, until_in_use=True)
        except InUseError as error:
            work.note_delay(error.what)
            yield Pause(seconds=poll_interval(work.elapsed - began), brief=False)
        except InvalidError as error:
            refusal = error
        except UnknownOutcomeError:
            if unanswered >= BRIEF_TRIES:
                raise
            yield Pause(seconds=backoff(unanswered), brief=True)
            unanswered += 1
        else:
            work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)
            return


def _is_under_way(work: Work, ask: Ask) -> Moves[bool]:
    """Whether the resource is what was asked for, or about to be; waits while it changes otherwise."""
    verb, began = verb_of(ask.operation), work.elapsed
    wait = Wait(work, Phase.SWITCH)
    while True:
        body = yield from describe(work.kind, str(work.arn))
        health, status = health_in(body), status_in(body)
        if health is _WANTED[verb]:
            work.over, work.held = True, ""
            _tell(work, ask, _ALREADY[verb])
            return True
        if status.upper().startswith(f"{verb.upper()} "):
            work.acted, work.held = True, ""
            work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)
            _tell(work, ask, "")
            return True
        if health is Health.LEAVING:
            raise StepFailedError(f"it is being deleted ({status})")
        if health is not Health.SETTLING:
            return False
        wait.saw(body)
        wait.go_on()
        work.note_delay(f"it is {status}, and what is changing can be neither started nor stopped")
        yield Pause(seconds=poll_interval(work.elapsed - began), brief=False)


def _tell(work: Work, ask: Ask, otherwise: str) -> None:
    """Say that the call had its effect where only its answer was lost."""
    if ask.operation in work.unanswered:
        work.made.append(ask.operation)
    elif otherwise:
        work.remarks.append(otherwise)
