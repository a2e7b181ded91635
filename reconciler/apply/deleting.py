"""Deleting: absent is done, and a solution that is being trained again is stopped again."""

from __future__ import annotations

from reconciler.apply.effects import Ask, Moves, Pause
from reconciler.apply.pace import poll_interval
from reconciler.apply.patience import insist, repeatable
from reconciler.apply.trainings import Trainings
from reconciler.apply.work import Sent, Work
from reconciler.errors import InUseError, NotFoundError


def delete(work: Work, ask: Ask) -> Moves[None]:
    """Send the delete until it is accepted or there is nothing to delete.

    Where the plan stopped the solution's trainings, ResourceInUse may mean that the service has started
    another one since: it is stopped too. No other deletion stops anything.
    """
    kept, stopped = work.step.keeps_if_in_use, work.arn in work.stops
    began = work.elapsed
    while True:
        try:
            yield from repeatable(work, ask, missing=0, until_in_use=kept or stopped)
        except NotFoundError:
            if ask.operation in work.unanswered:
                work.made.append(ask.operation)
            else:
                work.remarks.append("was gone already")
            work.over = True
        except InUseError as error:
            if kept:
                work.remarks.append("something still uses it")
                work.over = work.kept = True
                return
            work.note_delay(error.what)
            insist(work, began, error)
            yield from Trainings(work, str(work.arn)).rest()
            yield Pause(seconds=poll_interval(work.elapsed - began), brief=False)
            continue
        else:
            work.sent = Sent(at=work.elapsed, request=ask.request, record_before=None)
        return
