"""Sending one mutating call of a step, with the patience that its sort of call needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reconciler.apply.effects import Ask, Moves, Pause, StepFailedError
from reconciler.apply.pace import BRIEF_TRIES, LONGEST, backoff, poll_interval
from reconciler.apply.reading import Lookup, describe, health_in
from reconciler.apply.work import Sent, Work
from reconciler.errors import (
    AlreadyExistsError,
    InUseError,
    LimitError,
    NotFoundError,
    ServiceError,
    ThrottledError,
    UnknownOutcomeError,
)
from reconciler.model.health import Health
from reconciler.model.values import Json
from reconciler.plan.changes import Call, Until


def send(work: Work, call: Call) -> Moves[None]:
    """Send one call of the step until it has had its effect; raises what no patience mends."""
    try:
        request = work.resolve(call.request)
    except LookupError as error:
        raise StepFailedError(
            f"{call.operation} cannot be sent: nothing has made {error.args[0]} yet"
        ) from error
    assert isinstance(request, Mapping)
    kind = work.kind
    special: Mapping[str, Callable[[Work, Ask], Moves[None]]] = {
        kind.create: _create,
        kind.update: _update,
        kind.delete: _delete,
    }
    ask = Ask(operation=call.operation, request=request, mutates=True)
    yield from special.get(call.operation, _repeatable)(work, ask)


def _patiently(
    work: Work, ask: Ask, *, missing: int = BRIEF_TRIES, until_in_use: bool = False
) -> Moves[Mapping[str, Json]]:
    """Ask until neither the rate, nor a change under way, nor a full queue stands against it.

    `missing` is how many NotFoundErrors are put down to something that was made a moment ago;
    `until_in_use` raises InUseError instead of trying again.
    """
    began, throttled, missed = work.elapsed, 0, 0
    while True:
        try:
            answer: Mapping[str, Json] = yield ask
        except ThrottledError as error:
            work.note_delay(error.what)
            # a minute of throttling is put up with even where nobody waits for things to settle
            yield Pause(seconds=backoff(throttled), brief=work.elapsed - began < LONGEST)
            throttled += 1
        except (InUseError, LimitError) as error:
            if until_in_use or (isinstance(error, LimitError) and not error.transient):
                raise
            work.note_delay(error.what)
            yield Pause(seconds=poll_interval(work.elapsed - began), brief=False)
        except NotFoundError:
            if missed >= missing:
                raise
            yield Pause(seconds=backoff(missed), brief=True)
            missed += 1
        except UnknownOutcomeError:
            work.acted = True
            raise
        else:
            work.held, work.acted = "", True
            work.made.append(ask.operation)
            return answer


def _create(work: Work, ask: Ask) -> Moves[None]:
    """Create; where the name is taken or the answer is lost, take what is there only if it is ours."""
    lookup = Lookup(work, ask.request)
    running = yield from lookup.running()
    if running:
        work.arn = running
        work.remarks.append("taken over as somebody else had started it")
        return
    lost = False
    while True:
        try:
            answer = yield from _patiently(work, ask)
        except (AlreadyExistsError, UnknownOutcomeError) as error:
            unknown = isinstance(error, UnknownOutcomeError)
            again = unknown and lookup.unique and not lost
            lost = lost or unknown
            found = yield from lookup.ours(tries=BRIEF_TRIES if lost else 0)
            if found is None and again:
                continue  # it never arrived, and a duplicate of a unique name would be refused
            if found is None:
                raise StepFailedError(_unexplained(error)) from error
        else:
            work.arn = str(answer.get(work.kind.arn_member) or work.arn or "") or None
            work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)
            return
        if health_in(found.body) is Health.LEAVING:
            work.note_delay("what had this name before is still being deleted")
            yield Pause(seconds=poll_interval(work.elapsed), brief=False)
            continue
        work.arn = found.arn
        work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)
        if lost:
            work.made.append(ask.operation)
        else:
            work.remarks.append("found as an earlier run had made it")
        return


def _unexplained(error: ServiceError) -> str:
    if isinstance(error, UnknownOutcomeError):
        return f"{error}. Nothing shows whether it was made: run plan again, which sees it if it was."
    return (
        f"{error.what.rstrip('.')}. What has the name is not what this step would make, or is not marked"
        " as this file's: run plan again."
    )


def _update(work: Work, ask: Ask) -> Moves[None]:
    """Update; a lost answer is told from the update record, and an update not seen is sent once more."""
    record = work.kind.update_record if work.step.until is Until.UPDATED and work.arn else ""
    before: Json = (yield from describe(work.kind, str(work.arn))).get(record) if record else None
    for last in (False, True):
        try:
            yield from _patiently(work, ask)
            break
        except UnknownOutcomeError:
            now = (yield from describe(work.kind, str(work.arn))).get(record) if record else None
            if now != before:
                work.made.append(ask.operation)
                break
            if last:
                raise
    work.sent = Sent(at=work.elapsed, request=ask.request, record_before=before)


def _delete(work: Work, ask: Ask) -> Moves[None]:
    """Delete; absent is done."""
    try:
        yield from _repeatable(work, ask, missing=0, until_in_use=work.step.keeps_if_in_use)
    except NotFoundError:
        if work.acted:
            work.made.append(ask.operation)
        else:
            work.remarks.append("was gone already")
        work.over = True
    except InUseError:
        work.remarks.append("kept, since it is still in use")
        work.over = True
    else:
        work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)


def _repeatable(
    work: Work, ask: Ask, *, missing: int = BRIEF_TRIES, until_in_use: bool = False
) -> Moves[None]:
    """A call that may be sent any number of times: a lost answer is met by sending it again."""
    for count in range(BRIEF_TRIES + 1):
        try:
            yield from _patiently(work, ask, missing=missing, until_in_use=until_in_use)
            break
        except UnknownOutcomeError:
            if count == BRIEF_TRIES:
                raise
            yield Pause(seconds=backoff(count), brief=True)
