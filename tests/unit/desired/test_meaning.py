"""What the file alone shows to be wrong between its parts, and what follows from what it says."""

from __future__ import annotations

import time

import pytest

from reconciler.model.address import parse_address
from reconciler.model.desired import Policy
from reconciler.model.diagnostics import Severity

HEAD = "version: 1\nstack: videos\nschemas:\n  s: {avro: x.avsc}\n"
IMPORT = "import: {from: 's3://data/x.csv', role: 'arn:aws:iam::123456789012:role/r'}"
GROUP = HEAD + "datasetGroups:\n  g:\n    datasets:\n      interactions: {schema: s, " + IMPORT + "}\n"
EVERY = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)"
SOLUTION = GROUP + "    solutions:\n      so:\n        recipe: aws-user-personalization-v2\n"


def test_fields_are_flattened_with_the_defaults_that_are_managed(read) -> None:
    text = SOLUTION.replace(
        "recipe: aws-user-personalization-v2",
        "recipe: aws-user-personalization-v2\n        autoTraining: {schedule: rate(7 days)}",
    )
    text += "        solutionConfig: {eventsConfig: {eventParametersList: []}}\n"
    text += "        campaigns: {c: {version: sync, minTPS: {min: 1, max: 3}}}\n"
    resources = read(text).state.resources
    assert resources[parse_address("solution/so")].fields == {
        "recipe": "aws-user-personalization-v2",
        "autoTraining": True,
        "autoTraining.schedule": "rate(7 days)",
        "solutionConfig.eventsConfig": {"eventParametersList": []},
    }
    assert resources[parse_address("campaign/c")].fields == {
        "version": "sync",
        "minTPS": {"min": 1, "max": 3},
        "campaignConfig.syncWithLatestSolutionVersion": True,
    }
    assert resources[parse_address("solution/so/training")].fields == {"when": "initial"}
    imported = resources[parse_address("dataset/g/interactions/import")].fields
    assert (imported["when"], imported["mode"]) == ("initial", "FULL")


def test_parents_are_all_owners_and_what_is_referred_to(read) -> None:
    state = read(SOLUTION + "        campaigns: {c: {}}\n    eventTracker: t\n").state
    told = {
        str(address): {kind: str(parent) for kind, parent in resource.parents.items()}
        for address, resource in state.resources.items()
    }
    group = {"dataset-group": "dataset-group/g"}
    assert told == {
        "schema/s": {},
        "dataset-group/g": {},
        "dataset/g/interactions": {**group, "schema": "schema/s"},
        "dataset/g/interactions/import": {**group, "dataset": "dataset/g/interactions"},
        "event-tracker/g": group,
        "solution/so": group,
        "solution/so/training": {**group, "solution": "solution/so"},
        "campaign/c": {**group, "solution": "solution/so"},
    }


def test_every_value_knows_where_it_stands(read) -> None:
    resources = read(
        SOLUTION + "    filters:\n      f: EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)\n"
    ).state.resources
    solution = resources[parse_address("solution/so")]
    assert str(solution.position) == "p.yaml:10:7"
    assert str(solution.positions["recipe"]) == "p.yaml:11:17"
    assert str(resources[parse_address("filter/f")].positions["expression"]) == "p.yaml:13:10"
    assert str(resources[parse_address("solution/so/training")].position) == "p.yaml:10:7"


def test_a_resources_own_tags_win_over_the_stacks(read) -> None:
    text = SOLUTION.replace("stack: videos", "stack: videos\ntags: {team: a, cost: b}")
    resources = read(text + "        tags: {team: own}\n").state.resources
    assert resources[parse_address("solution/so")].tags == {"team": "own", "cost": "b"}
    assert resources[parse_address("solution/so/training")].tags == {"team": "own", "cost": "b"}
    assert resources[parse_address("dataset-group/g")].tags == {"team": "a", "cost": "b"}
    assert resources[parse_address("schema/s")].tags == {}


def test_a_dataset_without_import_has_none(read) -> None:
    state = read(GROUP.replace(", " + IMPORT, "")).state
    assert parse_address("dataset/g/interactions/import") not in state.resources


