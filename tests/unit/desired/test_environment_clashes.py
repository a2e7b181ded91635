"""Which environments may stand side by side, and what a workflow is told of each."""

from __future__ import annotations

import io

import pytest

from reconciler.desired.every_environment import EnvironmentRow, check, environment_rows

HEAD = "version: 1\nstack: s\nenvironments:\n"
EVERY = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)"
REST = f"datasetGroups: {{g: {{solutions: {{so: {{recipe: aws-sims}}}}, filters: {{f: {EVERY}}}}}}}\n"
HERE, THERE = 'account: "123456789012"', 'account: "210987654321"'


def clash(first: str, second: str, rest: str = REST) -> str:
    """What is said of the clash of two environments, "" where there is none."""
    text = f"{HEAD}  a: {{{first}}}\n  b: {{{second}}}\n{rest}"
    found = check("-", stdin=io.StringIO(text)).diagnostics
    assert {one.code for one in found} <= {"environment/clash"}
    return " ".join(f"{one.summary} {one.fix}" for one in found)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{HERE}, region: eu-west-1", f"{HERE}, region: us-east-1"),
        (f"{HERE}, region: eu-west-1", f"{THERE}, region: eu-west-1"),
        (HERE, THERE),
        ("region: eu-west-1", "region: us-east-1"),
        ("prefix: x-", ""),
        ("prefix: x-", "prefix: y-"),
    ],
)
def test_environments_apart_in_account_region_or_prefix_are_fine(first: str, second: str) -> None:
    assert clash(first, second) == ""


@pytest.mark.parametrize(
    ("first", "second", "unsaid"),
    [
        (f"{HERE}, region: eu-west-1", f"{HERE}, region: eu-west-1", ""),
        (HERE, HERE, "region"),
        (HERE, "", "account and region"),
        (f"{HERE}, region: eu-west-1", "region: eu-west-1", "account"),
        ("", "", "account and region"),
    ],
)
def test_what_the_file_does_not_say_counts_as_the_same(first: str, second: str, unsaid: str) -> None:
    said = clash(first, second)
    assert "environments a (<stdin>:4:3) and b would both make dataset-group/g (<stdin>:6:17)" in said
    assert ("or say the" in said) == bool(unsaid)
    assert f"say the {unsaid} of both" in said or not unsaid


@pytest.mark.parametrize(
    "group",
    [
        "solutions: {so: {recipe: aws-sims}, x-so-v2: {recipe: aws-sims}}",
        "solutions: {so: {recipe: aws-sims}, x-so-v17: {recipe: aws-sims}}",
        f"filters: {{f: {EVERY}, x-f-next: {EVERY}}}",
    ],
)
def test_generations_and_successors_of_one_are_no_names_of_another(group: str) -> None:
    said = clash("prefix: x-", "", f"datasetGroups: {{g: {{{group}}}}}\n")
    assert "would both make" in said


def test_a_shortened_name_of_one_is_no_name_of_another() -> None:
    from reconciler.plan.naming import generation_name  # noqa: PLC0415

    made = generation_name("x-" + "s" * 60, 2)
    group = f"solutions: {{{'s' * 60}: {{recipe: aws-sims}}, {made}: {{recipe: aws-sims}}}}"
    text = f"{HEAD}  a: {{prefix: x-, overrides: {{solution/{made}: null}}}}\n  b: {{}}\n"
    found = check("-", stdin=io.StringIO(f"{text}datasetGroups: {{g: {{{group}}}}}\n")).diagnostics
    assert [one.code for one in found if one.code != "name/cut"] == ["environment/clash"]


def test_one_stack_in_one_place_is_a_clash_by_itself() -> None:
    assert "both make stack s" in clash("", "", "")


def test_an_override_that_takes_the_name_away_ends_the_clash() -> None:
    only = "datasetGroups: {g: {filters: {f: EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)}}}\n"
    text = f"{HEAD}  a: {{}}\n  b: {{overrides: {{dataset-group/g: null}}}}\n{only}"
    (one,) = check("-", stdin=io.StringIO(text)).diagnostics
    assert one.summary.endswith("would both make stack s")


ROLE = "arn:aws:iam::123456789012:role"


def test_a_workflow_is_told_the_place_and_roles_of_each() -> None:
    text = (
        (
            f"{HEAD}  a: {{{HERE}, role: '{ROLE}/both', prefix: a-}}\n"
            f"  b: {{region: us-east-1, role: {{plan: '{ROLE}/p', apply: '{ROLE}/a'}}, prefix: b-}}\n"
            f"  c: {{role: {{apply: '{ROLE}/${{v}}'}}, variables: {{v: x}}}}\nregion: eu-west-1\n"
        )
        .replace("prefix: a-}", "prefix: a-, variables: {v: y}}")
        .replace("b-}", "b-, variables: {v: z}}")
    )
    told = environment_rows("-", stdin=io.StringIO(text))
    assert told.diagnostics == ()
    assert told.rows == (
        EnvironmentRow(
            name="a",
            account="123456789012",
            region="eu-west-1",
            plan_role=f"{ROLE}/both",
            apply_role=f"{ROLE}/both",
        ),
        EnvironmentRow(
            name="b", account="", region="us-east-1", plan_role=f"{ROLE}/p", apply_role=f"{ROLE}/a"
        ),
        EnvironmentRow(name="c", account="", region="eu-west-1", plan_role="", apply_role=f"{ROLE}/x"),
    )


def test_a_file_without_environments_is_one_row_without_a_name() -> None:
    told = environment_rows("-", stdin=io.StringIO("version: 1\nstack: s\nregion: eu-west-1\n"))
    assert told.rows == (
        EnvironmentRow(name="", account="", region="eu-west-1", plan_role="", apply_role=""),
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{HEAD}  a: {{role: deploy}}\n", {"file/value"}),
        (f"{HEAD}  a: {{region: Ireland}}\n", {"file/value"}),
        (f"{HEAD}  a: {{variables: {{v: x}}}}\n", {"variable/unused"}),
        (f"{HEAD}  a: 3\n", {"file/type"}),
        (f"{HEAD}  {{}}\n", {"environment/none"}),
        ("version: [\n", {"file/not-yaml"}),
    ],
)
def test_what_stands_in_the_way_of_the_rows_is_told(text: str, codes: set[str]) -> None:
    told = environment_rows("-", stdin=io.StringIO(text))
    assert (told.rows, {one.code for one in told.diagnostics}) == ((), codes)


def test_a_mistake_elsewhere_leaves_the_rows_for_each_job_to_tell_it() -> None:
    told = environment_rows("-", stdin=io.StringIO(f"{HEAD}  a: {{}}\nnothing: 1\n"))
    assert ([one.name for one in told.rows], told.diagnostics) == (["a"], ())
