"""What a file wishes, told without the reconciler: the declared things held against the account.

Written from docs/file.md and docs/kinds.md alone; nothing of `reconciler` is imported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from arena import Arena
from drawn_data import columns_of
from drawn_worlds import STACK, Tree, recipe_of

_ADDRESS, _OWNER = "reconcile:address", "reconcile:stack"


class Account:
    """The emulator's records, by kind."""

    def __init__(self, arena: Arena) -> None:
        self.every = arena.emulator.store.every()
        self.records = arena.emulator.store.records

    def of(self, kind: str, **wanted: Any) -> list[Any]:
        """All of a kind whose attributes are as wanted."""
        return [
            one
            for one in self.every
            if one.kind == kind and all(getattr(one, key) == value for key, value in wanted.items())
        ]

    def ours(self, kind: str, address: str) -> list[Any]:
        """What our stack's marks say to be at an address."""
        return [
            one
            for one in self.of(kind)
            if one.tags.get(_OWNER) == STACK and one.tags.get(_ADDRESS) == address
        ]


def unfulfilled(arena: Arena, tree: Tree, excused: set[str]) -> list[str]:
    """The wishes of the file that the account does not fulfil, save those of excused addresses."""
    account = Account(arena)
    found = [(address, text) for address, text in _wishes(account, tree) if text]
    return [f"{address}: {text}" for address, text in found if address not in excused]


def undeclared(arena: Arena, tree: Tree) -> list[str]:
    """What bears our mark although the file does not declare it."""
    declared = set(addresses(tree))
    return [
        f"{one.tags[_ADDRESS]} ({one.arn}, {one.status})"
        for one in Account(arena).every
        if one.tags.get(_OWNER) == STACK
        and one.kind != "solution-version"
        and one.kind != "dataset-import-job"
        if one.tags.get(_ADDRESS) not in declared
    ]


def addresses(tree: Tree) -> Iterator[str]:
    """Every taggable address of the file."""
    for group, made in tree["datasetGroups"].items():
        yield f"dataset-group/{group}"
        yield from (f"dataset/{group}/{kind}" for kind in made["datasets"])
        yield from [f"event-tracker/{group}"] if "eventTracker" in made else []
        yield from (f"filter/{name}" for name in made.get("filters", {}))
        yield from (f"recommender/{name}" for name in made.get("recommenders", {}))
        for name, said in made.get("solutions", {}).items():
            yield f"solution/{name}"
            yield from (f"campaign/{inner}" for inner in said.get("campaigns", {}))


def _wishes(account: Account, tree: Tree) -> Iterator[tuple[str, str]]:
    for name, made in tree["datasetGroups"].items():
        groups = account.of("dataset-group", name=name, status="ACTIVE")
        yield f"dataset-group/{name}", "" if groups else "is not there"
        for group in groups:
            yield f"dataset-group/{name}", _differing(made, group.wire)
            yield f"dataset-group/{name}", _tags(tree, made, group)
            yield from _datasets(account, tree, made, group)
            yield from _filters(account, tree, made, group)
            yield from _metrics(account, made, group)
            yield from _recommenders(account, tree, made, group)
            for key, said in made.get("solutions", {}).items():
                yield from _solution(account, tree, key, said, group)


def _differing(said: Tree, wire: Tree) -> str:
    """A group without a domain is a custom one; a key is managed only where the file says it."""
    keys = ("domain", *(key for key in ("kmsKeyArn", "roleArn") if key in said))
    wrong = [key for key in keys if said.get(key) != wire.get(key)]
    return "; ".join(f"{key} is {wire.get(key)!r}, wished {said.get(key)!r}" for key in wrong)


def _tags(tree: Tree, said: Any, live: Any) -> str:
    wished = tree.get("tags", {}) | (said.get("tags", {}) if isinstance(said, dict) else {})
    wrong = {key: live.tags.get(key) for key, value in wished.items() if live.tags.get(key) != value}
    owner = "" if live.tags.get(_OWNER) == STACK else f"owner is {live.tags.get(_OWNER)}"
    return f"tags {wrong} are not {wished} {owner}" if wrong or owner else ""


