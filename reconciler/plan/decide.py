"""What happens to one declared resource."""

from __future__ import annotations

from reconciler.kinds.kind import Comparison, Kind
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.adoption import owner_problem
from reconciler.plan.align import align
from reconciler.plan.changes import Action, Change, FieldChange, Refusal, Step, Until
from reconciler.plan.compare import compare, digest_of, member_shown
from reconciler.plan.decision import Ahead, Decision
from reconciler.plan.live import failure_of, live_value, never_worked
from reconciler.plan.marks import DIGEST, SCHEMAS, Owner, marks_for, owner_of
from reconciler.plan.naming import arn_of, generation_number
from reconciler.plan.requests import create_call, default_name, said_on_create
from reconciler.plan.schemas import encode_generations
from reconciler.plan.steps import delete_step, step_id, wait_step
from reconciler.plan.versions import Target, target_version
from reconciler.plan.world import World


def decide(declared: DesiredResource, world: World, ahead: Ahead) -> Decision:
    """The decision for one declared resource that is not a schema and not a run."""
    kind, live = world.kind(declared.address), world.live(declared.address)
    target = _target(kind, declared, world, ahead)
    if target and target.arn is None:
        if live is None:
            return _without_version(declared)
        target = Target(arn=live_value(kind, kind.field("version"), live))
    if live is None or live.health is Health.LEAVING:
        return _create(kind, declared, live, world, ahead, target)
    problem = owner_problem(declared, live, world)
    if problem:
        reason = f"exists, {problem.rule}"
        change = Change(
            address=declared.address, action=Action.ADOPT, reason=reason, arn=live.arn, refusal=problem
        )
        return Decision(change=change)
    if live.health is Health.FAILED:
        if not never_worked(live):
            return _unwell(declared, live)
        return _recreate_failed(kind, declared, live, world, ahead, target)
    return align(kind, declared, live, world, target)


def _unwell(declared: DesiredResource, live: ObservedResource) -> Decision:
    """Failed after it had worked, e.g. DELETE FAILED: it may hold data, so it is left to people."""
    change = Change(
        address=declared.address,
        action=Action.NONE,
        reason="it needs a look by hand",
        arn=live.arn,
        notes=("it worked once, so it is neither changed nor made again without being asked",),
        unhealthy=f"{live.body.get('status')}: {failure_of(live.body)}",
    )
    return Decision(change=change)


def _target(kind: Kind, declared: DesiredResource, world: World, ahead: Ahead) -> Target | None:
    has_version = any(field.comparison is Comparison.VERSION for field in kind.fields)
    return target_version(declared, world, ahead.training, ahead.waited) if has_version else None


def _without_version(declared: DesiredResource) -> Decision:
    """No refusal: the rest of the plan can go on, and a later plan makes the campaign."""
    solution = declared.parents["solution"]
    why = f"it cannot be made yet: {solution} has no ACTIVE version and no training is due"
    change = Change(
        address=declared.address,
        action=Action.NONE,
        reason="there is no version to serve",
        missing=True,
        unhealthy=why,
    )
    return Decision(change=change)


def _create(
    kind: Kind,
    declared: DesiredResource,
    leaving: ObservedResource | None,
    world: World,
    ahead: Ahead,
    target: Target | None,
) -> Decision:
    """Create, after waiting for a namesake that is being deleted."""
    address = declared.address
    step = _create_step(kind, declared, world, ahead, target)
    fields = _shown_on_create(kind, declared, world, target)
    waits = (wait_step(kind, leaving, Until.GONE),) if leaving else ()
    reason = "the old one is still being deleted" if leaving else "not in the account"
    change = Change(address=address, action=Action.CREATE, reason=reason, fields=fields, missing=True)
    return Decision(change=change, steps=(*waits, step), after=_awaited(target))


def _awaited(target: Target | None) -> tuple[Address, ...]:
    return (target.awaits,) if target and target.awaits else ()


def _create_step(
    kind: Kind, declared: DesiredResource, world: World, ahead: Ahead, target: Target | None
) -> Step:
    address = declared.address
    compared = compare(kind, declared, None, world, target.arn if target else None)
    tags: dict[str, Value] = {
        **dict(sorted(declared.tags.items())),
        **marks_for(address, world.desired.stack),
        DIGEST: digest_of(compared, declared),
    }
    schema = declared.parents.get("schema")
    extra: dict[str, Value] = {}
    if schema:
        extra["schemaArn"] = ahead.schemas.get(schema)
        if schema in ahead.made_schemas:
            number = generation_number(schema.name, ahead.schemas[schema].rsplit("/", 1)[-1]) or 1
            tags[SCHEMAS] = encode_generations({schema.name: [number]})
    return Step(
        id=step_id(Action.CREATE, address),
        address=address,
        action=Action.CREATE,
        kind=kind.name,
        arn=arn_of(address, world.observed.environment),
        calls=(
            create_call(
                kind, declared, compared, world, name=default_name(kind, declared), tags=tags, extra=extra
            ),
        ),
        until=Until.READY,
    )


def _shown_on_create(
    kind: Kind, declared: DesiredResource, world: World, target: Target | None
) -> tuple[FieldChange, ...]:
    compared = compare(kind, declared, None, world, target.arn if target else None)
    return tuple(
        FieldChange(field=one.field.key, member=member_shown(one.field), before=None, after=one.wanted)
        for one in said_on_create(compared)
    )


def _recreate_failed(
    kind: Kind,
    declared: DesiredResource,
    live: ObservedResource,
    world: World,
    ahead: Ahead,
    target: Target | None,
) -> Decision:
    """A creation that failed never served anybody: deleted and made again, without consent."""
    created = _create_step(kind, declared, world, ahead, target)
    address = declared.address
    reason = f"its creation failed: {failure_of(live.body)}"
    if owner_of(live.tags, world.desired.stack) is not Owner.OURS:
        fix = "delete it by hand; it never worked"
        refusal = Refusal(rule="failed", why=f"{live.arn} is {live.body.get('status')} and not ours", fix=fix)
        return Decision(
            change=Change(
                address=address,
                action=Action.RECREATE,
                reason=reason,
                arn=live.arn,
                refusal=refusal,
                unhealthy=failure_of(live.body),
            )
        )
    change = Change(
        address=address,
        action=Action.RECREATE,
        reason=reason,
        fields=_shown_on_create(kind, declared, world, target),
        arn=live.arn,
        unhealthy=failure_of(live.body),
    )
    return Decision(change=change, steps=(delete_step(kind, live), created), after=_awaited(target))
