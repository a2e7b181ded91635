"""apply_plan: carries a plan out and says how every step ended."""

from __future__ import annotations

import traceback
from pathlib import PurePath

from reconciler.apply.effects import StepFailedError, StepSkippedError
from reconciler.apply.events import StepFinished, StepStarted
from reconciler.apply.executors import Executor, Threads
from reconciler.apply.graph import Graph
from reconciler.apply.limits import quota_words
from reconciler.apply.outcome import Ended, Outcome, Result
from reconciler.apply.scheduler import Ending, Scheduler
from reconciler.apply.steps import carry_out
from reconciler.apply.stop import Stop
from reconciler.apply.trainings import solution_of, stops_every
from reconciler.apply.work import Work
from reconciler.errors import LimitError, ReconcilerError, ServiceError
from reconciler.model.address import Address
from reconciler.plan.changes import Action, Plan, Step, Until
from reconciler.ports import Clock, EventSink, PersonalizeApi


def apply_plan(
    plan: Plan,
    api: PersonalizeApi,
    *,
    clock: Clock,
    events: EventSink,
    parallelism: int = 10,
    executor: Executor | None = None,
    timeout: float | None = None,
    wait: bool = True,
    stop: Stop | None = None,
) -> Outcome:
    """Carry the plan's steps out, each as soon as all that it needs has succeeded.

    At most `parallelism` calls are in flight, on threads unless an `executor` is given. After `timeout`
    seconds, or once `stop` is set, no new call is made and what the service is at work on ends in
    progress. KeyboardInterrupt cuts it off at once: of calls under way nobody knows then. With `wait` False
    nothing settles: what can start is started. Errors end steps, never the run; ReconcilerError only for a
    plan that must not be applied, before the first call.
    """
    if plan.refused or plan.problems:
        raise ReconcilerError(
            "this plan may not be applied", fix="make a new plan without refused steps and failed reads"
        )
    graph = Graph(plan.steps)
    run = _Run(plan, graph, clock, events)
    threads = executor or Threads(parallelism)
    scheduler = Scheduler(
        api=api, clock=clock, executor=threads, parallelism=parallelism, wait=wait, ended=run.ended
    )
    stop = stop or Stop()
    stop.wake(scheduler.finished)
    try:
        run.carry(scheduler, stop, timeout)
    except KeyboardInterrupt:
        stop.set()
        run.cut_off()
    finally:
        threads.close()
    return run.outcome(interrupted=stop.is_set())


class _Run:
    """The results so far, and which step is next."""

    def __init__(self, plan: Plan, graph: Graph, clock: Clock, events: EventSink) -> None:
        self._plan, self._graph, self._clock, self._events = plan, graph, clock, events
        self._works: dict[int, Work] = {}
        self._results: dict[int, Result] = {}
        self._identifiers: dict[Address, str] = {}
        self._began, self._at = clock.elapsed(), clock.now()
        self._stops = frozenset(
            solution_of(call) for step in plan.steps for call in step.calls if stops_every(call)
        )

    def carry(self, scheduler: Scheduler, stop: Stop, timeout: float | None) -> None:
        """Start steps and turn the scheduler until nothing is left to do."""
        deadline = None if timeout is None else self._began + timeout
        stopping = False
        while True:
            late = deadline is not None and self._clock.elapsed() >= deadline
            if not stopping and (stop.is_set() or late):
                stopping = True
                scheduler.abandon()
            while not stopping and scheduler.has_room and (key := self._graph.next_ready()) is not None:
                self._start(key, scheduler)
            if scheduler.idle:
                break
            left = None if stopping or deadline is None else max(deadline - self._clock.elapsed(), 0.0)
            scheduler.turn(left)
        for key, step in enumerate(self._plan.steps):
            if key not in self._results:
                self._finish(key, _unstarted(step, Ended.NOT_STARTED))

    def cut_off(self) -> None:
        """End in the middle: what is known of every step that had begun, and what is not."""
        for key, step in enumerate(self._plan.steps):
            if key not in self._results:
                work = self._works.get(key)
                result = _ended(work, *_cut(work)) if work else _unstarted(step, Ended.NOT_STARTED)
                self._results[key] = result

    def outcome(self, *, interrupted: bool) -> Outcome:
        """All results in the plan's order."""
        return Outcome(
            started=self._at,
            seconds=self._clock.elapsed() - self._began,
            results=tuple(self._results[key] for key in range(len(self._plan.steps))),
            interrupted=interrupted,
        )

    def ended(self, key: int, ending: Ending) -> None:
        """A step's generator ended: record how, and take dependents along or set them free."""
        work, step = self._works[key], self._plan.steps[key]
        ended, detail = _verdict(work, ending)
        self._finish(key, _ended(work, ended, detail))
        if ended is Ended.DONE:
            if work.arn is not None and _yields(step):
                self._identifiers[step.address] = work.arn
            self._graph.succeeded(key)
        elif ended in {Ended.FAILED, Ended.SKIPPED}:
            self._skip_downstream(key, ended)
            self._graph.ended(key)

    def _start(self, key: int, scheduler: Scheduler) -> None:
        step = self._plan.steps[key]
        work = Work(
            step=step,
            stack=self._plan.stack,
            identifiers=self._identifiers,
            clock=self._clock,
            events=self._events,
            begun=self._clock.elapsed(),
            stops=self._stops,
            arn=step.arn if isinstance(step.arn, str) else self._identifiers.get(step.arn.address),
        )
        self._works[key] = work
        self._events.emit(StepStarted(at=self._clock.now(), step=step))
        scheduler.begin(key, carry_out(work), line=step.kind)

    def _skip_downstream(self, key: int, ended: Ended) -> None:
        root = self._plan.steps[key].id
        verb = "failed" if ended is Ended.FAILED else "was skipped"
        for place in self._graph.downstream(key):
            if place not in self._results:
                self._finish(
                    place,
                    _unstarted(
                        self._plan.steps[place], Ended.SKIPPED, f"skipped because {root} {verb}", root
                    ),
                )
                self._graph.ended(place)

    def _finish(self, key: int, result: Result) -> None:
        self._results[key] = result
        self._events.emit(StepFinished(at=self._clock.now(), step=self._plan.steps[key], result=result))


