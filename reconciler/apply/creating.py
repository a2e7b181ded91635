"""Creating: never twice; where the name is taken or the answer is lost, what is there is looked at."""

from __future__ import annotations

from reconciler.apply.effects import Ask, Moves, Pause, StepFailedError
from reconciler.apply.lookup import Lookup
from reconciler.apply.pace import BRIEF_TRIES, poll_interval
from reconciler.apply.patience import patiently
from reconciler.apply.reading import health_in
from reconciler.apply.work import Sent, Work
from reconciler.errors import AlreadyExistsError, ServiceError, UnknownOutcomeError
from reconciler.model.health import Health


def create(work: Work, ask: Ask) -> Moves[None]:
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
            answer = yield from patiently(work, ask)
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
