"""When a wait has lasted too long, and what to say then. Nothing else is done about it: the step fails."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.apply.effects import StepFailedError
from reconciler.apply.reading import health_in, status_in
from reconciler.apply.work import Work
from reconciler.catalog.time_outs import HOUR, TIME_OUTS, Phase
from reconciler.errors import ServiceError
from reconciler.kinds import KINDS, Kind
from reconciler.model.health import Health, is_documented, update_in_progress
from reconciler.model.values import Json
from reconciler.plan.live import update_status

WHAT_NOW = (
    "This apply does nothing more about it, and the service goes on by itself. Run plan to see how it stands,"
    " and apply again to wait on; if it does not move, look at it in the console of Personalize or ask AWS"
    " Support"
)


class Wait:
    """One wait for a resource; its clock begins with it, and anew when the service begins something else.

    `expected` is what the service is thought to be at until a document tells. The time of creation does not
    matter: see docs/decisions/0019-time-outs.md.
    """

    def __init__(self, work: Work, expected: Phase, kind: str = "") -> None:
        """Begin to wait for the step's resource, or for one of another kind on which it depends."""
        self._work, self._kind = work, KINDS[kind] if kind else work.kind
        self._phase, self._began = expected, work.elapsed
        self._status, self._unread = "", ""

    def missed(self, error: ServiceError) -> None:
        """The last look failed: from then on nobody knows whether it has ended."""
        self._unread = str(error)

    def saw(self, body: Mapping[str, Json]) -> None:
        """Take a document in: what the service is at, and in which words."""
        phase = phase_in(self._kind, body)
        self._status, self._unread = _words(self._kind, body), ""
        if phase is not None and phase is not self._phase:
            self._phase, self._began = phase, self._work.elapsed

    def go_on(self) -> None:
        """StepFailedError once the service has been at it for longer than it may be."""
        allowed = time_out(self._kind.name, self._phase)
        if self._work.elapsed - self._began < allowed:
            return
        if self._unread:
            raise StepFailedError(
                f"whether the {self._phase.value} of this {self._kind.title} has ended is not known after"
                f" {allowed / HOUR:g} h of waiting, since it cannot be read: {self._unread.rstrip('.')}."
                f" {WHAT_NOW}"
            )
        known = not self._status or is_documented(self._status)
        what = f"the {self._phase.value} of this {self._kind.title} has not ended"
        seen = f"the last status seen is {self._status}" if self._status else "no status was seen"
        raise StepFailedError(
            f"{what if known else f'this {self._kind.title} has not settled'} after {allowed / HOUR:g} h of"
            f" waiting; {seen}{'' if known else ', a word that this version does not know'}. {WHAT_NOW}"
        )


def time_out(kind: str, phase: Phase) -> float:
    """Seconds for which the service may be at this; of a phase that the kind lacks, those of its creation."""
    phases = TIME_OUTS[kind]
    return phases.get(phase, phases[Phase.CREATION]).seconds


def phase_in(kind: Kind, body: Mapping[str, Json]) -> Phase | None:
    """What the service is at with this resource, as its document tells; None when it is at nothing."""
    health, word = health_in(body), status_in(body).upper()
    if health is Health.LEAVING:
        return Phase.DELETION
    if health is Health.SETTLING:
        switched = word.startswith(("START", "STOP")) or word.endswith("STOPPING")
        return Phase.SWITCH if switched else Phase.CREATION
    return Phase.UPDATE if update_in_progress(update_status(kind, body) or None) else None


def _words(kind: Kind, body: Mapping[str, Json]) -> str:
    if health_in(body) in {Health.LEAVING, Health.SETTLING}:
        return status_in(body)
    return update_status(kind, body) or status_in(body)
