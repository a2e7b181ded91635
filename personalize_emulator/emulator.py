"""The emulator itself: clock, state, faults and call log, and the path every call takes through them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from personalize_emulator import events, faults, recipes, runtime, shapes, tags
from personalize_emulator.calls import Calls
from personalize_emulator.clock import Clock
from personalize_emulator.durations import durations as duration_table
from personalize_emulator.errors import ApiError, StartError
from personalize_emulator.history import History
from personalize_emulator.kinds import all_kinds
from personalize_emulator.lifecycle import settle
from personalize_emulator.operations import operations_of
from personalize_emulator.realm import Realm
from personalize_emulator.storage import Storage
from personalize_emulator.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from personalize_emulator.resources import Json
    from personalize_emulator.showing import Remains

ACCOUNT = "123456789012"
_TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back: a status with the answer, or an error code with its text; `lost` asks to drop it."""

    status: int
    body: Json
    error: str | None = None
    lost: bool = False
    request_id: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that Personalize was at one moment; buckets and roles are moto's and not in it."""

    state: bytes
    time: float


class Emulator:
    """Amazon Personalize for every account and region. Calls are serialised: correctness before speed.

    `state_dir` keeps everything across restarts; `throttle` is a rate per operation in calls a second,
    measured in real time, of which `throttle_burst` may come at once (None: one second's worth);
    `tagging_lag` is by how many virtual seconds the tagging API trails; `plant` creates buckets and roles
    when they are first needed.
    """

    def __init__(
        self,
        *,
        speed: float = 1.0,
        state_dir: Path | None = None,
        account: str = ACCOUNT,
        throttle: float | None = None,
        throttle_burst: float | None = None,
        tagging_lag: float = 0.0,
        durations: Mapping[str, float] | None = None,
        clock: Clock | None = None,
        plant: Callable[[], None] | None = None,
    ) -> None:
        self.account = account
        self.state_dir = state_dir
        self.tagging_lag = tagging_lag
        self.durations = duration_table(durations)
        self.clock = clock or Clock(speed)
        self.store = Store(_state_file(state_dir))
        self.clock.not_before(float(self.store.meta(_TIME) or 0))
        self.faults = faults.Faults()
        self.remains: dict[str, Remains] = {}
        self.calls = Calls()
        self.history = History()
        self.storage = Storage(plant)
        self.kinds = all_kinds()
        self.lock = RLock()
        self._throttle, self._burst = throttle, throttle_burst
        self._rates: dict[str, faults.Fault] = {}
        self._operations = {
            shapes.CONTROL: operations_of(self.kinds.values()) | tags.OPERATIONS | recipes.OPERATIONS,
            shapes.EVENTS: events.OPERATIONS,
            shapes.RUNTIME: runtime.OPERATIONS,
        }
        self.begin_history()

    def close(self) -> None:
        """Close the state; time is kept, so that it goes on from here."""
        with self.lock:
            self.store.set_meta(_TIME, repr(self.clock.now()))
            self.store.close()

    def realm(
        self, account: str, region: str, now: float, operation: str = "", request: Json | None = None
    ) -> Realm:
        """One account and region at one moment."""
        return Realm(self, account, region, now, operation, request)

    def settle(self) -> float:
        """Let everything that came due take place; the virtual time now."""
        with self.lock:
            now = self.clock.now()
            if self.store.is_due(now):
                with self.transaction():
                    settle(self, now)
                    self.store.set_meta(_TIME, repr(now))
            return now

    def advance(self, seconds: float) -> float:
        """Step the clock and settle; the virtual time then."""
        self.clock.advance(seconds)
        now = self.settle()
        with self.lock:
            self.store.set_meta(_TIME, repr(now))
        return now

    def call(self, plane: str, operation: str, parameters: Any, *, account: str, region: str) -> Reply:
        """Answer one call of any plane; never raises for what a client did."""
        name = _subject(operation, parameters)
        if delay := self.faults.take(faults.DELAY, operation, name, parameters):
            time.sleep(delay.seconds)
        with self.lock:
            now = self.settle()
            try:
                answer = self._answer(plane, operation, parameters, account, region, now)
                reply = Reply(status=200, body=answer)
                if self.faults.take(faults.LOSE_RESPONSE, operation, name, parameters):
                    reply = Reply(status=0, body={}, lost=True)
            except ApiError as error:
                reply = Reply(status=error.status, body={"message": error.message}, error=error.code)
            # Logged before the next call can begin, so that the log has the order of the effects.
            self.calls.record(
                time=now,
                plane=plane,
                operation=operation,
                parameters=parameters if isinstance(parameters, dict) else {},
                status=reply.status,
                error=reply.error,
                message=reply.body.get("message") if reply.error else None,
            )
        return reply

    def snapshot(self) -> Snapshot:
        """Everything that is there now, to come back to with `restore`."""
        with self.lock:
            return Snapshot(self.store.serialized(), self.clock.now())

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a moment, its time included; faults are lifted, log and history begin anew.

        ValueError for an emulator whose state is in files.
        """
        if self.state_dir is not None:
            raise ValueError("a state in files cannot be replaced")
        with self.lock:
            self.store.replace(snapshot.state)
            self.clock = Clock(self.clock.speed, snapshot.time)
            self.faults.clear()
            self.calls.clear()
            self.begin_history()

    def clear(self, account: str, region: str) -> None:
        """Forget one account and region."""
        with self.lock, self.transaction():
            self.history.forget(self.store.clear(account, region))
            here = (account, region)
            self.remains = {
                arn: one
                for arn, one in self.remains.items()
                if (one.resource.account, one.resource.region) != here
            }

    def begin_history(self) -> None:
        """Start the history anew, with where everything stands."""
        with self.lock:
            self.history.begin(self.store.every(), self.clock.now(), self.calls.last)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, in the state and in the history."""
        with self.history.transaction(), self.store.transaction():
            yield

    def _answer(
        self, plane: str, operation: str, parameters: Any, account: str, region: str, now: float
    ) -> Json:
        if shapes.operation_model(plane, operation) is None:
            raise ApiError("UnknownOperationException", f"{plane} has no operation {operation!r}.")
        self._refuse(operation, parameters)
        handler = self._operations[plane].get(operation)
        if handler is None:
            raise ApiError("NotImplementedException", f"The emulator does not have {operation} yet.", 501)
        if not isinstance(parameters, dict):
            raise ApiError("SerializationException", "The request body is not a JSON object.")
        if problem := shapes.request_problem(plane, operation, parameters):
            raise ApiError("InvalidInputException", problem)
        request = {key: value for key, value in parameters.items() if value is not None}
        try:
            with self.transaction():
                answer = handler(self.realm(account, region, now, operation, request), request)
                self._checked(plane, operation, answer)
                if not operation.startswith(("Describe", "List", "Get")):
                    self.store.set_meta(_TIME, repr(now))
        except ApiError:
            raise
        except Exception as error:  # a bug of ours must reach the client as an answer, not as a dropped call
            raise ApiError(
                "InternalFailure", f"The emulator failed: {type(error).__name__}: {error}", 500
            ) from error
        return answer

    def _refuse(self, operation: str, parameters: Any) -> None:
        name = _subject(operation, parameters)
        if self._throttle is not None:
            fault = faults.Fault(fault=faults.THROTTLE, rate=self._throttle, burst=self._burst)
            if self._rates.setdefault(operation, fault).over_rate():
                raise _throttled()
        if self.faults.take(faults.THROTTLE, operation, name, parameters):
            raise _throttled()
        if refused := self.faults.take(faults.REFUSE, operation, name, parameters):
            raise ApiError(refused.code, refused.message)

    def _checked(self, plane: str, operation: str, answer: Json) -> None:
        if problem := shapes.response_problem(plane, operation, answer):
            raise ApiError("InternalFailure", f"The emulator's own answer is not valid: {problem}", 500)


def _throttled() -> ApiError:
    # Source: AWS common errors; the HTTP status is the one of the control plane.
    return ApiError("ThrottlingException", "Rate exceeded")


def _subject(operation: str, parameters: Any) -> str:
    """The name that a call is about, for faults that strike by name."""
    if not isinstance(parameters, dict):
        return ""
    for member in ("name", "jobName"):
        if isinstance(parameters.get(member), str):
            return str(parameters[member])
    arns = {k: v for k, v in parameters.items() if k.endswith("Arn") and isinstance(v, str)}
    # UpdateCampaign is about the campaign, whichever of its ARNs a client writes first.
    own = next((v for k, v in arns.items() if operation.endswith(k[:1].upper() + k[1:-3])), None)
    arn = own or next(iter(arns.values()), "")
    return arn.split("/", 1)[-1]


def _state_file(state_dir: Path | None) -> Path | None:
    if state_dir is None:
        return None
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"cannot use the state folder {state_dir}: {error.strerror}") from error
    return state_dir / "personalize.sqlite3"
