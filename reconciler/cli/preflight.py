"""The look at the beginning of the data that a plan would import, before anything is started."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reconciler.errors import DeniedError, ReconcilerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconciler.cli.screen import Screen
    from reconciler.cli.stages import Live
    from reconciler.data.dataset import DataFile, Dataset
    from reconciler.data.sample import Sample
    from reconciler.model.desired import DesiredState
    from reconciler.model.diagnostics import Diagnostic
    from reconciler.model.observed import ObservedState
    from reconciler.plan.changes import Plan
    from reconciler.plan.preflight import Look

_DENIED = {"AccessDenied", "AccessDeniedException", "403"}
"""Other codes say that the credentials have expired or are not known."""


class _MayNotReadError(Exception):
    """The credentials lack a permission on the data."""


class Preflight:
    """Looks at the data of one run's plans, at each file once.

    `asked` is None where nobody has asked for it or against it: then it looks where it may.
    """

    def __init__(self, desired: DesiredState, live: Live, screen: Screen, *, asked: bool | None) -> None:
        """Nothing is read yet."""
        self._desired, self._live, self._screen, self._asked = desired, live, screen, asked
        self._looks: dict[Dataset, Look | None] = {}
        self._read: dict[DataFile, Sample] = {}

    def checked(self, plan: Plan, observed: ObservedState) -> Plan:
        """The plan with what its data says against it; the same plan where it imports nothing."""
        if self._asked is False or not any(one.kind == "dataset-import-job" for one in plan.steps):
            return plan
        from reconciler.desired.rules import rules  # noqa: PLC0415
        from reconciler.plan.preflight import started, with_looks  # noqa: PLC0415

        datasets = tuple(started(plan, self._desired))
        self._look(tuple(one for one in datasets if one not in self._looks), observed)
        looks = [look for one in datasets if (look := self._looks[one])]
        return with_looks(plan, looks, {name: rule.fix for name, rule in rules().items()})

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, at the places in the file that say what is imported."""
        from reconciler.desired.rules import rules  # noqa: PLC0415
        from reconciler.plan.preflight import diagnostics  # noqa: PLC0415

        looks = [look for look in self._looks.values() if look]
        remedies = {name: rule.fix for name, rule in rules().items()} if looks else {}
        return diagnostics(looks, self._desired, remedies)

    def _look(self, datasets: Sequence[Dataset], observed: ObservedState) -> None:
        from reconciler.plan.preflight import Look  # noqa: PLC0415

        denied: list[str] = []
        for dataset in datasets:
            try:
                self._looks[dataset] = self._seen(dataset, observed)
            except _MayNotReadError:
                denied.append(dataset.location)
                problem = f"the credentials may not read {dataset.location}"
                self._looks[dataset] = Look(dataset=dataset, problem=problem) if self._asked else None
            except ReconcilerError as error:
                self._looks[dataset] = Look(dataset=dataset, problem=error.what)
        if denied and not self._asked:
            more = f" and {len(denied) - 1} more" if len(denied) > 1 else ""
            self._screen.note(f"data not looked at: the credentials may not read {denied[0]}{more}")

    def _seen(self, dataset: Dataset, observed: ObservedState) -> Look:
        from reconciler.aws.clock import SystemClock  # noqa: PLC0415
        from reconciler.data.file_checks import visible_path  # noqa: PLC0415
        from reconciler.data.report import unignored  # noqa: PLC0415
        from reconciler.data.sample import (  # noqa: PLC0415
            BEGINNING,
            MOST_FILES,
            judged_sample,
            profile_of,
            with_rows,
        )
        from reconciler.plan.preflight import Look  # noqa: PLC0415

        files = self._files(dataset.location, observed)
        place = visible_path(dataset.location)
        if not files:
            return Look(dataset=dataset, problem=f"there is no file at {place}")
        rows = with_rows(files)
        if not rows:
            problem = f"all {len(files):,} files in {place} are empty, or have names like _SUCCESS"
            return Look(dataset=dataset, problem=problem)
        chosen = rows[:MOST_FILES]
        samples = self._samples(chosen)
        now = int(SystemClock().now().timestamp())
        profile = profile_of(dataset, samples, now=now)
        if not profile.files:
            problem = f"the first line at {place} is longer than {BEGINNING // 1024} KiB"
            return Look(dataset=dataset, problem=problem)
        size, whole = sum(one.size for one in files), chosen == rows and all(one.whole for one in samples)
        judged = judged_sample(dataset, profile, size=size, whole=whole)
        found = unignored(judged, self._desired.ignored.get(dataset.address, ()))
        return Look(dataset=dataset, files=len(chosen), of=len(rows), findings=found)

    def _files(self, location: str, observed: ObservedState) -> Sequence[DataFile]:
        """As they were seen when the account was read, since that is most often so; else they are listed."""
        from reconciler.data.dataset import file_of  # noqa: PLC0415

        if location not in observed.objects:
            listed = self._live.data_files.files(location)
        else:
            seen = observed.objects[location]
            listed = None if seen is None else [file_of(location, one.key, one.size) for one in seen]
        if listed is None:
            raise _MayNotReadError(location)
        return listed

    def _samples(self, files: Sequence[DataFile]) -> list[Sample]:
        from reconciler.data.sample import BEGINNING, Sample  # noqa: PLC0415
        from reconciler.observed.parallel import in_parallel  # noqa: PLC0415

        def read(file: DataFile) -> Sample:
            return Sample(file=file, data=self._live.data_files.beginning(file, BEGINNING))

        unread = [one for one in files if one not in self._read]
        try:
            samples = in_parallel([partial(read, one) for one in unread], self._live.parallelism)
        except DeniedError as error:
            if error.code in _DENIED:
                raise _MayNotReadError(str(error)) from error
            raise
        self._read |= zip(unread, samples, strict=True)
        return [self._read[one] for one in files]
