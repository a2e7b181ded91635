"""Whole files drawn at random, valid for the reader and acceptable to the service: `files`, `mended`.

A file is a tree as YAML would read it; `check_out` puts it into an arena with the documents it names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from arena import REGION, Arena
from drawn_choices import EXPRESSIONS, KEY, NAMES, RECIPES
from drawn_data import BUCKET, columns_of, objects, write_documents
from drawn_parts import (
    Draws,
    dataset,
    filter_,
    metric_attribution,
    recommender,
    schema,
    schema_names,
    solution,
    tags,
    tracker,
)
from hypothesis import strategies as st

Tree = dict[str, Any]
STACK = "drawn"
DOMAINS = (None, "ECOMMERCE", "VIDEO_ON_DEMAND")
_HEAD = {"version": 1, "stack": STACK, "account": "123456789012", "region": REGION}
_MOST_CAMPAIGNS = 4
"""Of a group: the quota is five, and a renamed one stands beside its successor."""


@st.composite
def files(draw: st.DrawFn) -> Tree:
    """A valid file of one to three groups."""
    d = Draws(draw)
    tree: Tree = dict(_HEAD)
    tree |= d.members(30, tags=lambda: tags(d), policy=lambda: policy(d))
    names = ["north", *d.some(NAMES["groups"][1:], 40)]
    tree["schemas"] = {}
    tree["datasetGroups"] = {name: group(d) for name in names}
    return mended(tree, d)


def policy(d: Draws) -> Tree:
    """How many deletions go through at once."""
    return d.of(
        ({"maxDeletes": 20}, {"maxDeletes": "50%", "floor": 2}, {"maxDeletes": 1}, {"maxDeletes": "100%"})
    )


def group(d: Draws) -> Tree:
    """A dataset group of any domain with everything that it can have."""
    domain = d.of(DOMAINS) if d.chance(60) else None
    kinds = ["interactions", *d.some(("items", "users"), 70)]
    if domain is None and d.chance(25):
        kinds += ["actions", *d.some(("actionInteractions",))]
    made: Tree = {"domain": domain} if domain else {}
    made["datasets"] = {kind: dataset(d, kind, domain) for kind in kinds}
    made |= d.members(8, kmsKeyArn=KEY) if d.chance(50) else {}
    made |= d.members(30, tags=lambda: tags(d))
    made |= d.members(50, eventTracker=lambda: tracker(d), filters=lambda: _named(d, "filters"))
    made |= d.members(30, metricAttribution=lambda: metric_attribution(d))
    made |= d.members(40 if domain else 85, solutions=lambda: _named(d, "solutions"))
    if domain and (names := d.some(NAMES["recommenders"])):
        made["recommenders"] = {name: recommender(d, domain) for name in names}
    return made


def _named(d: Draws, key: str) -> Tree:
    make = {"filters": filter_, "solutions": solution}[key]
    return {name: make(d) for name in d.some(NAMES[key], 40)}


def mended(tree: Tree, d: Draws) -> Tree:
    """The tree without what contradicts the rest of it: names taken twice, columns that are not there, …"""
    groups = tree["datasetGroups"]
    taken: set[tuple[str, str]] = set()
    for made in groups.values():
        _mend_schemas(tree, made, d)
        _mend_key(made)
        _mend_solutions(made)
        for path in ("filters", "solutions", "recommenders"):
            _once(made, path, taken)
        for one in made.get("solutions", {}).values():
            _once(one, "campaigns", taken)
        _mend_campaign_count(made)
        _mend_needs(tree, made, taken)
    used = {one["schema"] for made in groups.values() for one in made["datasets"].values()}
    tree["schemas"] = {name: tree["schemas"][name] for name in sorted(tree["schemas"]) if name in used}
    if "forget" in tree:  # what another edit has declared again is kept
        declared = {f"{kind}/{name}" for kind, _, name in named(tree)}
        tree["forget"] = [one for one in tree["forget"] if one not in declared]
    return json.loads(json.dumps(tree))


def _mend_schemas(tree: Tree, made: Tree, d: Draws) -> None:
    """Every dataset names a schema of its type and domain, and imports a file whose order it has."""
    domain = made.get("domain")
    if domain:
        for kind in ("actions", "actionInteractions"):
            made["datasets"].pop(kind, None)
    for kind, one in made["datasets"].items():
        names = schema_names(kind, domain)
        if one["schema"] not in names:
            one["schema"] = names[0]
        said = tree["schemas"].setdefault(one["schema"], {})
        if not said:
            said |= schema(d, kind, domain)
        if "import" in one:
            turned = next(iter(columns_of(said["avro"]))) not in {"USER_ID", "ITEM_ID", "ACTION_ID"}
            if "short.csv" not in one["import"]["from"] and turned != ("turned" in one["import"]["from"]):
                one["import"]["from"] = f"s3://{BUCKET}/{kind}{'-turned' if turned else ''}.csv"


def _mend_key(made: Tree) -> None:
    if "kmsKeyArn" in made:
        made["roleArn"] = "arn:aws:iam::123456789012:role/AmazonPersonalizeAccessRole"
    else:
        made.pop("roleArn", None)


def recipe_of(said: Tree) -> Any:
    """The recipe's row; AutoML has the one that the emulator's AutoML takes."""
    return RECIPES[said.get("recipe", "aws-user-personalization").rpartition("/")[2]]


def _mend_solutions(made: Tree) -> None:
    """Solutions whose recipe needs other datasets go; campaigns say what their recipe takes."""
    solutions = made.get("solutions", {})
    for name in list(solutions):
        said, recipe = solutions[name], recipe_of(solutions[name])
        if not made["datasets"].keys() >= set(recipe.needs):
            del solutions[name]
        if not recipe.serves:
            said.pop("campaigns", None)
        for one in said.get("campaigns", {}).values():
            _mend_campaign(one, recipe, made["datasets"])
    for one in (*solutions.values(), *made.get("recommenders", {}).values()):
        config = one.get("recommenderConfig", {})
        if "items" not in made["datasets"]:
            config.pop("enableMetadataWithRecommendations", None)


def _mend_campaign(one: Tree, recipe: Any, datasets: Tree) -> None:
    """A campaign says what its recipe takes."""
    config = one.get("campaignConfig", {})
    unfit = {
        "itemExplorationConfig": not recipe.exploration,
        "rankingInfluence": not recipe.influence,
        "enableMetadataWithRecommendations": "items" not in datasets,
        "syncWithLatestSolutionVersion": "version" in one,
    }
    for key in [key for key, out in unfit.items() if out]:
        config.pop(key, None)
    if not config:
        one.pop("campaignConfig", None)


def _once(made: Tree, key: str, taken: set[tuple[str, str]]) -> None:
    """Names are unique per kind; a mapping without entries is left out."""
    for name in list(made.get(key, {})):
        if (key, name) in taken:
            del made[key][name]
        taken.add((key, name))
    if not made.get(key, True):
        del made[key]


def _mend_campaign_count(made: Tree) -> None:
    count = 0
    for said in made.get("solutions", {}).values():
        for name in list(said.get("campaigns", {})):
            count += 1
            if count > _MOST_CAMPAIGNS:
                del said["campaigns"][name]
        if not said.get("campaigns", True):
            del said["campaigns"]


def _mend_needs(tree: Tree, made: Tree, taken: set[tuple[str, str]]) -> None:
    """Filters, trackers and recommenders find their datasets and columns."""
    there = {
        f"{kind}.{name}"
        for kind, one in made["datasets"].items()
        for name in columns_of(tree["schemas"][one["schema"]]["avro"])
    }
    filters = made.get("filters", {})
    for name in list(filters):
        said = filters[name]
        needs = EXPRESSIONS[said if isinstance(said, str) else said["expression"]]
        if not there >= set(needs):
            del filters[name]
    if "interactions" not in made["datasets"]:
        made.pop("eventTracker", None)
        made.pop("metricAttribution", None)
    _mend_metrics(made, there, taken)
    for name in list(made.get("recommenders", {})):
        fits = made.get("domain") and _fits(made["recommenders"][name], made)
        if not fits:
            del made["recommenders"][name]
    for key in ("filters", "recommenders"):
        if not made.get(key, True):
            del made[key]


def _mend_metrics(made: Tree, there: set[str], taken: set[tuple[str, str]]) -> None:
    """A metric sums a column that is there."""
    metrics = made.get("metricAttribution")
    if metrics and ("metrics", metrics["name"]) in taken:
        del made["metricAttribution"]
    elif metrics:
        taken.add(("metrics", metrics["name"]))
        for one in metrics["metrics"]:
            column = one["expression"].removeprefix("SUM(").rstrip(")")
            kind, _, name = column.partition(".")
            if name and f"{kind.lower()}.{name}" not in there:
                one["expression"] = "SAMPLECOUNT()"


def _fits(said: Tree, made: Tree) -> bool:
    recipe = said["recipe"].rpartition("/")[2]
    prefix = {"ECOMMERCE": "aws-ecomm-", "VIDEO_ON_DEMAND": "aws-vod-"}[made["domain"]]
    needs = {"interactions", *({"items"} if recipe.endswith("-like-x") else ())}
    return recipe.startswith(prefix) and made["datasets"].keys() >= needs


def check_out(arena: Arena, tree: Tree) -> None:
    """Put the file into the arena's folder, in place of the one that was there."""
    write_documents(arena.folder)
    (arena.folder / "personalize.yaml").write_text(json.dumps(tree, indent=1, ensure_ascii=False))


def begin(arena: Arena, tree: Tree) -> None:
    """An empty account, the bucket with all data, and the file."""
    arena.reset()
    s3 = arena.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for key, body in objects().items():
        s3.put_object(Bucket=BUCKET, Key=key, Body=body)
    check_out(arena, tree)


def named(tree: Tree) -> Iterator[tuple[str, Tree, str]]:
    """Every named thing below the groups: its kind, the mapping that holds it, its name."""
    for name, made in tree["datasetGroups"].items():
        yield "dataset-group", tree["datasetGroups"], name
        for key, kind in (("filters", "filter"), ("recommenders", "recommender"), ("solutions", "solution")):
            for inner in made.get(key, {}):
                yield kind, made[key], inner
        for said in made.get("solutions", {}).values():
            for inner in said.get("campaigns", {}):
                yield "campaign", said["campaigns"], inner
