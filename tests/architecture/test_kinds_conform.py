"""Every kind's row is held against botocore's own service model: the outside authority on shapes.

A member that a new botocore brings fails here on purpose: that is the alarm.
"""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from reconciler.kinds import KINDS
from reconciler.kinds.kind import UNMANAGED, Comparison, Field, Kind, Listing, Mutability

MODEL = botocore.session.get_session().get_service_model("personalize")
ROWS = list(KINDS.values())
PAIRS = [(kind, field) for kind in ROWS for field in kind.fields if field.member]


def shape_at(shape: Any, path: str) -> Any:
    for part in path.split("."):
        assert part in shape.members, f"{path}: {shape.name} has no member {part}"
        shape = shape.members[part]
    return shape


def named(value: Any) -> str:
    return value.name if isinstance(value, Kind) else value.key


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_every_operation_of_a_kind_exists(kind: Kind) -> None:
    operations = [kind.create, kind.describe, kind.update, kind.delete, kind.start, kind.stop]
    listings = [kind.listing, *(field.listing for field in kind.fields)]
    operations += [listing.operation for listing in listings if listing]
    for operation in filter(None, operations):
        assert operation in MODEL.operation_names


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_every_create_member_can_be_said_or_is_left_out_for_a_reason(kind: Kind) -> None:
    members = set(MODEL.operation_model(kind.create).input_shape.members)
    sayable = {field.member.split(".")[0] for field in kind.fields if field.member}
    sayable |= {member for member in kind.parents.values() if member}
    sayable |= {kind.name_member} if kind.resource else set()
    sayable |= {"tags"} if kind.taggable else set()
    assert members - sayable - set(kind.omitted) == set()
    assert all(kind.omitted.values())


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_nothing_is_omitted_that_the_model_does_not_have(kind: Kind) -> None:
    members = set(MODEL.operation_model(kind.create).input_shape.members)
    assert set(kind.omitted) <= members


@pytest.mark.parametrize("kind", [kind for kind in ROWS if kind.update], ids=named)
def test_every_update_member_is_a_mutable_field_or_the_arn(kind: Kind) -> None:
    shape = MODEL.operation_model(kind.update).input_shape
    mutable = [field for field in kind.fields if field.mutability is Mutability.MUTABLE]
    reachable = {field.update or field.member for field in mutable}
    reachable |= {field.removal for field in mutable if field.removal}
    for member, inner in shape.members.items():
        if member in {kind.arn_member, *kind.omitted}:
            continue
        leaves = {f"{member}.{name}" for name in inner.members} if inner.type_name == "structure" else set()
        covered = {path for path in reachable if path == member or path.startswith(f"{member}.")}
        assert covered, f"{kind.update} takes {member}, and no mutable field of {kind.name} does"
        # A field that is the whole structure has every member in its form, which another test sees to.
        assert member in covered or all(
            any(path == leaf or path.startswith(f"{leaf}.") for path in covered) for leaf in leaves
        )


@pytest.mark.parametrize(("kind", "field"), PAIRS, ids=named)
def test_a_field_is_mutable_exactly_when_update_takes_it(kind: Kind, field: Field) -> None:
    path = field.update or field.member
    taken = False
    if kind.update:
        shape = MODEL.operation_model(kind.update).input_shape
        taken = path.split(".")[0] in shape.members
    assert (field.mutability is Mutability.MUTABLE) == taken
    if taken:
        shape_at(MODEL.operation_model(kind.update).input_shape, path)


@pytest.mark.parametrize(("kind", "field"), PAIRS, ids=named)
def test_every_path_of_a_field_resolves_in_create_and_describe(kind: Kind, field: Field) -> None:
    shape_at(MODEL.operation_model(kind.create).input_shape, field.member)
    document = MODEL.operation_model(kind.describe).output_shape.members[kind.document]
    if field.listing:
        assert field.member not in document.members, "Describe shows it: no List is needed"
    elif field.comparison is not Comparison.UNCOMPARED:
        shape_at(document, field.read or field.member)
    if field.overlay:
        shape_at(document.members[kind.update_record], field.overlay)


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_the_arn_and_name_members_are_the_models(kind: Kind) -> None:
    describe = MODEL.operation_model(kind.describe)
    assert kind.arn_member in describe.input_shape.members
    assert kind.document in describe.output_shape.members
    if kind.resource:
        assert kind.name_member in MODEL.operation_model(kind.create).input_shape.members
    if kind.delete:
        assert set(MODEL.operation_model(kind.delete).input_shape.members) == {kind.arn_member}


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_a_listing_yields_what_it_says(kind: Kind) -> None:
    if kind.listing is None:
        return
    assert kind.arn_member in listed(kind.listing).member.members


def listed(listing: Listing) -> Any:
    operation = MODEL.operation_model(listing.operation)
    assert not listing.narrows or listing.narrows in operation.input_shape.members
    return operation.output_shape.members[listing.result]