@pytest.mark.parametrize(
    ("text", "code", "where", "words"),
    [
        (GROUP.replace("schema: s,", "schema: ss,"), "reference/unknown", "8:30", "did you mean s?"),
        (
            SOLUTION + "  h:\n    solutions: {so: {recipe: aws-user-personalization-v2}}\n",
            "name/twice",
            "13:17",
            "first at p.yaml:10:7",
        ),
        (
            SOLUTION + "      so-v2: {recipe: aws-user-personalization-v2}\n",
            "name/reserved",
            "12:7",
            "beside so (p.yaml:10:7)",
        ),
        (
            GROUP + f"    filters: {{f: {EVERY}, f-next: {EVERY}}}\n",
            "name/reserved",
            "9:71",
            "beside f",
        ),
        (
            SOLUTION + "        campaigns: {c: {minTPS: {min: 5, max: 2}}}\n",
            "campaign/band",
            "12:39",
            "min 5 is above max 2",
        ),
        (
            SOLUTION
            + "        campaigns: {c: {version: sync,\n"
            + "          campaignConfig: {syncWithLatestSolutionVersion: true}}}\n",
            "campaign/said-twice",
            "13:28",
            "same member",
        ),
        (
            SOLUTION + "        autoTraining: {schedule: rate(31 days)}\n",
            "solution/schedule",
            "12:34",
            "every 1 to 30 days",
        ),
        (
            SOLUTION + "        autoTraining: {schedule: rate(0 days)}\n",
            "solution/schedule",
            "12:34",
            "not every 0",
        ),
        (
            SOLUTION.replace("recipe: aws-user-personalization-v2", "performHPO: false"),
            "solution/no-recipe",
            "10:7",
            "lacks recipe",
        ),
        (SOLUTION + "        training: {maxAge: 11000w}\n", "training/max-age", "12:28", "ten years"),
        (
            SOLUTION + "        training: {maxAge: " + "9" * 200 + "d}\n",
            "training/max-age",
            "12:28",
            "ten years",
        ),
        (
            HEAD + "datasetGroups: {g: {roleArn: 'arn:aws:iam::123456789012:role/r'}}\n",
            "dataset-group/key-and-role",
            "5:21",
            "add kmsKeyArn",
        ),
        (
            HEAD + "datasetGroups: {g: {eventTracker: t}}\n",
            "event-tracker/no-interactions",
            "5:21",
            "interactions dataset",
        ),
        (HEAD + "tags: {'aws:x': y}\n", "tag/reserved", "5:8", "AWS keeps"),
        (HEAD + "tags: {reconcile:stack: y}\n", "tag/reserved", "5:8", "reserved"),
        (HEAD + "tags: {a: 'x,y'}\n", "tag/characters", "5:11", '","'),
        (HEAD + "tags: {'a#': x}\n", "tag/characters", "5:8", '"#"'),
        (
            HEAD + "tags: {" + ", ".join(f"k{i}: v" for i in range(47)) + "}\ndatasetGroups: {g: {}}\n",
            "tag/too-many",
            "6:17",
            "46 fit",
        ),
        (HEAD + "adopt: [campaign/c]\n", "adopt/undeclared", "5:9", "declare it first"),
        (SOLUTION + "adopt: [solution/s0]\n", "adopt/undeclared", "12:9", "did you mean solution/so?"),
        (HEAD + "adopt: [schema/s]\n", "address/unowned", "5:9", "no tags"),
        (SOLUTION + "adopt: [solution/so/training]\n", "address/unowned", "12:9", "records"),
        (SOLUTION + "adopt: [solution/so, solution/so]\n", "address/twice", "12:22", "first at"),
        (SOLUTION + "forget: [solution/so]\n", "forget/declared", "12:10", "still declares"),
        (HEAD + "forget: [campain/c]\n", "address/form", "5:10", "did you mean campaign?"),
        (HEAD + "forget: [campaign]\n", "address/form", "5:10", "campaign/NAME"),
        (HEAD + "forget: ['campaign/a b']\n", "address/form", "5:10", "letters, digits"),
        (
            HEAD + "forget: [dataset/g/things]\n",
            "address/form",
            "5:10",
            "interactions, items, users, actions and actionInteractions",
        ),
        (HEAD + "forget: [dataset-group/g/**]\n", "address/form", "5:10", "is no address"),
        (
            HEAD + "consent: [{delete: dataset/g, change: 3fa9c1, because: x}]\n",
            "address/form",
            "5:20",
            "dataset/GROUP/items",
        ),
        (HEAD + "policy: {maxDeletes: '120%'}\n", "policy/percent", "5:22", "100%"),
        (HEAD + "policy: {maxDeletes: 3, floor: 2}\n", "policy/floor", "5:32", "percentage"),
    ],
)
def test_a_contradiction_is_shown_at_its_place(read, text: str, code: str, where: str, words: str) -> None:
    found = [item for item in read(text).diagnostics if item.severity is Severity.ERROR]
    assert [(item.code, str(item.position)) for item in found] == [(code, f"p.yaml:{where}")]
    assert words in f"{found[0].summary} {found[0].fix} {found[0].why}"


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (HEAD, "schema/unused", "4:3"),
        (
            SOLUTION.replace(", " + IMPORT, "") + "        training: {when: imported}\n",
            "training/no-imports",
            "12:26",
        ),
        (SOLUTION + "        training: {maxAge: 2h}\n", "training/max-age-short", "12:28"),
        (SOLUTION + "        training: {when: never, maxAge: 9d}\n", "training/never", "12:41"),
    ],
)
def test_what_is_merely_odd_is_a_warning_beside_a_state(read, text: str, code: str, where: str) -> None:
    loaded = read(text)
    assert loaded.state is not None
    assert [(item.code, str(item.position)) for item in loaded.diagnostics] == [(code, f"p.yaml:{where}")]
    assert loaded.diagnostics[0].severity is Severity.WARNING


