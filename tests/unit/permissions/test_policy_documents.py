"""What the policies of a file say, and what they never say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_files import HEAD, ROLE, group, made, statements

from reconciler.kinds import KINDS
from reconciler.kinds.forms import KMS_KEY_ARN, ROLE_ARN
from reconciler.model.address import Address
from reconciler.model.observed import Environment
from reconciler.permissions.documents import WIDENED, Part, Repository
from reconciler.permissions.operations import patterns
from reconciler.permissions.policy import MANAGED_LIMIT, characters
from reconciler.plan.naming import generation_name, successor_name

THERE = Environment(account="123456789012", region="eu-west-1")
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,62}", fullmatch=True)


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def fits(pattern: str, arn: str) -> bool:
    """Of a pattern that has a star at its end at most."""
    return arn.startswith(pattern[:-1]) if pattern.endswith("*") else arn == pattern


@given(name=NAMES, number=st.integers(1, 99_999))
def test_every_generation_of_a_name_may_be_made(name: str, number: int) -> None:
    for kind in ("schema", "solution"):
        arn = THERE.arn(f"{kind}/{generation_name(name, number)}")
        assert any(fits(one, arn) for one in patterns(Address(kind, (name,)), THERE))


@given(name=NAMES)
def test_the_proof_of_a_filter_may_be_made(name: str) -> None:
    made_by = patterns(Address("filter", (name,)), THERE)
    assert made_by == (THERE.arn(f"filter/{name}"), THERE.arn(f"filter/{successor_name(name)}"))


@given(name=NAMES, attempt=st.integers(1, 9_999))
def test_every_import_job_may_be_made_however_long_its_name_is(name: str, attempt: int) -> None:
    address = Address("dataset-import-job", (name, "actionInteractions"))
    tail = f"-0123456789ab-{attempt}"
    job = str(address).replace("/", "-")[: 63 - len(tail)] + tail
    (pattern,) = patterns(address, THERE)
    assert fits(pattern, THERE.arn(f"dataset-import-job/{job}"))


def test_a_version_may_be_made_and_described_by_either_reading_of_its_arn() -> None:
    found = patterns(Address("solution-version", ("s",)), THERE)
    for name in ("s", "s/0a1b2c3d", "s-v2", "s-v2/0a1b2c3d"):
        assert any(fits(one, THERE.arn(f"solution/{name}")) for one in found)
    assert not any(fits(one, THERE.arn("solution/sport")) for one in found)


def test_only_roles_that_the_file_names_may_be_passed_and_to_personalize_alone() -> None:
    passing = statements(group(), Part.APPLY)["PassRoles"]
    assert passing["Resource"] == ROLE
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "personalize.amazonaws.com"}}
    assert "PassRoles" not in statements(HEAD, Part.APPLY)


def test_only_what_the_stack_owns_may_be_changed_or_deleted() -> None:
    for sid, one in statements(group(), Part.APPLY).items():
        deletes = [action for action in listed(one["Action"]) if ":Delete" in action or ":Update" in action]
        if deletes and sid != "DeleteWhatTakesNoTags":
            assert one["Condition"] == {"StringEquals": {"aws:ResourceTag/reconcile:stack": "videos"}}


def test_a_training_is_stopped_only_where_no_other_stack_has_marked_it() -> None:
    stop = statements(group(), Part.APPLY)["StopTrainings"]
    assert stop["Condition"] == {"StringEqualsIfExists": {"aws:ResourceTag/reconcile:stack": "videos"}}


def test_who_plans_may_change_nothing() -> None:
    for one in statements(group(), Part.PLAN).values():
        for action in listed(one["Action"]):
            assert action.partition(":")[2].startswith(("Describe", "List", "Get"))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_role_and_key_that_a_kind_can_name_is_passed_for_a_reason(kind: Any) -> None:
    said = json.dumps([dict(field.form) for field in kind.fields], default=str)
    for form, uses in (
        (ROLE_ARN, len(kind.passes)),
        (KMS_KEY_ARN, sum(bool(one.key) for one in kind.passes)),
    ):
        assert said.count(json.dumps(form["pattern"])) == uses


@pytest.mark.parametrize(
    ("region", "partition"), [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_arns_are_of_the_regions_partition(region: str, partition: str) -> None:
    text = group(role=f"arn:{partition}:iam::123456789012:role/Access").replace("eu-west-1", region)
    for one in made(text, Repository(name="acme/films", branch="main")):
        arns = [word for word in json.dumps(one.policy).split('"') if word.startswith("arn:")]
        assert arns
        assert {arn.split(":")[1] for arn in arns} == {partition}


def test_a_folder_is_listed_for_its_etags_and_its_objects_read_for_their_beginnings_by_who_plans() -> None:
    found = statements(group(location="s3://data/rows/"), Part.PLAN)
    assert found["ObjectsToImport"]["Resource"] == "arn:aws:s3:::data/rows/*"
    assert found["BucketsToImport"]["Resource"] == "arn:aws:s3:::data"
    access = statements(group(location="s3://data/rows/"), Part.ACCESS_POLICY)
    assert access["ReadObjects"]["Resource"] == "arn:aws:s3:::data/rows/*"


def test_a_key_with_a_star_in_its_name_is_no_pattern() -> None:
    found = statements(group(location="s3://data/a*b$c?.csv"), Part.PLAN)
    assert found["ObjectsToImport"]["Resource"] == "arn:aws:s3:::data/a${*}b${$}c${?}.csv"


def test_a_key_of_ones_own_is_told_to_the_role_and_to_the_keys_policy() -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/abc"
    text = group(more=f'    kmsKeyArn: "{key}"\n    roleArn: "{ROLE}"\n')
    assert statements(text, Part.ACCESS_POLICY)["UseKeys"]["Resource"] == key
    found = statements(text, Part.KEY)
    assert found["Personalize"]["Principal"] == {"Service": "personalize.amazonaws.com"}
    assert found["Role1"]["Principal"] == {"AWS": ROLE}
    assert "kms:CreateGrant" in found["Role1"]["Action"]
    assert statements(text, Part.APPLY)["PassRoles"]["Resource"] == ROLE


def test_personalize_is_let_in_for_this_account_alone() -> None:
    bucket = statements(group(), Part.BUCKET).values()
    trust = statements(group(), Part.ACCESS_TRUST).values()
    assert {one["Condition"]["StringEquals"]["aws:SourceAccount"] for one in (*bucket, *trust)} == {
        "123456789012"
    }


def test_metrics_are_reported_with_the_role_below_the_path_in_s3() -> None:
    text = group(
        more="    metricAttribution:\n      name: m\n"
        "      metrics: [{eventType: watch, metricName: n, expression: SAMPLECOUNT()}]\n"
        f'      metricsOutputConfig: {{roleArn: "{ROLE}", s3DataDestination: {{path: "s3://out/m"}}}}\n'
    )
    found = statements(text, Part.ACCESS_POLICY)
    assert found["WriteObjects"]["Resource"] == "arn:aws:s3:::out/m/*"
    assert found["PutMetrics"]["Action"] == "cloudwatch:PutMetricData"
    assert statements(text, Part.BUCKET, "out")["WriteObjects"]["Action"] == "s3:PutObject"


def test_what_is_too_long_with_every_name_says_kinds_and_says_so() -> None:
    filters = "".join(
        f"      a-filter-of-some-length-{n}: EXCLUDE ItemID WHERE INTERACTIONS.x\n" for n in range(60)
    )
    text = group(
        more=f"    filters:\n{filters}".replace("INTERACTIONS.x", 'Interactions.EVENT_TYPE IN ("x")')
    )
    (found,) = (one for one in made(text) if one.part is Part.APPLY)
    assert WIDENED in found.notes
    assert characters(found.policy) <= MANAGED_LIMIT
    assert statements(text, Part.APPLY)["MakeFilter"]["Resource"] == THERE.arn("filter/*")
    (short,) = (one for one in made(group()) if one.part is Part.APPLY)
    assert WIDENED not in short.notes


def test_what_can_be_left_out_is_in_the_policy() -> None:
    for one in made(group()):
        said: Any = one.policy["Statement"]
        held = {action for statement in said for action in listed(statement["Action"])}
        assert set(one.optional) <= held


def test_the_lock_is_one_object() -> None:
    found = statements(f"{HEAD}lock: {{bucket: locks, prefix: turns/}}\n", Part.APPLY)
    assert found["Lock"]["Resource"] == "arn:aws:s3:::locks/turns/123456789012/eu-west-1/videos.lock"
    assert "Lock" not in statements(HEAD, Part.APPLY)


def test_jobs_are_trusted_by_the_subject_that_their_event_gives_them() -> None:
    documents = made(group(), Repository(name="acme/films", branch="trunk"))
    subjects = {one.part: json.dumps(one.policy) for one in documents}
    assert (
        '["repo:acme/films:pull_request", "repo:acme/films:ref:refs/heads/trunk"]'
        in subjects[Part.PLAN_TRUST]
    )
    assert '"repo:acme/films:environment:personalize"' in subjects[Part.APPLY_TRUST]
    for part in (Part.PLAN_TRUST, Part.APPLY_TRUST):
        assert '"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"' in subjects[part]
        assert "StringLike" not in subjects[part]


def test_nothing_is_trusted_without_a_repository() -> None:
    assert {one.part for one in made(HEAD)} == {Part.PLAN, Part.APPLY}
