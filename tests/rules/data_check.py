"""What is found in the files of a case about data."""

from __future__ import annotations

from dataclasses import replace

from made_cases import Made

from reconciler.data.uses import imported, training_of
from reconciler.desired.load import load
from reconciler.desired.rules import rules
from reconciler.model.diagnostics import Diagnostic
from reconciler.scan.checking import Task, check
from reconciler.scan.local_files import LocalFiles

NOW = 1_790_000_000
"""In September 2026."""


def data_diagnostics(made: Made) -> tuple[Diagnostic, ...]:
    """The findings about the files in the current folder that the case's imports name."""
    desired = load(made.file, stdin=None).state
    assert desired, "the file itself is valid"
    source = LocalFiles(".")
    tasks = []
    for dataset in imported(desired):
        named = source.files(dataset.location)
        told = tuple(replace(one, size=made.sizes.get(one.name, one.size)) for one in named)
        tasks.append(Task(dataset=dataset, files=told, training=training_of(desired, dataset)))
    checked = check(tasks, source, now=NOW, step=lambda _: lambda _: None)
    return tuple(
        Diagnostic(
            code=one.rule,
            summary=one.summary,
            fix=one.fix or rules()[one.rule].fix,
            severity=one.severity,
        )
        for each in checked
        for one in each.findings
    )
