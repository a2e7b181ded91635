"""The judge of reports: nothing against true ones, and a word against every sort of lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from arena import Arena, Moment
from botocore.exceptions import ConnectionClosedError
from report_truth import disagreements, plans_carried_out
from start import start_of
from wire import Go, Sent

from personalize_emulator.calls import Calls

GROUP = "create dataset-group/user-videos"
ITEMS = "run dataset/user-videos/items/import"
TRAINING = "run solution/video-recommendations/training"
REMOVAL = "delete filter/exclude-watched"
FILTER = re.compile(r" +filters:\n.*\n")
CAMPAIGN = "create campaign/home-page"
TRACKER = "create event-tracker/user-videos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An apply of the example that has ended: report, plan, the account and the log just then."""

    outcome: Any
    plan: Any
    account: Moment
    log: Calls
    lost: frozenset[int]


class Judged:
    """A report that a test may falsify, and an account that it may change, before the judge looks."""

    def __init__(self, arena: Arena, ended: Ended) -> None:
        arena.emulator.calls = Calls()  # the log is not the account's: going back would empty it
        arena.restore(ended.account)
        arena.emulator.calls = ended.log
        self.emulator, self._lost = arena.emulator, ended.lost
        self.outcome, self.plan = deepcopy(ended.outcome), deepcopy(ended.plan)

    def of(self, step: str) -> Any:
        return next(one for one in self.outcome["results"] if one["step"] == step)

    def tell(self, step: str, **members: Any) -> None:
        """Tell of a step otherwise; the counts go along."""
        result, counts = self.of(step), self.outcome["counts"]
        counts[result["ended"]] -= 1
        result |= members
        counts[result["ended"]] += 1

    def live(self, step: str, **members: Any) -> None:
        """Have the step's resource be otherwise."""
        store = self.emulator.store
        found = store.find(self.of(step)["arn"])
        assert found is not None
        for name, value in members.items():
            setattr(found, name, value)
        store.save(found)

    def planned(self, step: str) -> Any:
        return next(one for one in self.plan["steps"] if one["id"] == step)

    def gone(self, step: str) -> None:
        self.emulator.store.remove(self.of(step)["arn"])

    def verdict(self) -> list[str]:
        return disagreements(self.outcome, self.plan, self.emulator, lost=self._lost)


@pytest.fixture(scope="module")
def ends(session_arena: Arena) -> Iterator[Mapping[str, Ended]]:
    """Applies that ended well, with a failed import, by --timeout, and with a creation nobody can tell of."""
    arena = session_arena

    def run(
        options: str = "", strike: Callable[[Sent, Go], Any] | None = None, *, anew: bool = True, **fault: Any
    ) -> Ended:
        arena.emulator.calls = Calls()
        if anew:
            arena.reset(start_of(None))
        if fault:
            arena.emulator.faults.add(**fault)
        with plans_carried_out() as plans:
            outcome = arena.run(f"apply --yes --format json {options}", strike=strike).document
        log = arena.emulator.calls
        lost = frozenset(call.n for call in log if strike and call.operation == "CreateEventTracker")
        return Ended(outcome=outcome, plan=plans[0], account=arena.moment(), log=log, lost=lost)

    def lose(sent: Sent, go: Go) -> Any:
        """The tracker's creation is not answered, nor, from then on, what trackers there are."""
        created = any(one.operation == "CreateEventTracker" for one in arena.wire.sent)
        answer = go()
        if created and "EventTracker" in sent.operation:
            raise ConnectionClosedError(endpoint_url="https://personalize")
        return answer

    well = run()
    file = arena.folder / "personalize.yaml"
    file.write_text(FILTER.sub("", file.read_text()))
    yield {
        "well": well,
        "removed": run(anew=False),
        "failed": run(
            fault="fail", operation="CreateDatasetImportJob", name="*items*", reason="no such column"
        ),
        "late": run("--timeout 1h"),
        "lost": run(strike=lose),
    }
    arena.emulator.calls = Calls()


Judge = Callable[[str], Judged]


@pytest.fixture
def judged(session_arena: Arena, ends: Mapping[str, Ended]) -> Judge:
    return lambda name: Judged(session_arena, ends[name])


TRUE = ("well", "removed", "failed", "late", "lost")


@pytest.mark.parametrize("name", TRUE)
def test_a_true_report_is_believed(name: str, judged: Judge) -> None:
    assert judged(name).verdict() == []


def drop(case: Judged) -> None:
    case.outcome["results"].pop()
    case.outcome["counts"]["done"] -= 1


def twice(case: Judged) -> None:
    case.outcome["results"].append(case.outcome["results"][0])
    case.outcome["counts"]["done"] += 1


def add(case: Judged) -> None:
    del case.plan["steps"][-1]


def rename(case: Judged) -> None:
    case.of(GROUP)["address"] = "dataset-group/other"


def stepless(case: Judged) -> None:
    case.plan["changes"].append(dict(case.plan["changes"][0], address="filter/other"))


def miscount(case: Judged) -> None:
    case.outcome["counts"]["done"] += 1


def praise(case: Judged) -> None:
    case.outcome["verdict"] = "done"


def excuse(case: Judged) -> None:
    case.outcome["exit_code"] = 0


def unclassed(case: Judged) -> None:
    case.of(GROUP)["ended"] = "lost"