@pytest.mark.parametrize(("kind", "field"), [pair for pair in PAIRS if pair[1].listing], ids=named)
def test_a_field_with_a_list_of_its_own_is_read_there_in_the_shape_that_create_takes(
    kind: Kind, field: Field
) -> None:
    assert field.listing is not None
    assert field.listing.narrows == kind.arn_member
    assert field.listing.result == field.member
    created = shape_at(MODEL.operation_model(kind.create).input_shape, field.member)
    assert listed(field.listing).name == created.name


@pytest.mark.parametrize(("kind", "field"), [pair for pair in PAIRS if pair[1].removal], ids=named)
def test_what_is_taken_from_a_list_is_named_and_what_joins_it_is_as_at_creation(
    kind: Kind, field: Field
) -> None:
    update = MODEL.operation_model(kind.update).input_shape
    assert shape_at(update, field.removal).member.type_name == "string"
    created = shape_at(MODEL.operation_model(kind.create).input_shape, field.member)
    assert shape_at(update, field.update).name == created.name


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_a_kind_that_is_switched_takes_its_arn_and_nothing_else(kind: Kind) -> None:
    switches = [field for field in kind.fields if field.mutability is Mutability.SWITCH]
    operations = [kind.start, kind.stop]
    assert all(operations) if switches else not any(operations)
    for operation in filter(None, operations):
        assert set(MODEL.operation_model(operation).input_shape.members) == {kind.arn_member}
    document = MODEL.operation_model(kind.describe).output_shape.members[kind.document]
    for field in switches:
        assert field.comparison is Comparison.RUNNING
        shape_at(document, field.read)


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_a_kind_without_tags_is_owned_through_a_parent_that_has_some_or_by_no_mark(kind: Kind) -> None:
    if kind.owned_through:
        assert not kind.taggable
        assert kind.owned_through in kind.parents
        assert KINDS[kind.owned_through].taggable
    assert {row.name for row in ROWS if not row.taggable and not row.owned_through} == {"schema"}


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_a_kind_is_taggable_exactly_when_create_takes_tags(kind: Kind) -> None:
    assert kind.taggable == ("tags" in MODEL.operation_model(kind.create).input_shape.members)


def test_parents_are_create_members_and_kinds() -> None:
    for kind in ROWS:
        members = MODEL.operation_model(kind.create).input_shape.members
        for parent, member in kind.parents.items():
            assert parent in KINDS
            assert not member or member in members


def test_policies_are_not_of_the_api_and_managed_defaults_are_no_accidents() -> None:
    for kind in ROWS:
        for field in kind.fields:
            assert (field.mutability in {Mutability.POLICY, Mutability.SWITCH}) == (not field.member)
    managed = {
        (kind.name, field.key) for kind in ROWS for field in kind.fields if field.absent is not UNMANAGED
    }
    assert managed == {
        ("dataset-group", "domain"),
        ("dataset-import-job", "when"),
        ("dataset-import-job", "mode"),
        ("solution", "autoTraining"),
        ("solution-version", "when"),
        ("campaign", "version"),
        ("campaign", "campaignConfig.syncWithLatestSolutionVersion"),
        ("recommender", "running"),
    }


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_every_member_inside_a_structure_can_be_said(kind: Kind) -> None:
    shape = MODEL.operation_model(kind.create).input_shape
    paths = {field.member for field in kind.fields if field.member}
    assert unsaid(shape, "", paths, kind) == []


def unsaid(shape: Any, prefix: str, paths: set[str], kind: Kind) -> list[str]:
    """Members below those that fields split up (dotted paths) which no field reaches."""
    missing = []
    for name, member in shape.members.items():
        path = f"{prefix}{name}"
        below = [one for one in paths if one.startswith(f"{path}.")]
        if below and member.type_name == "structure":
            missing += unsaid(member, f"{path}.", paths, kind)
        elif prefix and path not in paths and not any(path.startswith(f"{one}.") for one in paths):
            missing.append(path)
    return missing


@pytest.mark.parametrize(("kind", "field"), PAIRS, ids=named)
def test_the_form_of_a_field_has_the_models_members(kind: Kind, field: Field) -> None:
    shape = shape_at(MODEL.operation_model(kind.create).input_shape, field.member)
    assert form_problems(field.form, shape, field.key) == []


def form_problems(form: Any, shape: Any, path: str) -> list[str]:
    if shape.type_name == "structure" and "properties" in form:
        names, members = set(form["properties"]), set(shape.members)
        problems = [f"{path}.{name}" for name in sorted(names ^ members)]
        for name in names & members:
            problems += form_problems(form["properties"][name], shape.members[name], f"{path}.{name}")
        return problems
    if shape.type_name == "list" and "items" in form:
        return form_problems(form["items"], shape.member, f"{path}[]")
    return []


@pytest.mark.parametrize(("kind", "field"), PAIRS, ids=named)
def test_the_form_of_a_field_is_not_looser_than_the_model(kind: Kind, field: Field) -> None:
    shape = shape_at(MODEL.operation_model(kind.create).input_shape, field.member)
    if field.form.get("type") != "string" or field.prefix or field.refers:
        return
    limit = shape.metadata.get("max")
    assert limit is None or field.form.get("maxLength", 0) <= limit or "pattern" in field.form