def _yields(step: Step) -> bool:
    """Whether the step's ARN is what its address stands for in later requests."""
    passing = {Until.GONE, Until.IDLE, Until.SETTLED}
    return step.until not in passing and step.action not in {Action.DELETE, Action.STOP, Action.FORGET}


def _ended(work: Work, ended: Ended, detail: str) -> Result:
    step = work.step
    return Result(
        step=step.id,
        address=step.address,
        action=step.action,
        ended=ended,
        detail=detail,
        seconds=work.elapsed,
        arn=work.arn,
        calls=tuple(work.made),
        kept=work.kept,
    )


def _unstarted(step: Step, ended: Ended, detail: str = "", because: str = "") -> Result:
    return Result(
        step=step.id, address=step.address, action=step.action, ended=ended, detail=detail, because=because
    )


def _verdict(work: Work, ending: Ending) -> tuple[Ended, str]:
    """The class that a step ends in, and what to say about it."""
    if ending.abandoned:
        return _abandoned(work)
    match ending.error:
        case None:
            return Ended.DONE, "; ".join(work.remarks)
        case StepSkippedError():
            return Ended.SKIPPED, str(ending.error)
        case StepFailedError():
            return Ended.FAILED, str(ending.error)
        case ServiceError():
            return Ended.FAILED, _explained(ending.error, work)
        case _:
            return Ended.FAILED, _mistaken(ending.error, work)


def _abandoned(work: Work) -> tuple[Ended, str]:
    # a step without calls waits for what the service is at anyhow
    waits = not (work.step.calls or work.step.marks)
    if not (work.acted or work.made or work.unanswered or waits):
        return Ended.NOT_STARTED, work.held or work.status
    left = f"stopped before {work.left}" if work.left else ""
    parts = (work.held or left or work.status, _unknown(work))
    return Ended.IN_PROGRESS, "; ".join(part for part in parts if part)


def _cut(work: Work) -> tuple[Ended, str]:
    if not work.asking:
        return _abandoned(work)
    return Ended.IN_PROGRESS, f"cut off: {work.asking} may or may not have had its effect"


def _unknown(work: Work) -> str:
    """That an answer was lost, if nothing has told since what became of the call."""
    lost = sorted(work.unanswered.difference(work.made))
    return f"{', '.join(lost)} may or may not have had its effect" if lost else ""


def _mistaken(error: Exception, work: Work) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{PurePath(frame.filename).name}:{frame.lineno}"
    said = (
        f"internal error: {type(error).__name__}: {error} ({where}); please report this mistake in reconcile"
    )
    return _sentences(said, _what_goes_on(work))


def _explained(error: ServiceError, work: Work) -> str:
    room = quota_words(error.operation) if isinstance(error, LimitError) and not error.fix else ""
    return _sentences(str(error), error.fix, room, _what_goes_on(work))


def _what_goes_on(work: Work) -> str:
    return "What was started goes on; plan shows how it ended" if work.acted else _unknown(work)


def _sentences(*parts: str) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
