"""Random edits of a drawn file: `edits(tree)` gives another valid file, some steps away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from drawn_choices import NAMES
from drawn_data import VARIANTS, document, path_of
from drawn_parts import (
    Draws,
    campaign,
    dataset,
    filter_,
    imported,
    metric_attribution,
    recommender,
    solution,
    tags,
    tracker,
    training,
)
from drawn_worlds import DOMAINS, Tree, group, mended, named, policy, recipe_of
from hypothesis import strategies as st

MOST = 4
"""Edits at once: what a pull request may hold."""


@st.composite
def edits(draw: st.DrawFn, tree: Tree, versions: Mapping[str, list[str]] | None = None) -> Tree:
    """Another valid file, reached by one to four edits.

    `versions` are the ids of versions by solution, to pin campaigns to; without them none is pinned.
    """
    d = Draws(draw)
    edited = json.loads(json.dumps(tree))
    for key in ("consent", "adopt", "forget"):
        edited.pop(key, None)
    for _ in range(draw(st.integers(1, MOST))):
        d.of(_EDITS)(d, edited)
    if versions and d.chance(25):
        _pin(d, edited, versions)
    return mended(edited, d)


def _groups(tree: Tree) -> list[Tree]:
    return list(tree["datasetGroups"].values())


def _a_field(d: Draws, tree: Tree) -> None:
    """One member of a part is drawn anew, or goes."""
    options = [change for made in _groups(tree) for change in _changes(d, made)]
    if options:
        d.of(options)()


def _changes(d: Draws, made: Tree) -> Iterator[Callable[[], None]]:
    """The changes to single parts of a group."""
    for said in made.get("solutions", {}).values():
        recipe = recipe_of(said)
        yield partial(lambda said, recipe: _put(said, "training", training(d, recipe)), said, recipe)
        for one in said.get("campaigns", {}).values():
            yield partial(lambda one, recipe: _replace(d, one, campaign(d, recipe)), one, recipe)
        yield partial(lambda said: _replace(d, said, solution(d)), said)
    for said in made.get("recommenders", {}).values():
        yield partial(lambda said: _replace(d, said, recommender(d, made["domain"])), said)
    for kind, said in made["datasets"].items():
        yield partial(lambda said, kind: _put(said, "import", imported(d, kind)), said, kind)
    for key in made.get("filters", {}):
        yield partial(lambda key: _put(made["filters"], key, filter_(d)), key)
    if "metricAttribution" in made:
        yield lambda: _replace(d, made["metricAttribution"], metric_attribution(d))


def _put(where: Tree, key: str, value: Any) -> None:
    where[key] = value


def _replace(d: Draws, said: Tree, drawn: Tree) -> None:
    """Some members as drawn; those that only the old one has may stay."""
    keys = d.some(tuple(drawn), 50) or list(drawn)[:1]
    said |= {key: drawn[key] for key in keys}
    # A recipe and what it takes go together.
    if "recipe" in keys or ("recipe" in drawn) != ("recipe" in said):
        kept = {"campaigns": said["campaigns"]} if "campaigns" in said else {}
        said.clear()
        said |= drawn | kept
    elif drawn.get("recipe") != said.get("recipe"):
        for key in {"solutionConfig", "performHPO", "performIncrementalUpdate"} & set(keys):
            del said[key]


def _schema(d: Draws, tree: Tree) -> None:
    """Another variant under the same name, inline or in a file."""
    name = d.of(tuple(tree["schemas"]))
    kind = next(kind for kind in VARIANTS if name.removeprefix("other-").rpartition("-")[0] == kind)
    variant = d.of(tuple(VARIANTS[kind]))
    tree["schemas"][name]["avro"] = document(kind, variant) if d.chance(30) else path_of(kind, variant)


def _remove(d: Draws, tree: Tree) -> None:
    """One named thing, dataset, tracker or metric attribution leaves."""
    options: list[tuple[Tree, str]] = [
        (where, name) for kind, where, name in named(tree) if kind != "dataset-group" or len(where) > 1
    ]
    for made in _groups(tree):
        options += [(made["datasets"], key) for key in list(made["datasets"])[1:]]
        options += [(made, key) for key in ("eventTracker", "metricAttribution") if key in made]
    if options:
        where, key = d.of(options)
        del where[key]


def _forget(d: Draws, tree: Tree) -> None:
    """A thing leaves the file and is let go of."""
    options = [
        (f"{kind}/{name}", where, name)
        for kind, where, name in named(tree)
        if kind != "dataset-group" or len(where) > 1
    ]
    if options:
        address, where, name = d.of(options)
        tree["forget"] = [address]
        del where[name]


def _rename(d: Draws, tree: Tree) -> None:
    """A named thing gets another name."""
    options = list(named(tree))
    kind, where, name = d.of(options)
    key = f"{kind.removeprefix('dataset-')}s"
    new = d.of(NAMES[key])
    if new not in where:
        where[new] = where.pop(name)


def _add(d: Draws, tree: Tree) -> None:
    """One thing more, or drawn anew."""
    made = d.of(_groups(tree))
    domain = made.get("domain")
    options: dict[str, Callable[[], None]] = {
        "filters": lambda: _put(made.setdefault("filters", {}), d.of(NAMES["filters"]), filter_(d)),
        "solutions": lambda: _put(made.setdefault("solutions", {}), d.of(NAMES["solutions"]), solution(d)),
        "eventTracker": lambda: _put(made, "eventTracker", tracker(d)),
        "metricAttribution": lambda: _put(made, "metricAttribution", metric_attribution(d)),
        "datasets": lambda: _dataset(d, made),
        "group": lambda: _put(tree["datasetGroups"], d.of(NAMES["groups"]), group(d)),
    }
    if domain:
        options["recommenders"] = lambda: _put(
            made.setdefault("recommenders", {}), d.of(NAMES["recommenders"]), recommender(d, domain)
        )
    options[d.of(tuple(options))]()


def _dataset(d: Draws, made: Tree) -> None:
    kind = d.of(("items", "users", "actions", "actionInteractions"))
    made["datasets"][kind] = dataset(d, kind, made.get("domain"))


def _move(d: Draws, tree: Tree) -> None:
    """A campaign to another solution, or a solution, filter or recommender to another group."""
    places = {
        "campaigns": [said for made in _groups(tree) for said in made.get("solutions", {}).values()],
        "solutions": _groups(tree),
        "filters": _groups(tree),
        "recommenders": _groups(tree),
    }
    options = [
        (key, place, name) for key, some in places.items() for place in some for name in place.get(key, {})
    ]
    if options:
        key, place, name = d.of(options)
        thing = place[key].pop(name)
        d.of(places[key]).setdefault(key, {})[name] = thing


def _tags(d: Draws, tree: Tree) -> None:
    """Tags of the file, a group or anything that takes them."""
    options: list[Tree] = [tree, *_groups(tree)]
    for made in _groups(tree):
        options += list(made["datasets"].values())
        for said in made.get("solutions", {}).values():
            options += [said, *said.get("campaigns", {}).values()]
        options += list(made.get("recommenders", {}).values())
    d.of(options)["tags"] = tags(d)


def _of_a_group(d: Draws, tree: Tree) -> None:
    """The domain, the key or the shared schema of a group's datasets."""
    made = d.of(_groups(tree))
    what = d.of(("schema", "key", "domain"))
    if what == "domain":
        made["domain"] = d.of(DOMAINS)
        if made["domain"] is None:
            del made["domain"]
    elif what == "key":
        if "kmsKeyArn" in made:
            del made["kmsKeyArn"]
        else:
            made["kmsKeyArn"] = _KMS
    else:
        kind = d.of(tuple(made["datasets"]))
        said = made["datasets"][kind]["schema"]
        made["datasets"][kind]["schema"] = said[6:] if said.startswith("other-") else f"other-{said}"


_KMS = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000001"


def _policy(d: Draws, tree: Tree) -> None:
    tree["policy"] = policy(d)


_EDITS = (_a_field, _schema, _remove, _add, _move, _rename, _tags, _of_a_group, _forget, _policy, _a_field)


def _pin(d: Draws, tree: Tree, versions: Mapping[str, list[str]]) -> None:
    """A campaign is pinned to a version of its solution."""
    options = [
        (one, name)
        for made in _groups(tree)
        for name, said in made.get("solutions", {}).items()
        for one in said.get("campaigns", {}).values()
        if versions.get(name)
    ]
    if options:
        one, name = d.of(options)
        one["version"] = d.of(versions[name])
