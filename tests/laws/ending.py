"""How a life ends: nothing fails any more, people agree to all that is printed; then all must be in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import bystanders
from arena import Ran
from life import Life, refused
from nobody_loses import GENERATION, Account, account
from stack_file import StackFile

from personalize_emulator.resources import Resource

ROUNDS = 8
_API_TYPES = {"actionInteractions": "action_interactions"}
_FILE_TYPES = {"ACTION_INTERACTIONS": "actionInteractions"}


def end(life: Life) -> None:
    """Faults are lifted, everything is agreed to and put right: then all is as the files say."""
    life.tell("the end: no faults any more, everything is agreed to")
    life.arena.emulator.faults.clear()
    life.arena.time.advance(2 * 86_400)
    for file in (life.ours, life.theirs):
        life.unlock(file)
        life.let_go_of_pins(file)
        if not _converges(life, file):
            _mend(life, file)
            life.insist(_converges(life, file), f"never comes to an end\n{life.command(file, 'plan')}")
    for file in (life.ours, life.theirs):
        _nothing_is_left(life, file)
        _all_is_there(life, file)
        _data_is_there(life, file, account(life.arena))


def _converges(life: Life, file: StackFile) -> bool:
    """Apply and agree, a bounded number of times, until nothing is left to do."""
    before = ""
    for _ in range(ROUNDS):
        ran = life.command(file, "plan --format json --detailed-exitcode")
        if ran.code == 0:
            return True
        against = refused(ran)
        pasted = life.agree(file, against)
        in_the_way = [one for one in against if one["rule"] in {"foreign", "failed"} and not one["paste"]]
        if in_the_way and not pasted:
            _clear_away(life, file, in_the_way)
        elif not pasted and before == (before := _gist(ran)):
            return False
        life.command(file, "apply --yes --retry-failed --format json")
        life.arena.time.advance(4000)
    return False


def _gist(ran: Ran) -> str:
    """A plan without what changes by itself."""
    changes = ran.document["changes"] if ran.document else []
    kept = [(one["address"], one["action"], one["reason"], one["unhealthy"]) for one in changes]
    return str(kept) if kept else ran.err


def _clear_away(life: Life, file: StackFile, against: Sequence[Mapping[str, Any]]) -> None:
    """A person deletes what a plan names as standing in the way, and what it is called after."""
    words = [word.strip(",.;:()'\"") for one in against for word in f"{one['why']} {one['fix']}".split()]
    named = {word for word in words if word.startswith("arn:")}
    for one in against:
        kind, _, name = one["address"].partition("/")
        named |= {f"arn:aws:personalize:eu-west-1:123456789012:{kind}/{name}"}
    found = account(life.arena).resources
    others = [arn for arn in named if arn in found and found[arn].tags.get("reconcile:stack") != file.stack]
    gone = bystanders.clear_away(life.arena, sorted(others))
    life.tell(f"a person deletes {gone}")
    if not gone:
        _give_back(life, file, [found[arn] for arn in others])


def _give_back(life: Life, file: StackFile, lost: Sequence[Resource]) -> None:
    """What has lost its tags and cannot be deleted gets them again by hand: no edit has to be taken back."""
    for one in lost:
        if any(key.startswith("reconcile:stack") for key in one.tags):
            continue
        name = one.arn.split(f":{one.kind}/")[1]
        if one.kind == "dataset":
            group, _, api_type = name.partition("/")
            name = f"{group}/{_FILE_TYPES.get(api_type, api_type.lower())}"
        elif one.kind == "event-tracker":
            name = str(one.group).rpartition("/")[2]
        marks = {"reconcile:stack": file.stack, "reconcile:address": f"{one.kind}/{GENERATION.sub('', name)}"}
        tags = [{"tagKey": key, "tagValue": value} for key, value in marks.items()]
        life.arena.client().tag_resource(resourceArn=one.arn, tags=tags)
        life.tell(f"a person tags {one.arn} as {marks}")


def _mend(life: Life, file: StackFile) -> None:
    """Data is put right, and what depends on it runs again."""
    life.tell("data is put right")
    document = file.copied()
    for group in document.get("datasetGroups", {}).values():
        for dataset in group["datasets"].values():
            if "import" in dataset:
                dataset["import"]["when"] = "changed"
        for solution in group.get("solutions", {}).values():
            solution["training"] = {"when": "imported"}
    file.edit(document)
    life.upload(file, 1000 + len(life.story))


def _nothing_is_left(life: Life, file: StackFile) -> None:
    life.insist(life.command(file, "drift").code == 0, "drift where the plan is empty")
    before = life.arena.emulator.calls.last
    life.insist(life.command(file, "apply --yes").code == 0, "an apply with nothing to do fails")
    since = life.arena.emulator.calls.since(before)
    # Marks out of date are no difference, and written anew.
    marks = {"TagResource", "UntagResource"}
    changes = [
        one for one in since if one.mutating and one.plane == "personalize" and one.operation not in marks
    ]
    life.insist(not changes, f"an apply with nothing to do changes: {changes[:3]}")


def _all_is_there(life: Life, file: StackFile) -> None:
    """Once each; and nothing that carries our mark is undeclared."""
    now, declared = account(life.arena), file.addresses()
    mine = [one for one in now.resources.values() if one.tags.get("reconcile:stack") == file.stack]
    mine = [one for one in mine if one.kind not in {"solution-version", "dataset-import-job"}]
    # A generation that somebody else serves from is kept beside its successor.
    kept = {one.parent for one in now.resources.values() if one.tags.get("reconcile:stack") != file.stack}
    times = Counter(one.tags["reconcile:address"] for one in mine if one.arn not in kept)
    orphans = [one.arn for one in mine if one.tags["reconcile:address"] not in declared]
    life.insist(not orphans, f"orphans: {orphans}")
    twice = [address for address, count in times.items() if count > 1]
    life.insist(not twice, f"there twice: {twice}")
    times |= Counter({one.tags["reconcile:address"]: 1 for one in mine})
    attributions = {one.name for one in now.resources.values() if one.kind == "metric-attribution"}
    times |= {f"metric-attribution/{name}": 1 for name in attributions}
    missing = [one for one in declared if one not in times]
    life.insist(not missing, f"missing: {missing}")


def _data_is_there(life: Life, file: StackFile, now: Account) -> None:
    """In every dataset that an import fills, unless a consent says that it may stay empty."""
    consents = file.document.get("consent", [])
    empty = {one.get("recreate") for one in consents if one.get("empty")}
    counts = {arn.split(":dataset/")[1].lower(): bulk for (arn, _), (bulk, _) in now.records.items()}
    for group, name, _, one, _ in file.imports():
        if one["when"] != "never" and f"dataset/{group}/{name}" not in empty:
            key = f"{group}/{_API_TYPES.get(name, name)}".lower()
            life.insist(counts.get(key, 0) > 0, f"no data in {key}: {counts}")
