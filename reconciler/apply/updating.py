"""Updating: a lost answer is told from what the resource shows, and an update not seen is sent once more."""

from __future__ import annotations

from reconciler.apply.effects import Ask, Moves
from reconciler.apply.metrics import shows_update
from reconciler.apply.patience import patiently
from reconciler.apply.reading import describe
from reconciler.apply.work import Sent, Work
from reconciler.errors import AlreadyExistsError, InvalidError, UnknownOutcomeError
from reconciler.model.values import Json
from reconciler.plan.changes import Until


def update(work: Work, ask: Ask) -> Moves[None]:
    """Send the update. One that the service calls wrong is done where its effect is there already."""
    record = work.kind.update_record if work.step.until is Until.UPDATED and work.arn else ""
    before: Json = (yield from describe(work.kind, str(work.arn))).get(record) if record else None
    again = False
    while True:
        try:
            yield from patiently(work, ask)
            break
        except UnknownOutcomeError:
            now = (yield from describe(work.kind, str(work.arn))).get(record) if record else None
            if now != before:
                work.made.append(ask.operation)
                break
            if again:
                raise
            again = True
        except (AlreadyExistsError, InvalidError):
            if not (yield from shows_update(work.kind, ask.request)):
                raise
            if ask.operation in work.unanswered:
                work.made.append(ask.operation)
            else:
                work.remarks.append("was so already")
            break
    work.sent = Sent(at=work.elapsed, request=ask.request, record_before=before)
