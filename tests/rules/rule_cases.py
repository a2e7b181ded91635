"""Files that break a rule and near misses that pass: `RULE/breaks/NAME`, `RULE/passes/NAME`, and made ones.

A `.yaml` is a whole personalize.yaml; beside it stand the schema files of this folder. An `.avsc` is a schema
file that a personalize.yaml of ours names: `users.ECOMMERCE.note.avsc` for a users dataset in a group of that
domain, one without such words for an items dataset in a custom group. What no file in a repository can be is
made in `made_cases`, and files of rows, of which few count alone, in `data_cases`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from data_cases import BREAKS as DATA_BREAKS
from data_cases import PASSES as DATA_PASSES
from data_check import data_diagnostics
from made_cases import BREAKS, PASSES, Lay, Made

from reconciler.desired.every_environment import check
from reconciler.desired.load import load
from reconciler.model.diagnostics import Diagnostic

HERE = Path(__file__).parent
MAIN = "personalize.yaml"
PLAIN_PARSER = {"file/not-unicode"}
"""The parser in C finds this by itself, as file/not-yaml."""
TYPES = ("interactions", "items", "users", "actions", "actionInteractions")
DOMAINS = ("ECOMMERCE", "VIDEO_ON_DEMAND")
NAMES_THE_SCHEMA = """version: 1
stack: shop
schemas:
  given: {{avro: given.avsc{of_domain}}}
datasetGroups:
  shop: {{datasets: {{{type}: {{schema: given}}}}{of_domain}}}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One file about one rule; `lay` puts it into an empty folder."""

    rule: str
    name: str
    lay: Callable[[Path], Made]


def cases(kind: str) -> list[Case]:
    """All cases of a kind, "breaks" or "passes"."""
    made = MADE[kind]
    found = [
        Case(f"{path.parts[-4]}/{path.parts[-3]}", path.name, _laid(path))
        for path in sorted(HERE.glob(f"*/*/{kind}/*"))
    ]
    return found + [Case(rule, lay.__name__, lay) for rule, lays in made.items() for lay in lays]


MADE: dict[str, dict[str, tuple[Lay, ...]]] = {
    "breaks": {**BREAKS, **DATA_BREAKS},
    "passes": {**PASSES, **DATA_PASSES},
}


def texts(rule: str, kind: str) -> list[str]:
    """The files about a rule; of cases about data, whose documentation they are."""
    said = [lay.__doc__ or "" for lay in MADE[kind].get(rule, ())] if rule.startswith("data/") else []
    return said + [path.read_text() for path in sorted((HERE / rule / kind).glob("*"))]


def found(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    """What is found in the case's files, laid into the current folder."""
    for schema in HERE.glob("*.avsc"):
        shutil.copy(schema, folder)
    made = case.lay(folder)
    with pytest.MonkeyPatch.context() as patch:
        if case.rule in PLAIN_PARSER:
            patch.delattr(yaml, "CSafeLoader", raising=False)
        return _diagnostics(made)


def _diagnostics(made: Made) -> tuple[Diagnostic, ...]:
    if made.data:
        return data_diagnostics(made)
    if made.asked:
        return load(made.file, stdin=None, environment=made.environment).diagnostics
    return check(made.file, stdin=None, environment=made.environment).diagnostics


def _laid(path: Path) -> Callable[[Path], Made]:
    def lay(folder: Path) -> Made:
        if path.suffix == ".avsc":
            words = path.stem.split(".")
            kind = next((one for one in TYPES if one in words), "items")
            domain = next((f", domain: {one}" for one in DOMAINS if one in words), "")
            (folder / MAIN).write_text(NAMES_THE_SCHEMA.format(type=kind, of_domain=domain))
        shutil.copy(path, folder / (MAIN if path.suffix == ".yaml" else "given.avsc"))
        return Made(MAIN)

    return lay