def _datasets(account: Account, tree: Tree, made: Tree, group: Any) -> Iterator[tuple[str, str]]:
    for kind, said in made["datasets"].items():
        address = f"dataset/{group.name}/{kind}"
        upper = re.sub(r"(?=[A-Z])", "_", kind).upper()
        found = [one for one in account.of("dataset", group=group.arn) if one.wire["datasetType"] == upper]
        if [one.status for one in found] != ["ACTIVE"]:
            yield address, f"is not there, but {[one.status for one in found]}"
            continue
        live = found[0]
        yield address, _tags(tree, said, live)
        schema = next(one for one in account.of("schema") if one.arn == live.wire["schemaArn"])
        wished = list(columns_of(tree["schemas"][said["schema"]]["avro"]).values())
        if json.loads(schema.wire["schema"])["fields"] != wished:
            yield address, f"has other columns: {schema.wire['schema']}"
        if "import" in said and said["import"].get("when") != "never":
            jobs = account.of("dataset-import-job", parent=live.arn, status="ACTIVE")
            yield f"{address}/import", "" if jobs else "was never imported"
    tracker = account.of("event-tracker", group=group.arn, status="ACTIVE")
    if "eventTracker" in made:
        text = (
            _tags(tree, made["eventTracker"], tracker[0])
            if len(tracker) == 1
            else f"there are {len(tracker)}"
        )
        yield f"event-tracker/{group.name}", text


def _filters(account: Account, tree: Tree, made: Tree, group: Any) -> Iterator[tuple[str, str]]:
    for name, said in made.get("filters", {}).items():
        found = account.of("filter", name=name, status="ACTIVE", group=group.arn)
        yield f"filter/{name}", "" if found else "is not there"
        for live in found:
            wished = said if isinstance(said, str) else said["expression"]
            equal = live.wire["filterExpression"].split() == wished.split()
            yield f"filter/{name}", _tags(tree, said, live) or ("" if equal else f"says {live.wire}")


def _metrics(account: Account, made: Tree, group: Any) -> Iterator[tuple[str, str]]:
    live = account.of("metric-attribution", group=group.arn)
    said = made.get("metricAttribution")
    if said is None:
        # One that nobody declared: whose it is cannot be told, since it takes no tags.
        return
    address = f"metric-attribution/{said['name']}"
    if [one.name for one in live] != [said["name"]]:
        yield address, f"there are {[one.name for one in live]}"
        return
    key = json.dumps
    metrics = sorted(key(one, sort_keys=True) for one in live[0].wire["metrics"])
    wished = sorted(key(one, sort_keys=True) for one in said["metrics"])
    yield address, "" if metrics == wished else f"sums {metrics}"
    output = _beyond(said["metricsOutputConfig"], live[0].wire["metricsOutputConfig"])
    yield address, f"output: {output}" if output else ""


def _recommenders(account: Account, tree: Tree, made: Tree, group: Any) -> Iterator[tuple[str, str]]:
    for name, said in made.get("recommenders", {}).items():
        status = "ACTIVE" if said.get("running", True) else "INACTIVE"
        found = account.of("recommender", name=name, status=status, group=group.arn)
        yield f"recommender/{name}", "" if found else f"is not there, {status}"
        for live in found:
            recipe = live.wire["recipeArn"].rpartition("/")[2] == said["recipe"].rpartition("/")[2]
            config = said.get("recommenderConfig", {}) if status == "ACTIVE" else {}
            beyond = _beyond(config, live.wire["recommenderConfig"])
            yield f"recommender/{name}", _tags(tree, said, live)
            yield f"recommender/{name}", "" if recipe and not beyond else f"differs: {live.wire} {beyond}"


def _solution(account: Account, tree: Tree, name: str, said: Tree, group: Any) -> Iterator[tuple[str, str]]:
    address = f"solution/{name}"
    fitting = [
        one
        for one in account.ours("solution", address)
        if one.group == group.arn and one.status == "ACTIVE" and not _fixed(said, one)
    ]
    if not fitting:
        all_of_it = [(one.name, one.wire) for one in account.ours("solution", address)]
        yield address, f"no generation is as wished: {said}\n{all_of_it}"
        return
    live = fitting[-1]
    yield address, _tags(tree, said, live)
    yield address, _in_place(said, live.notes["effective"])
    versions = account.of("solution-version", parent=live.arn, status="ACTIVE")
    trains = said.get("training", {}).get("when") != "never"
    # What the service trains by itself is waited for by nobody, where an import keeps our own training away.
    trains &= not any(
        one.wire["trainingType"] == "AUTOMATIC" and one.status in {"CREATE PENDING", "CREATE IN_PROGRESS"}
        for one in account.of("solution-version", parent=live.arn)
    )
    yield f"{address}/training", "" if versions or not trains else "was never trained"
    for key, inner in said.get("campaigns", {}).items():
        yield f"campaign/{key}", _campaign(account, tree, key, inner, live, versions)


