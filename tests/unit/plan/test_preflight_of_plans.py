"""What a look at the data makes of a plan."""

from __future__ import annotations

from dataclasses import replace

from reconciler.data.dataset import Dataset
from reconciler.data.findings import Finding, error, warning
from reconciler.data.profile import Example, Found
from reconciler.model.address import parse_address
from reconciler.model.forecast import Estimate, Past
from reconciler.model.observed import Environment
from reconciler.plan.changes import Action, Call, Change, Plan, Step
from reconciler.plan.preflight import Look, with_looks

ITEMS = Dataset(
    address=parse_address("dataset/shop/items"), location="s3://data/items.csv", mode="FULL", columns=()
)
IMPORT = Change(
    address=parse_address("dataset/shop/items/import"),
    action=Action.RUN,
    reason="nothing has been imported yet",
    notes=("known",),
    asks=("a",),
    grants=("a",),
)
TRAINING = Change(
    address=parse_address("solution/s/training"), action=Action.RUN, reason="due", grants=("b",)
)
STEP = Step(
    id="run dataset/shop/items/import",
    address=IMPORT.address,
    action=Action.RUN,
    kind="dataset-import-job",
    arn="arn",
    calls=(Call(operation="CreateDatasetImportJob", request={}),),
)
PLAN = Plan(
    environment=Environment(account="123456789012", region="eu-west-1"),
    stack="shop",
    file="personalize.yaml",
    changes=(IMPORT, TRAINING),
    steps=(STEP,),
    warnings=("already",),
    estimate=Estimate(seconds=60, past=(Past(kind="campaign", count=1),)),
)
FOUND = Found(
    count=2, examples=(Example(file="a.csv", line=3, value="secret"), Example(file="b.csv", line=4))
)
ERROR = error("data/type", "N: 2 rows with a value that is no int", column="N", found=FOUND)
WARNING = warning("data/odd-id", "ITEM_ID: 2 rows with odd characters", fix="Trim them.")
REMEDIES = {"data/type": "Write a number."}


def looked(*findings: Finding, files: int = 1, of: int = 1, problem: str = "") -> Plan:
    look = Look(dataset=ITEMS, files=files, of=of, findings=findings, problem=problem)
    return with_looks(PLAN, [look], REMEDIES)


def test_an_error_refuses_the_import_and_with_it_the_plan() -> None:
    made = looked(ERROR)
    assert [one.address for one in made.refused] == [IMPORT.address]
    refused, other = made.changes
    assert refused.refusal
    assert refused.refusal.rule == "preflight"
    assert "the first 64 KiB of s3://data/items.csv there is an error" in refused.refusal.why
    assert "--no-preflight" in refused.refusal.fix
    assert refused.notes == (
        "known",
        "data/type: N: 2 rows with a value that is no int (a.csv:3, b.csv:4). Write a number.",
    )
    assert (refused.asks, refused.grants) == (("a",), ()), "a refused change grants nothing"
    assert other == TRAINING
    assert (made.steps, made.estimate, made.warnings) == ((), None, ("already",))


def test_no_value_of_a_cell_is_in_the_plan() -> None:
    assert "secret" not in str(looked(ERROR, WARNING))


def test_several_errors_are_counted_and_so_are_several_files() -> None:
    made = looked(ERROR, replace(ERROR, fix="Do."), files=20, of=1000)
    refusal = made.changes[0].refusal
    assert refusal
    assert "the first 64 KiB of 20 of 1,000 files in s3://data/items.csv there are 2 errors" in refusal.why


def test_a_warning_is_one_of_the_plan_and_refuses_nothing() -> None:
    made = looked(WARNING)
    assert made == replace(
        PLAN,
        warnings=(
            "already",
            "the data of dataset/shop/items: data/odd-id: ITEM_ID: 2 rows with odd characters. Trim them.",
        ),
    )


def test_what_was_not_looked_at_is_said() -> None:
    (_, said) = looked(problem="s3 is away").warnings
    assert said == "the data of dataset/shop/items was not looked at: s3 is away"
    (_, said) = looked(files=20, of=1000).warnings
    assert said == "the data of dataset/shop/items: only the first 20 of 1,000 files were looked at"
