"""Creating: never twice; where the name is taken or the answer is lost, what is there is looked at."""

from __future__ import annotations

from reconciler.apply.effects import Ask, Moves, Pause, StepFailedError
from reconciler.apply.lookup import Found, Lookup
from reconciler.apply.overdue import Wait
from reconciler.apply.pace import BRIEF_TRIES, LATE_TRIES, PATIENCE, backoff, poll_interval
from reconciler.apply.patience import patiently
from reconciler.apply.reading import health_in
from reconciler.apply.work import Sent, Work
from reconciler.catalog.time_outs import Phase
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
    lost, taken = False, Taken(work)
    while True:
        try:
            answer = yield from patiently(work, ask)
        except (AlreadyExistsError, UnknownOutcomeError) as error:
            unknown = isinstance(error, UnknownOutcomeError)
            again = unknown and lookup.unique and not lost
            lost = lost or unknown
            found = yield from lookup.ours(tries=_tries(lookup, lost=lost))
            missed = found is None and not again
            if missed and (unknown or lookup.met or not taken.by_something_unseen()):
                raise StepFailedError(_unexplained(error, met=lookup.met)) from error
        else:
            work.arn = str(answer.get(work.kind.arn_member) or work.arn or "") or None
            work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)
            return
        if found is None or health_in(found.body) is Health.LEAVING:
            # what never arrived is sent again at once: a duplicate of a unique name would be refused
            if found is not None or not again:  # uncovered branch: no tracer sees lines after throw() in 3.11
                yield taken.pause(found)
            continue
        work.arn = found.arn
        work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)
        if lost:
            work.made.append(ask.operation)
        else:
            work.remarks.append("found as an earlier run had made it")
        return


class Taken:
    """How long a name has been taken by something that leaves, or that nothing shows."""

    def __init__(self, work: Work) -> None:
        """For the create of this step."""
        self._work = work
        self._unseen: float | None = None
        self._tries = 0
        self._leaving: Wait | None = None

    def by_something_unseen(self) -> bool:
        """Whether it may still show, or its name be given back: both mend themselves within minutes."""
        if self._unseen is None:
            self._unseen = self._work.elapsed
        return self._work.elapsed - self._unseen <= PATIENCE

    def pause(self, found: Found | None) -> Pause:
        """The time until the next try; StepFailedError when what has the name does not go."""
        if found is None:
            self._work.note_delay("its name is taken, and nothing is shown that has it")
            self._tries += 1
            return Pause(seconds=backoff(self._tries), brief=False)
        self._leaving = self._leaving or Wait(self._work, Phase.DELETION)
        self._leaving.saw(found.body)
        self._leaving.go_on()
        self._work.note_delay("what had this name before is still being deleted")
        return Pause(seconds=poll_interval(self._work.elapsed), brief=False)


def _tries(lookup: Lookup, *, lost: bool) -> int:
    """How often to look again. What may not be made twice is looked for longer, as Lists may trail."""
    if not lost:
        return 0
    return BRIEF_TRIES if lookup.unique else LATE_TRIES


def _unexplained(error: ServiceError, *, met: bool) -> str:
    if isinstance(error, UnknownOutcomeError):
        return f"{error}. Nothing shows whether it was made: run plan again, which sees it if it was."
    if not met:
        return (
            f"{error.what.rstrip('.')}. For {PATIENCE:.0f} s nothing has been shown that has this name: it"
            " shows very late, or its name is not free yet. Run plan again in some minutes."
        )
    return (
        f"{error.what.rstrip('.')}. What has the name is not what this step would make, or is not marked"
        " as this file's: run plan again."
    )
