"""What people do to datasets, groups and what stands on their data; like `people_edit`."""

from __future__ import annotations

from people_edit import Edit, Pick, groups_of
from stack_file import ROLE, Json

_USE_CASES = ("aws-ecomm-recommended-for-you", "aws-ecomm-popular-items-by-views")


def column(document: Json, pick: Pick) -> str | None:
    """A column comes or goes; one that filters or metrics use stays."""
    if not (schemas := document.get("schemas", {})):
        return None
    name = pick(sorted(schemas))
    fields = schemas[name]["avro"]["fields"]
    extra = pick(["EXTRA_ONE", "EXTRA_TWO"])
    if extra in {one["name"] for one in fields}:
        fields[:] = [one for one in fields if one["name"] != extra]
        return f"{extra} leaves {name}"
    kind = pick([["string", "null"], ["null", "string"], "string"])
    fields.append({"name": extra, "type": kind, "categorical": True})
    return f"{extra} {kind} comes to {name}"


def a_dataset(document: Json, pick: Pick) -> str | None:
    """A dataset that nothing else needs leaves, or comes back."""
    found = [one for one in groups_of(document) if not one.get("domain")]
    if not found:
        return None
    group = pick(found)
    if "users" in group["datasets"]:
        del group["datasets"]["users"]
        return "users leave"
    document["schemas"].setdefault("spare-users", {"avro": _users()})
    bucket = group["datasets"]["interactions"]["import"]["from"].split("/")[2]
    group["datasets"]["users"] = {
        "schema": "spare-users",
        "import": {"from": f"s3://{bucket}/spare-users.csv", "role": ROLE, "when": "changed"},
    }
    return "users come"


def _users() -> Json:
    fields = [
        {"name": "USER_ID", "type": "string"},
        {"name": "COUNTRY", "type": "string", "categorical": True},
    ]
    space = "com.amazonaws.personalize.schema"
    return {"type": "record", "name": "Users", "namespace": space, "fields": fields, "version": "1.0"}


def import_when(document: Json, pick: Pick) -> str | None:
    found = [
        one["import"]
        for group in groups_of(document)
        for one in group["datasets"].values()
        if "import" in one
    ]
    if not found:
        return None
    one = pick(found)
    one["when"] = pick(["changed", "initial"])
    return f"import {one['from']} when {one['when']}"


def metrics(document: Json, pick: Pick) -> str | None:
    found = [one for one in groups_of(document) if one.get("metricAttribution")]
    if not found:
        return None
    attribution = pick(found)["metricAttribution"]
    attribution["metrics"] = [
        {"eventType": "View", "metricName": name, "expression": "SAMPLECOUNT()"}
        for name in pick([["views"], ["views", "seen"], ["seen"]])
    ]
    return f"metrics {[one['metricName'] for one in attribution['metrics']]}"


def attribution(document: Json, pick: Pick) -> str | None:
    found = [one for one in groups_of(document) if one.get("domain")]
    if not found:
        return None
    group = pick(found)
    if group.pop("metricAttribution", None):
        return "the metric attribution leaves"
    bucket = group["datasets"]["interactions"]["import"]["from"].split("/")[2]
    group["metricAttribution"] = {
        "name": pick(["shop-metrics", "other-metrics"]),
        "metrics": [{"eventType": "View", "metricName": "views", "expression": "SAMPLECOUNT()"}],
        "metricsOutputConfig": {
            "roleArn": ROLE,
            "s3DataDestination": {"path": f"s3://{bucket}/metrics/"},
        },
    }
    return f"the metric attribution {group['metricAttribution']['name']} comes"


def recommender(document: Json, pick: Pick) -> str | None:
    """Stopped, started, of another recipe, larger, gone, or back."""
    found = [one for one in groups_of(document) if one.get("domain")]
    if not found:
        return None
    there = pick(found).setdefault("recommenders", {})
    what = pick(["running", "recipe", "size", "remove"]) if there else "add"
    if what == "add":
        there["for-you"] = {"recipe": _USE_CASES[0], "running": pick([True, False])}
        return "recommender for-you comes"
    name = pick(sorted(there))
    if what == "remove":
        del there[name]
    elif what == "running":
        there[name]["running"] = pick([True, False])
    elif what == "recipe":
        there[name]["recipe"] = pick(_USE_CASES)
    else:
        there[name]["recommenderConfig"] = {"minRecommendationRequestsPerSecond": pick([1, 2])}
    return f"recommender {name}: {there.get(name, 'gone')}"


def whole_group(document: Json, pick: Pick) -> str | None:
    """A group leaves with all that it holds."""
    groups = document.get("datasetGroups", {})
    if not groups:
        return None
    name = pick(sorted(groups))
    del groups[name]
    return f"group {name} leaves"


def encryption(document: Json, pick: Pick) -> str | None:
    """What forces a group to be made anew."""
    if not (groups := groups_of(document)):
        return None
    group = pick(groups)
    if group.pop("kmsKeyArn", None):
        del group["roleArn"]
        return "a group loses its key"
    group["kmsKeyArn"] = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    group["roleArn"] = ROLE
    return "a group gets a key"


def schema_name(document: Json, pick: Pick) -> str | None:
    """A schema is called otherwise, and its datasets with it."""
    if not (schemas := document.get("schemas", {})):
        return None
    old = pick(sorted(schemas))
    new = old.removesuffix("-renamed") if old.endswith("-renamed") else f"{old}-renamed"
    schemas[new] = schemas.pop(old)
    for group in groups_of(document):
        for one in group["datasets"].values():
            if one["schema"] == old:
                one["schema"] = new
    return f"schema {old} is called {new}"


DATA_EDITS: tuple[Edit, ...] = (
    column,
    a_dataset,
    import_when,
    metrics,
    attribution,
    recommender,
    schema_name,
)
GRAVE: tuple[Edit, ...] = (whole_group, encryption)
