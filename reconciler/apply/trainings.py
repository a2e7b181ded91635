"""Seeing that no version of a solution is being trained: stopping what runs, waiting for what stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reconciler.apply.effects import Ask, AskAll, Moves, Pause, StepFailedError
from reconciler.apply.overdue import Wait
from reconciler.apply.pace import BRIEF_TRIES, PATIENCE, poll_interval
from reconciler.apply.patience import patiently
from reconciler.apply.reading import health_in, status_in
from reconciler.apply.work import Work
from reconciler.catalog.time_outs import Phase
from reconciler.errors import (
    InUseError,
    InvalidError,
    NotFoundError,
    ThrottledError,
    UnknownOutcomeError,
)
from reconciler.kinds import KINDS
from reconciler.model.health import Health
from reconciler.model.values import Json
from reconciler.plan.changes import Call

_KIND = "solution-version"
STOP = "StopSolutionVersionCreation"
_MEMBER = "solutionVersionArn"
_EVERY = "/*"
_STOPPABLE = {"CREATE PENDING", "CREATE IN PROGRESS"}
"""Source: developer guide, 'Stopping the creation of a solution version'."""


def stops_every(call: Call) -> bool:
    """Whether the call stands for one stop per running version of its solution."""
    return call.operation == STOP and is_for_everything(call)


def is_for_everything(call: Call) -> bool:
    """Whether an ARN of the call ends in /*: such a call is never sent as it is."""
    return any(
        isinstance(value, str) and value.startswith("arn:") and value.endswith(_EVERY)
        for value in call.request.values()
    )


def solution_of(call: Call) -> str:
    """The ARN of the solution whose trainings such a call stops."""
    return str(call.request[_MEMBER]).removesuffix(_EVERY)


class Trainings:
    """The versions of one solution that are under way, and which of them were asked to stop."""

    def __init__(self, work: Work, solution: str, *, stop: bool = True) -> None:
        """For a step about this solution; without `stop` its trainings are only waited for."""
        self._work, self._solution, self._stop = work, solution, stop
        self._accepted: dict[str, float] = {}
        self._unanswered: set[str] = set()
        self._refused: Counter[str] = Counter()
        self._met = False
        self._wait = Wait(work, Phase.CREATION, _KIND)

    def rest(self) -> Moves[None]:
        """Stop what runs and look again until nothing does; also what the service starts meanwhile.

        A solution that does not exist has no trainings.
        """
        began = heard = self._work.elapsed
        self._wait = Wait(self._work, Phase.CREATION, _KIND)
        while True:
            try:
                if not (yield from self._round()):
                    return
                heard = self._work.elapsed
            except (ThrottledError, UnknownOutcomeError) as error:
                self._work.note_error(error)
                if self._work.elapsed - heard > PATIENCE:
                    raise
            self._wait.go_on()
            yield Pause(seconds=poll_interval(self._work.elapsed - began), brief=False)

    @property
    def remark(self) -> str:
        """What was found and done, for the step's result."""
        ids = [version.rpartition("/")[2] for version in self._accepted]
        if len(ids) == 1:
            return f"training {ids[0]} was stopped"
        if ids:
            return f"trainings {', '.join(ids)} were stopped"
        if not self._met:
            return "no training was running"
        return (
            "the training ended by itself" if self._refused or not self._stop else "it was stopping already"
        )

    def _round(self) -> Moves[bool]:
        """Look once and stop what may be stopped; whether anything is under way."""
        listing = KINDS[_KIND].listing
        assert listing is not None
        ask = AskAll(
            operation=listing.operation, request={listing.narrows: self._solution}, result=listing.result
        )
        try:
            items: Sequence[Mapping[str, Json]] = yield ask
        except NotFoundError:
            return False
        busy = [item for item in items if health_in(item) is Health.SETTLING]
        running = [str(item[_MEMBER]) for item in busy if _is_stoppable(item)]
        self._note_lost_answers(running)
        if busy:
            self._met = self._work.acted = True
            self._work.note_status(status_in(busy[0]))
            self._wait.saw(busy[0])
        for version in running if self._stop else ():
            yield from self._ask_to_stop(version)
        return bool(busy)

    def _note_lost_answers(self, running: Sequence[str]) -> None:
        """A stop without an answer had its effect where the version does not run any more."""
        for version in sorted(self._unanswered.difference(running)):
            self._unanswered.remove(version)
            self._accepted[version] = self._work.elapsed
            self._work.made.append(STOP)

    def _ask_to_stop(self, version: str) -> Moves[None]:
        """One stop per version, sent again only where it was not accepted: then it may have ended by now."""
        accepted = self._accepted.get(version)
        if accepted is not None:
            if self._work.elapsed - accepted > PATIENCE:
                raise StepFailedError(
                    f"the service accepted the stop of {version} {PATIENCE:.0f} s ago and shows no sign of it"
                )
            return
        ask = Ask(operation=STOP, request={_MEMBER: version}, mutates=True)
        try:
            yield from patiently(self._work, ask, missing=0, until_in_use=True)
        except InUseError as error:
            self._work.note_delay(error.what)
        except (InvalidError, NotFoundError, UnknownOutcomeError) as error:
            if isinstance(error, UnknownOutcomeError):
                self._unanswered.add(version)
            self._refused[version] += 1
            if self._refused[version] > BRIEF_TRIES:
                raise
        else:
            self._accepted[version] = self._work.elapsed
            self._unanswered.discard(version)


def _is_stoppable(item: Mapping[str, Json]) -> bool:
    return status_in(item).upper().replace("_", " ") in _STOPPABLE