def _fixed(said: Tree, live: Any) -> str:
    """How the part that cannot change differs from what is wished."""
    wished = {key: value for key, value in said.get("solutionConfig", {}).items() if key != "eventsConfig"}
    wrong = _beyond(wished, live.wire.get("solutionConfig") or {})
    recipe = (live.wire.get("recipeArn") or "").rpartition("/")[2]
    if recipe != said.get("recipe", "").rpartition("/")[2]:
        wrong += f" recipe {recipe}"
    for key in ("performHPO", "performAutoML", "eventType"):
        if key in said and live.wire.get(key) != said[key]:
            wrong += f" {key} {live.wire.get(key)}"
    return wrong


def _in_place(said: Tree, effective: Tree) -> str:
    training = said.get("autoTraining", False)
    wrong = "" if effective["performAutoTraining"] == bool(training) else "autoTraining "
    if isinstance(training, dict):
        schedule = (effective.get("autoTrainingConfig") or {}).get("schedulingExpression")
        wrong += "" if schedule == training["schedule"] else f"schedule {schedule}"
    if "performIncrementalUpdate" in said:
        equal = effective["performIncrementalUpdate"] == said["performIncrementalUpdate"]
        wrong += "" if equal else "performIncrementalUpdate "
    events = said.get("solutionConfig", {}).get("eventsConfig")
    return wrong + (_beyond(events, effective.get("eventsConfig") or {}) if events else "")


def _campaign(account: Account, tree: Tree, name: str, said: Tree, solution: Any, versions: list[Any]) -> str:
    found = account.of("campaign", name=name, status="ACTIVE")
    if not found:
        return "is not there"
    live, config = found[0], said.get("campaignConfig", {})
    plain = {key: value for key, value in config.items() if not key.startswith("sync")}
    if not versions:
        # What only the next recipe takes waits for a version of it.
        home = next(one for one in account.every if one.arn == live.parent)
        arn = home.wire.get("recipeArn")
        plain = _taken(plain, recipe_of({"recipe": arn} if arn else {}))
    wrong = _tags(tree, said, live) + _beyond(plain, live.wire.get("campaignConfig") or {})
    tps, wished = live.wire["minProvisionedTPS"], said.get("minTPS")
    low, high = (wished["min"], wished["max"]) if isinstance(wished, dict) else (wished, wished)
    wrong += f" minTPS {tps}" if wished is not None and not low <= tps <= high else ""
    version = said.get("version", "sync" if config.get("syncWithLatestSolutionVersion") else "latest")
    sync = bool((live.wire.get("campaignConfig") or {}).get("syncWithLatestSolutionVersion"))
    if re.fullmatch("[0-9a-f]{8}", version):
        return wrong + (
            "" if live.wire["solutionVersionArn"].endswith(version) else " serves another version"
        )
    wrong += "" if sync == (version == "sync") else f" sync is {sync}"
    if version == "sync" and live.updating:
        # The service brings it there by itself, and nobody waits for that.
        return wrong
    if versions and live.wire["solutionVersionArn"] != versions[-1].arn:
        wrong += f" serves {live.wire['solutionVersionArn']}, the newest is {versions[-1].arn}"
    return wrong if live.parent == solution.arn or not versions else f"{wrong} serves from {live.parent}"


def _taken(config: Tree, recipe: Any) -> Tree:
    refused = {"itemExplorationConfig": not recipe.exploration, "rankingInfluence": not recipe.influence}
    return {key: value for key, value in config.items() if not refused.get(key)}


_SHOWN = {"training.bptt": "bptt", "data.recency_mask": "recency_mask"}
_SHORT = re.compile(r"^(min|max)_hist_length_percentile$")


def _beyond(wished: Any, live: Any) -> str:
    """Where a live value lacks or contradicts a wished one: members of structures, numbers by value.

    An empty structure wishes nothing.
    """
    if isinstance(wished, dict) and isinstance(live, dict | None):
        live = live or {}
        plain = {_SHORT.sub(r"\1_user_history_length_percentile", key): value for key, value in live.items()}
        return "".join(
            f"{key}: {_beyond(value, plain.get(key))} "
            for key, value in wished.items()
            if _beyond(value, plain.get(key))
        )
    if isinstance(wished, list) and isinstance(live, list) and len(wished) == len(live):
        return "".join(_beyond(one, other) for one, other in zip(wished, live, strict=True))
    same = _plain(wished) == _plain(live)
    return "" if same else f"{live!r} is not {wished!r}"


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        value = _SHOWN.get(value, value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return value