def test_an_incremental_import_may_follow_changes(read) -> None:
    text = GROUP.replace("role/r'}", "role/r', when: changed, mode: INCREMENTAL}")
    assert read(text).diagnostics == ()


def test_consent_adoption_forgetting_and_policy_are_read(read) -> None:
    text = (
        SOLUTION
        + "consent: [{recreate: dataset/g/interactions, change: 3fa9c1, because: EVENT_VALUE added}]\n"
        + "adopt: [dataset-group/g/**, {address: solution/so, from: old}]\n"
        + "forget: [filter/gone]\n"
        + "policy: {maxDeletes: '20%', floor: 3}\n"
    )
    state = read(text).state
    (consent,), (forget,) = state.consent, state.forget
    assert (consent.action, str(consent.address), consent.change) == (
        "recreate",
        "dataset/g/interactions",
        "3fa9c1",
    )
    assert [(str(item.address), item.subtree, item.from_stack) for item in state.adopt] == [
        ("dataset-group/g", True, None),
        ("solution/so", False, "old"),
    ]
    assert str(forget.address) == "filter/gone"
    assert state.policy == Policy(max_deletes=3, max_deletes_percent=20.0)


def test_a_mistake_in_one_resource_does_not_hide_another_in_the_next(wrong) -> None:
    text = GROUP.replace("schema: s,", "schema: gone,") + "    filters: {f: {expresion: x}}\n"
    assert wrong(text) == [
        ("reference/unknown", "p.yaml:8:30"),
        ("file/missing-key", "p.yaml:9:15"),
        ("file/unknown-key", "p.yaml:9:19"),
    ]


def test_a_thousand_resources_are_read_in_under_two_seconds(read) -> None:
    filters = "    filters:\n" + "".join(
        f"      f{i}: EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)\n" for i in range(400)
    )
    solutions = "    solutions:\n" + "".join(
        f"      s{i}:\n        recipe: aws-sims\n        campaigns: {{c{i}: {{minTPS: 1}}}}\n"
        for i in range(200)
    )
    started = time.perf_counter()
    loaded = read(GROUP + filters + solutions)
    assert time.perf_counter() - started < 2
    assert {one.code.split("/")[0] for one in loaded.diagnostics} == {"quota"}
    assert len(loaded.state.resources) > 1000


def test_a_run_inside_a_mistaken_solution_is_still_read(wrong) -> None:
    assert wrong(SOLUTION + "        training: {when: never}\n        wrong: 1\n") == [
        ("file/unknown-key", "p.yaml:13:9")
    ]