def invent(case: Judged) -> None:
    case.of(GROUP)["calls"].append("TagResource")


def conceal(case: Judged) -> None:
    case.tell(GROUP, calls=[], detail="found as an earlier run had made it")


def certain(case: Judged) -> None:
    case.tell(TRACKER, detail="ListEventTrackers: no answer")


def strange(case: Judged) -> None:
    case.planned(GROUP)["calls"] = []


def undelete(case: Judged) -> None:
    store = case.emulator.store
    (tracker,) = (one for one in store.every() if one.kind == "event-tracker")
    tracker.kind, tracker.arn = "filter", case.of(REMOVAL)["arn"]
    store.add(tracker)


def stopped(case: Judged) -> None:
    case.planned(CAMPAIGN)["until"] = "stopped"


def restless(case: Judged) -> None:
    (version,) = (one for one in case.emulator.store.every() if one.kind == "solution-version")
    version.status = "CREATE IN_PROGRESS"
    case.emulator.store.save(version)
    case.planned(REMOVAL).update(until="idle", calls=[])
    case.tell(REMOVAL, arn=version.parent)


LIES: Mapping[str, tuple[str, Callable[[Judged], None], str]] = {
    "a step left out": ("well", drop, "is planned and not told"),
    "a step told twice": ("well", twice, "is told 2 times"),
    "a step that nobody planned": ("well", add, "is told and not planned"),
    "another address": ("well", rename, "is told as create dataset-group/other"),
    "a change that nothing is told of": ("well", stepless, "filter/other has a change and no step"),
    "a wrong count": ("well", miscount, "it counts"),
    "a wrong word for the whole": ("failed", praise, "exit 1 is called done"),
    "a wrong exit code": ("failed", excuse, "exit 0 where"),
    "a class that there is not": ("well", unclassed, "no class is called 'lost'"),
    "a call that was not made": ("well", invent, "tells of a TagResource that never succeeded"),
    "a call kept back": ("well", conceal, "does not tell of CreateDatasetGroup"),
    "a lost answer kept back": ("lost", certain, "its answer was lost"),
    "a call that nobody planned": ("well", strange, "no step plans CreateDatasetGroup"),
    "done, and not there": ("well", lambda case: case.gone(CAMPAIGN), "does not exist"),
    "done, and no ARN told": ("well", lambda case: case.tell(TRACKER, arn=None), "tells no ARN"),
    "done, and still being made": (
        "well",
        lambda case: case.live(CAMPAIGN, status="CREATE IN_PROGRESS"),
        "is CREATE IN_PROGRESS",
    ),
    "done, and failed": ("well", lambda case: case.live(CAMPAIGN, status="CREATE FAILED"), "CREATE FAILED"),
    "done, and not asked for": ("late", lambda case: case.tell(CAMPAIGN, ended="done"), "without CreateCamp"),
    "done, and still changing": (
        "well",
        lambda case: case.live(CAMPAIGN, update={"status": "CREATE PENDING"}),
        "is still changing",
    ),
    "deleted, and still there": ("removed", undelete, "is still there, ACTIVE"),
    "stopped, and running": ("well", stopped, "is ACTIVE"),
    "at rest, and being trained": ("removed", restless, "is CREATE IN_PROGRESS"),
    "failed for no reason": ("failed", lambda case: case.tell(ITEMS, detail=""), "gives no reason"),
    "failed for another reason": ("failed", lambda case: case.tell(ITEMS, detail="denied"), "no such column"),
    "failed, and all is well": (
        "well",
        lambda case: case.tell(CAMPAIGN, ended="failed", detail="denied"),
        "all of it was done",
    ),
    "skipped, and made": ("well", lambda case: case.tell(GROUP, ended="skipped", detail="no"), "has made"),
    "skipped for no reason": ("failed", lambda case: case.tell(TRAINING, detail=""), "says not why"),
    "skipped for what did not fail": (
        "failed",
        lambda case: case.tell(TRAINING, because=GROUP, detail=f"skipped because {GROUP} failed"),
        "which did not fail",
    ),
    "skipped for what it has nothing to do with": (
        "failed",
        lambda case: case.tell(TRAINING, because=CAMPAIGN, detail=f"skipped because {CAMPAIGN} failed"),
        "which it does not need",
    ),
    "skipped for two things": ("failed", lambda case: case.tell(TRAINING, because=GROUP), "and means"),
    "not started, and made": ("well", lambda case: case.tell(CAMPAIGN, ended="not started"), "has made"),
    "in progress, and never begun": (
        "late",
        lambda case: case.tell(CAMPAIGN, ended="in progress"),
        "nothing was asked",
    ),
    "in progress, and over": (
        "well",
        lambda case: case.tell(GROUP, ended="in progress", detail="CREATE IN_PROGRESS"),
        "rests since",
    ),
    "in progress, and not there": ("late", lambda case: case.gone(TRAINING), "and does not exist"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_seen(lie: str, judged: Judge) -> None:
    name, tell, word = LIES[lie]
    case = judged(name)
    tell(case)
    assert word in "\n".join(case.verdict())


def test_where_nothing_was_carried_out_nothing_may_have_been_done(judged: Judge) -> None:
    case = judged("removed")
    assert disagreements(case.outcome, None, case.emulator) == [
        "it tells of steps, and no plan was carried out",
        "nothing was done: exit 0, done",
        "DeleteFilter was made, untold",
    ]
