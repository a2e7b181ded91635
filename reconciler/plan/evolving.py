"""A column that is new in a dataset: who does not learn from it, and which edit makes them."""

from __future__ import annotations

from reconciler.kinds.dataset import API_TYPES
from reconciler.model.desired import DesiredResource
from reconciler.model.observed import ObservedResource
from reconciler.plan.evolution import added_columns
from reconciler.plan.world import World


def unseen_columns(declared: DesiredResource, live: ObservedResource, world: World) -> tuple[str, ...]:
    """A note per new column's absence from training: what exists keeps the columns that it was made with.

    Source: developer guide, 'Replacing a dataset's schema to add new columns'.
    """
    old, schema = world.schema_of(live), world.declared(declared.parents["schema"])
    columns = added_columns(old.content, schema.fields["avro"]) if old and schema else ()
    if not columns:
        return ()
    dataset_type = API_TYPES[declared.address.name].upper()
    group, shown = declared.parents["dataset-group"].name, ", ".join(columns)
    notes = []
    for name, config in (("solution", "solutionConfig"), ("recommender", "recommenderConfig")):
        users = [str(one.address) for one in world.in_group(group, name) if world.live(one.address)]
        if users:
            effect = "a new generation" if name == "solution" else "a full retraining"
            notes.append(
                f"{', '.join(users)} will not train on {shown}; to make it, list the columns in"
                f" {config}.trainingDataConfig.includedDatasetColumns.{dataset_type} ({effect})"
            )
    job = world.desired.resources
    imported = [one for one in job.values() if one.parents.get("dataset") == declared.address]
    if not any(one.fields.get("when") == "changed" for one in imported):
        notes.append(f"{shown} stays empty until the next import, which this file does not ask for")
    return tuple(notes)
