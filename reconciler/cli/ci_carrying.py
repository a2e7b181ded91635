"""One `ci apply`: read what is owed, plan afresh, decide, carry out, tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.cli.ci_job import annotate, annotate_findings, quoted, source_of, summarise
from reconciler.cli.ci_record import read_record
from reconciler.cli.ci_reporting import Reporting
from reconciler.cli.exits import Exit
from reconciler.cli.performing import Performance, Performed, perform
from reconciler.cli.showing import show_plan
from reconciler.cli.stages import decide, look
from reconciler.github.deployments import Place
from reconciler.plan.review import imports, unreviewed
from reconciler.plan.verdict import Verdict, verdict
from reconciler.render.ci_markdown import GOES_ON, LONGEST_PAGE, MUST_GO_ON, applied, planned, stopped
from reconciler.render.marker import stack_key
from reconciler.render.outcome_text import outcome_summary
from reconciler.render.plan_text import cannot_apply

if TYPE_CHECKING:
    from reconciler.cli.locking import Hold
    from reconciler.cli.preflight import Preflight
    from reconciler.cli.screen import Screen
    from reconciler.cli.stages import Live
    from reconciler.github.client import Client
    from reconciler.github.event import Job
    from reconciler.model.desired import DesiredState
    from reconciler.plan.changes import Plan


class Apply:
    """What is to be applied, for whom, and how."""

    def __init__(
        self,
        client: Client,
        job: Job,
        desired: DesiredState,
        screen: Screen,
        live: Live,
        hold: Hold,
        preflight: Preflight,
        *,
        by_hand: bool,
    ) -> None:
        """Read from GitHub what was applied last and what was reviewed since.

        Make it while the lock is held: what another apply has done meanwhile is in the record then.
        """
        self._job, self._desired, self._screen = job, desired, screen
        self._live, self._hold, self._preflight, self._by_hand = live, hold, preflight, by_hand
        self._place = Place(
            task=f"reconcile:{desired.stack}",
            environment=desired.environment or desired.stack,
            key=stack_key(desired),
        )
        self._record = read_record(client, job, self._place, by_hand=by_hand)
        self._reporting = Reporting(client, job, self._record, screen)
        self._source = source_of(job, job.commit)

    def run(self, *, timeout: float) -> int:
        """The exit code; waits so many seconds for trainings."""
        observed = look(self._desired, self._live, self._screen)
        plan = self._preflight.checked(decide(self._desired, observed), observed)
        reviewed = self._reviewed(plan)
        found = verdict(plan, reviewed, by_hand=self._by_hand, timed=self._timed)
        if found in {Verdict.UNREVIEWED, Verdict.REFUSED}:
            return self._stopped(plan)
        wanted, whole = plan, found is Verdict.WHOLE
        if whole:
            self._reporting.begin(self._place, plan, by_hand=self._by_hand)
        else:
            plan = self._preflight.checked(decide(self._desired, observed, only_runs=True), observed)
            if unreviewed(plan, reviewed):
                return self._stopped(wanted)
        how = Performance(form="text", timeout=timeout, wait=True, hold=self._hold)
        with quoted(self._screen):
            performed = perform(plan, self._live, self._screen, how, lambda: True)
        code = self._told(plan, performed, whole=whole)
        # Somebody waits for what was merged, whichever event took it up: a green job would keep that quiet.
        return code if whole or not self._record.merged else self._stopped(wanted, runs=True)

    def _reviewed(self, plan: Plan) -> frozenset[str]:
        """What was reviewed; before the first complete apply there are no earlier imports to hold one to."""
        return self._record.reviewed if self._record.last else self._record.reviewed | imports(plan)

    @property
    def _timed(self) -> bool:
        """Whether nobody waits for an edit: a schedule, or what goes on from one."""
        return self._job.scheduled or (self._job.continued and not self._record.merged)

    def _stopped(self, plan: Plan, *, runs: bool = False) -> int:
        beyond = unreviewed(plan, self._reviewed(plan))

        def render(limit: int) -> str:
            return stopped(plan, beyond, self._record.remarks, self._source, runs=runs, limit=limit)

        with quoted(self._screen):
            show_plan(plan, "text", self._screen)
        annotate_findings(self._screen, self._preflight.findings)
        why = cannot_apply(plan) or f"not reviewed: {', '.join(str(change.address) for change in beyond)}"
        what = "what was merged was not applied" if runs else "nothing was changed"
        annotate(self._screen, "error", what, why, *self._record.remarks)
        summarise(render(LONGEST_PAGE))
        self._reporting.comment(render)
        return Exit.FAILED

    def _told(self, plan: Plan, performed: Performed, *, whole: bool) -> int:
        outcome, code = performed.outcome, performed.code
        if outcome is None:
            annotate(self._screen, "error", "nothing was changed", cannot_apply(plan))
            annotate_findings(self._screen, self._preflight.findings)
            summarise(planned(plan, self._source, limit=LONGEST_PAGE))
            return code
        goes_on = ""
        if code == Exit.IN_PROGRESS:
            started = self._reporting.go_on(self._desired.environment)
            goes_on = GOES_ON if started else MUST_GO_ON
        if whole:
            self._reporting.end(code, outcome_summary(outcome))
            self._reporting.comment(lambda limit: applied(plan, outcome, goes_on, self._source, limit=limit))
        summarise(applied(plan, outcome, goes_on, self._source, limit=LONGEST_PAGE))
        return Exit.DONE if goes_on == GOES_ON else code
