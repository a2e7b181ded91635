"""What a reviewer agrees to, and what of a later plan that covers (design 4.12)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.address import parse_address
from reconciler.model.desired import Consent
from reconciler.plan.changes import Action, Plan
from reconciler.plan.document import from_document, to_document
from reconciler.plan.review import granted, unreviewed

PLAIN = b.settled(b.shop())
FIRST = b.plan(b.shop(), b.nothing())


def beyond(plan: Plan, *reviewed: Plan) -> list[str]:
    grants = frozenset[str]().union(*map(granted, reviewed))
    return [str(one.address) for one in unreviewed(plan, grants)]


def tps(number: int, **more: object) -> Plan:
    return b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS=number, **more)), PLAIN)


def test_a_plan_is_covered_by_itself_and_by_no_empty_review() -> None:
    assert beyond(FIRST, FIRST) == []
    assert set(beyond(FIRST)) == {str(one.address) for one in FIRST.changes} - {b.TRAINING}


def test_a_saved_plan_says_what_it_grants() -> None:
    assert beyond(FIRST, from_document(to_document(FIRST))) == []


def test_of_what_is_due_under_the_files_policy_only_imports_ask() -> None:
    newer = b.version(9, created=b.ago(days=2))
    state = b.with_runs(PLAIN, b.TRAINING, newer, *b.runs(PLAIN, b.TRAINING))
    deployment = b.plan(b.shop(), replace(state, objects=b.objects(etag="e2", days="1")))
    assert {one.action for one in deployment.changes if one.due} == {Action.RUN, Action.UPDATE}
    assert beyond(deployment) == [b.IMPORT]
    assert beyond(deployment, b.plan(b.shop(), PLAIN)) == [], "where it reads from was reviewed"


def test_an_import_from_elsewhere_or_with_another_role_is_beyond_the_review() -> None:
    everything = {"from": b.DATA, "role": b.ROLE, "when": "changed"}
    for edit in ({"from": "s3://shop-data/half.csv"}, {"role": "arn:aws:iam::123456789012:role/other"}):
        other = b.declared(b.IMPORT, **{**everything, **edit})
        state = replace(PLAIN, objects={**b.objects(etag="e2", days="1"), **elsewhere(edit)})
        fresh = b.plan(b.shop(other), state)
        assert beyond(fresh, b.plan(b.shop(), PLAIN)) == [b.IMPORT]
        assert beyond(fresh, fresh) == []


def elsewhere(edit: dict[str, str]) -> dict[str, object]:
    return {edit["from"]: next(iter(b.objects(days="1").values()))} if "from" in edit else {}


def test_another_value_than_the_reviewed_one_is_beyond_it() -> None:
    assert beyond(tps(3), tps(3)) == []
    assert beyond(tps(4), tps(3)) == [b.CAMPAIGN]


def test_another_value_before_than_the_reviewed_one_is_beyond_it() -> None:
    raised = b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=50)
    fresh = b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS=3)), raised)
    assert beyond(fresh, tps(3)) == [b.CAMPAIGN]


def test_two_reviews_of_one_resource_add_up() -> None:
    tagged = b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS=1, tags={"team": "a"})), PLAIN)
    both = tps(3, tags={"team": "a"})
    assert beyond(both, tps(3)) == [b.CAMPAIGN]
    assert beyond(both, tps(3), tagged) == []


def test_a_creation_is_reviewed_with_all_that_the_file_says() -> None:
    other = b.plan(b.shop(b.declared(b.SOLUTION, recipe="aws-sims")), b.nothing())
    assert beyond(other, FIRST) == [b.SOLUTION]


def test_a_dataset_is_reviewed_with_what_its_schema_holds() -> None:
    fields = [*b.AVRO["fields"], {"name": "DEVICE", "type": "string"}]
    other = b.shop(b.declared(b.SCHEMA, avro={**b.AVRO, "fields": fields}))
    assert b.DATASET in beyond(b.plan(other, b.nothing()), FIRST)


def test_a_creation_is_reviewed_with_its_tags() -> None:
    one, other = (
        b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS=1, tags={"team": team})), b.nothing()) for team in "ab"
    )
    assert beyond(one, other) == [b.CAMPAIGN]


@pytest.mark.parametrize("where", [{"account": "999999999999"}, {"region": "us-east-1"}])
def test_a_review_is_worth_nothing_in_another_account_or_region(where: dict[str, str]) -> None:
    elsewhere = replace(b.nothing(), environment=replace(b.HERE, **where))
    assert b.CAMPAIGN in beyond(b.plan(b.shop(), elsewhere), FIRST)


def test_a_review_is_worth_nothing_for_another_stack() -> None:
    assert b.CAMPAIGN in beyond(b.plan(b.shop(stack="other"), b.nothing()), FIRST)


def test_a_refused_change_grants_nothing() -> None:
    refused = b.plan(b.shop(without=[b.TRACKER]), PLAIN)
    (gone,) = refused.refused
    agreed = Consent(
        action="delete", address=gone.address, change=gone.change_id, because="x", position=b.LINE
    )
    allowed = b.plan(b.shop(without=[b.TRACKER], consent=(agreed,)), PLAIN)
    assert beyond(allowed, refused) == [b.TRACKER]
    assert beyond(allowed, allowed) == []


def test_of_what_is_replaced_the_making_is_granted() -> None:
    recipe = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))
    replaced = b.plan(recipe, PLAIN)
    assert {one.action for one in replaced.changes} >= {Action.REPLACE}
    assert beyond(b.plan(recipe, b.gone(PLAIN, b.SOLUTION, b.CAMPAIGN)), replaced) == [b.CAMPAIGN]


def test_a_failed_creation_needs_no_second_review() -> None:
    failed = b.altered(PLAIN, b.FILTER, status="CREATE FAILED", failureReason="no such column")
    fresh = b.plan(b.shop(), failed)
    assert {one.action for one in fresh.changes if str(one.address) == b.FILTER} == {Action.RECREATE}
    assert beyond(fresh, FIRST) == []


def test_what_the_account_alone_knows_is_in_no_digest() -> None:
    wanted = b.shop(b.declared(b.FILTER, expression="EXCLUDE ItemID WHERE Items.A IN (1)"))
    secret = b.altered(PLAIN, b.FILTER, filterExpression="EXCLUDE ItemID WHERE Items.SECRET IN (1)")
    assert granted(b.plan(wanted, secret)) == granted(b.plan(wanted, PLAIN))


@given(st.sets(st.sampled_from([b.SOLUTION, b.CAMPAIGN, b.FILTER, b.TRACKER, b.DATASET])))
def test_whatever_is_there_already_the_first_review_covers_the_rest(absent: set[str]) -> None:
    rest = b.plan(b.shop(), b.gone(PLAIN, *absent))
    made = {str(one.address) for one in rest.changes if one.action is Action.CREATE}
    assert set(beyond(rest, FIRST)) <= {str(parse_address(text)) for text in absent} - made
