"""Drawn files of what has no schema and no recipe of its own: groups, imports, trackers, filters, metrics,
campaigns, recommenders, tags, and more of each than there is room for.

A case is drawn from its number, so that it is the same at every run. `document` is what a file says, `calls`
the same as the service is asked it, in the order of an apply.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from drawn_recipe_uses import Draws, Json, schema

Call = tuple[str, Json]

ACCOUNT = "123456789012"
ARN = f"arn:aws:personalize:eu-west-1:{ACCOUNT}:"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/personalize"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/0a1b2c3d-0000-1111-2222-333344445555"
_NAMES = ("a", "A-1_b", "0", "x" * 63)
_ODD_NAMES = ("x" * 64, "-a", "_a", "a b", "a.b", "ä", "a/b", "a\n")
_ROLES = (ROLE, f"arn:aws:iam::{ACCOUNT}:role/team/personalize")
_ODD_ROLES = ("personalize", "arn:aws:iam::1234:role/x", f"arn:aws:iam::{ACCOUNT}:user/x", "r" * 300)
_ODD_KEYS = ("alias/mine", "arn:aws:kms:eu-west-1", f"{KEY} ", "k" * 2050)
_TAGS: tuple[tuple[str, str], ...] = (("team", "video"), ("Stage", ""), ("a.b:c/d=e+f-g@h", "1"), ("é", "ü"))
_ODD_TAGS = (
    ("aws:x", "1"),
    ("AWS:x", "1"),
    ("k" * 129, "1"),
    ("v", "v" * 257),
    ("semi;colon", "1"),
    ("star", "*"),
    ("", "1"),
)
_EXPRESSIONS = (
    "SUM(Items.PRICE)",
    "SAMPLECOUNT()",
    "SUM(Interactions.EVENT_VALUE)",
    "sum( ITEMS.PRICE )",
)
_ODD_EXPRESSIONS = (
    "SUM(Items.TITLE)",
    "SUM(Items.WEIGHT)",
    "SUM(Users.AGE)",
    "AVG(Items.PRICE)",
    "SUM(PRICE)",
    "COUNT()",
    "",
    "SUM(Items.PRICE) + 1",
)
_LOCATIONS = ("s3://bucket/file.csv", "s3://bucket/folder/", "s3://a.bucket-1/a b/c.csv")
_ODD_LOCATIONS = (
    "bucket/file.csv",
    "https://bucket/file.csv",
    "s3:/bucket",
    "",
    "s3://" + "b" * 300,
    "s3://",
)
_CAPACITIES = (1, 2, 100, 500)
_ODD_CAPACITIES = (0, -1, 501, "1", 1.5, True)


@dataclass(frozen=True, slots=True)
class Case:
    """A whole file with one group of interest."""

    number: int
    document: Json

    @property
    def group(self) -> Json:
        found: Json = next(iter(self.document["datasetGroups"].values()))
        return found

    def calls(self) -> Iterator[Call]:
        """Everything that an apply in an empty account asks for, save the marks; as the file says it."""
        for name, said in self.document["datasetGroups"].items():
            plain = {key: said[key] for key in ("domain", "kmsKeyArn", "roleArn") if key in said}
            yield "CreateDatasetGroup", {"name": name, **plain, **_tags(self.document, said)}
        group = f"{ARN}dataset-group/{next(iter(self.document['datasetGroups']))}"
        of_group = {"datasetGroupArn": group}
        for kind, said in self.group.get("datasets", {}).items():
            yield from _dataset(group, kind, said)
        if "eventTracker" in self.group:
            said = self.group["eventTracker"]
            yield "CreateEventTracker", {"name": said["name"], **of_group, **_tags({}, said)}
        for name, said in self.group.get("filters", {}).items():
            yield "CreateFilter", {"name": name, **of_group, "filterExpression": said}
        if "metricAttribution" in self.group:
            yield "CreateMetricAttribution", {**self.group["metricAttribution"], **of_group}
        for name, said in self.group.get("solutions", {}).items():
            yield from _solution(name, said, of_group)
        for name, said in self.group.get("recommenders", {}).items():
            recipe = {"recipeArn": f"arn:aws:personalize:::recipe/{said['recipe']}"}
            config = {key: said[key] for key in ("recommenderConfig",) if key in said}
            yield "CreateRecommender", {"name": name, **of_group, **recipe, **config}


def _tags(document: Json, said: Json) -> Json:
    tags = {**document.get("tags", {}), **said.get("tags", {})}
    return {"tags": [{"tagKey": key, "tagValue": value} for key, value in tags.items()]} if tags else {}


def _dataset(group: str, kind: str, said: Json) -> Iterator[Call]:
    of_group = {"datasetGroupArn": group, "schemaArn": f"{ARN}schema/{said['schema']}"}
    yield "CreateDataset", {"name": kind, "datasetType": kind, **of_group, **_tags({}, said)}
    if "import" in said:
        wanted = dict(said["import"])
        yield (
            "CreateDatasetImportJob",
            {
                "jobName": f"{kind}-1",
                "datasetArn": f"{group.replace('dataset-group', 'dataset')}/{kind.upper()}",
                "dataSource": {"dataLocation": wanted.pop("from")},
                "roleArn": wanted.pop("role"),
                **{"importMode" if key == "mode" else key: value for key, value in wanted.items()},
            },
        )


def _solution(name: str, said: Json, of_group: Json) -> Iterator[Call]:
    recipe = {"recipeArn": f"arn:aws:personalize:::recipe/{said['recipe']}"}
    yield "CreateSolution", {"name": name, **of_group, **recipe, "performAutoTraining": False}
    if said.get("campaigns"):
        yield "CreateSolutionVersion", {"solutionArn": f"{ARN}solution/{name}"}
    for campaign, served in said.get("campaigns", {}).items():
        latest = {"solutionVersionArn": f"{ARN}solution/{name}/$LATEST"}
        capacity = {"minProvisionedTPS": served["minTPS"]} if "minTPS" in served else {}
        sync = {"campaignConfig": {"syncWithLatestSolutionVersion": True}}
        yield "CreateCampaign", {"name": campaign, **latest, **capacity, **sync}


def case(number: int) -> Case:
    """The case of a number: every fifth has more of something than fits, or just as many."""
    draw = Draws(Random(number))
    domain = draw.mostly((None, None, None, "ECOMMERCE"), ("ecommerce", "RETAIL", ""), 3)
    kinds = draw.of((("interactions", "items"), ("interactions", "items"), ("interactions",), ("items",), ()))
    group: Json = {"domain": domain} if domain is not None else {}
    _encryption(draw, group)
    if draw.chance(30):
        group["tags"] = _drawn_tags(draw)
    group["datasets"] = {kind: _drawn_dataset(draw, kind, domain) for kind in kinds}
    if draw.chance(30):
        group["eventTracker"] = {"name": draw.mostly(_NAMES, _ODD_NAMES)}
    if draw.chance(25):
        group["metricAttribution"] = _attribution(draw)
    if draw.chance(30) and "interactions" in kinds:
        name = draw.mostly(_NAMES, _ODD_NAMES)
        group["filters"] = {name: 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")'}
    if "interactions" in kinds and (domain != "ECOMMERCE" or draw.chance(20)):
        _serving(draw, group)
    groups = {draw.mostly(_NAMES, _ODD_NAMES): group}
    if number % 5 == 0:
        _crowd(draw, groups, group, kinds, domain)
    used = sorted({schema_name(kind, domain) for kind in kinds})
    of_domain = {"domain": domain} if domain is not None else {}
    document: Json = {"version": 1, "stack": "drawn"}
    if used:
        document["schemas"] = {name: {"avro": schema(name.split("-")[1]), **of_domain} for name in used}
    if draw.chance(10):
        document["tags"] = _drawn_tags(draw)
    return Case(number, {**document, "datasetGroups": groups})


def schema_name(kind: str, domain: str | None) -> str:
    """The schema of a dataset type in one sort of group."""
    return f"{(domain or 'custom').lower()}-{kind}"


def _encryption(draw: Draws, group: Json) -> None:
    if draw.chance(15):
        group["kmsKeyArn"] = draw.mostly((KEY,), _ODD_KEYS, 20)
    if draw.chance(12) or ("kmsKeyArn" in group and draw.chance(80)):
        group["roleArn"] = draw.mostly(_ROLES, _ODD_ROLES, 15)


def _drawn_tags(draw: Draws) -> Json:
    if draw.chance(8):
        return {f"k{number}": "v" for number in range(draw.of((45, 46, 47, 50, 51)))}
    return dict(draw.mostly(_TAGS, _ODD_TAGS, 15) for _ in range(draw.of((1, 2, 3))))


def _drawn_dataset(draw: Draws, kind: str, domain: str | None) -> Json:
    said: Json = {"schema": schema_name(kind, domain)}
    if draw.chance(10):
        said["tags"] = _drawn_tags(draw)
    if draw.chance(40):
        wanted = {
            "from": draw.mostly(_LOCATIONS, _ODD_LOCATIONS, 10),
            "role": draw.mostly(_ROLES, _ODD_ROLES),
        }
        if draw.chance(30):
            wanted["mode"] = draw.mostly(("FULL",), ("full", "APPEND"), 20)
        if draw.chance(10):
            wanted["publishAttributionMetricsToS3"] = draw.chance(50)
        said["import"] = wanted
    return said


def _attribution(draw: Draws) -> Json:
    names = ("sales", "count", "value", "more", "m" * 256)
    metrics = [
        {
            "eventType": draw.mostly(("buy", "see", "e" * 256), ("e" * 257,), 2),
            "metricName": draw.mostly(names[index % 5 : index % 5 + 1], ("sales", "m" * 257), 5),
            "expression": draw.mostly(_EXPRESSIONS, _ODD_EXPRESSIONS, 8),
        }
        for index in range(draw.of((1, 1, 2, 3)))
    ]
    if draw.chance(6):
        amount = draw.of((10, 11))
        metrics = [{**metrics[0], "metricName": f"metric {number}"} for number in range(amount)]
    output: Json = {"roleArn": draw.mostly(_ROLES, _ODD_ROLES)}
    if draw.chance(40):
        output["s3DataDestination"] = {"path": draw.mostly(_LOCATIONS, _ODD_LOCATIONS)}
    return {"name": draw.mostly(_NAMES, _ODD_NAMES), "metrics": metrics, "metricsOutputConfig": output}


def _serving(draw: Draws, group: Json) -> None:
    said: Json = {"recipe": "aws-popularity-count"}
    if draw.chance(60):
        capacity = {"minTPS": draw.mostly(_CAPACITIES, _ODD_CAPACITIES)} if draw.chance(80) else {}
        said["campaigns"] = {draw.mostly(_NAMES, _ODD_NAMES): capacity}
    group["solutions"] = {draw.mostly(_NAMES, _ODD_NAMES): said}


def _crowd(draw: Draws, groups: Json, group: Json, kinds: tuple[str, ...], domain: str | None) -> None:
    """About as many of something as there is room for."""
    more = draw.of((-1, 0, 1, 1))
    what = draw.of(("groups", "filters", "solutions", "campaigns", "recommenders"))
    if what == "groups":
        groups.update({f"group-{number}": {} for number in range(4 + more)})
    if "interactions" not in kinds:
        return
    if what == "filters":
        by_type = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")'
        group["filters"] = {f"filter-{number}": by_type for number in range(30 + more)}
    elif what == "recommenders" and domain == "ECOMMERCE":
        recipe = {"recipe": "aws-ecomm-popular-items-by-views"}
        group["recommenders"] = {f"recommender-{number}": recipe for number in range(5 + more)}
    elif what == "solutions":
        named = range(10 + more)
        group["solutions"] = {f"solution-{number}": {"recipe": "aws-popularity-count"} for number in named}
    elif what == "campaigns" and domain is None:
        served = {f"campaign-{number}": {"minTPS": 1} for number in range(5 + more)}
        group["solutions"] = {"served": {"recipe": "aws-popularity-count", "campaigns": served}}
