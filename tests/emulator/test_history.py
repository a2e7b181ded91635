"""The history holds every change of a status, in order, and nothing that did not happen."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

from answers import code

from personalize_emulator import Emulator
from personalize_emulator.history import Change

if TYPE_CHECKING:
    from pathlib import Path

    from journey import Journey

    from personalize_emulator.served import Served

ACCOUNT, REGION = "123456789012", "eu-west-1"


def steps(emulator: Emulator, arn: str, track: str = "own") -> list[tuple[str | None, str]]:
    return [(c.before, c.status) for c in emulator.history if (c.arn, c.track) == (arn, track)]


def call(emulator: Emulator, operation: str, **parameters: Any) -> Any:
    return emulator.call("personalize", operation, parameters, account=ACCOUNT, region=REGION)


def test_a_life_is_told_from_its_beginning_to_its_end(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    arn = journey.group()
    began = personalize_emulator.clock.now() - 120
    journey.personalize.delete_dataset_group(datasetGroupArn=arn)
    journey.wait(60)
    assert steps(personalize_emulator, arn) == [
        (None, "CREATE PENDING"),
        ("CREATE PENDING", "CREATE IN_PROGRESS"),
        ("CREATE IN_PROGRESS", "ACTIVE"),
        ("ACTIVE", "DELETE PENDING"),
        ("DELETE PENDING", "GONE"),
    ]
    # Changes have the moment at which they were due, however late anybody looked.
    moments = [round(change.time - began) for change in personalize_emulator.history]
    assert moments == [0, 6, 60, 120, 180]
    assert {change.kind for change in personalize_emulator.history} == {"dataset-group"}


def test_updates_have_a_track_of_their_own_and_campaigns_tell_what_they_serve(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    _, solution, first, campaign = journey.serving()
    second = journey.version(solution)
    journey.personalize.update_campaign(campaignArn=campaign, solutionVersionArn=second)
    journey.wait(300)
    served = [
        (change.status, change.version == second)
        for change in personalize_emulator.history
        if (change.arn, change.track) == (campaign, "update")
    ]
    assert served == [("CREATE PENDING", False), ("CREATE IN_PROGRESS", False), ("ACTIVE", True)]
    assert {c.version for c in personalize_emulator.history if c.arn == campaign} == {first, second}
    assert {c.version for c in personalize_emulator.history if c.arn != campaign} == {None}


def test_stopping_and_what_a_deleted_solution_takes_along_are_told_too(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    solution = journey.solution(journey.imported())
    version = journey.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    journey.personalize.stop_solution_version_creation(solutionVersionArn=version)
    journey.personalize.delete_solution(solutionArn=solution)
    journey.wait(60)
    assert steps(personalize_emulator, version) == [
        (None, "CREATE PENDING"),
        ("CREATE PENDING", "CREATE STOPPED"),
        ("CREATE STOPPED", "GONE"),
    ]
    schema = journey.schema("s", "Users", [("USER_ID", "string"), ("AGE", "int")])
    journey.personalize.delete_schema(schemaArn=schema)
    assert steps(personalize_emulator, schema) == [(None, "ACTIVE"), ("ACTIVE", "GONE")]


def test_a_refused_call_and_a_change_of_tags_leave_nothing_in_it(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    arn = journey.group()
    before = list(personalize_emulator.history)
    many = [{"tagKey": f"k{number}", "tagValue": ""} for number in range(51)]
    refused = code(journey.personalize.create_dataset_group, name="g", tags=many)
    assert refused == "TooManyTagsException"
    journey.personalize.tag_resource(resourceArn=arn, tags=many[:1])
    assert list(personalize_emulator.history) == before
    journey.personalize.create_dataset_group(name="g")
    assert [change.n for change in personalize_emulator.history] == list(range(1, len(before) + 2))


def test_a_change_says_after_which_call_it_came(journey: Journey, personalize_emulator: Emulator) -> None:
    group = journey.group()
    dataset = journey.dataset(group)
    journey.personalize.delete_dataset(datasetArn=dataset)
    journey.wait(60)
    journey.personalize.delete_dataset_group(datasetGroupArn=group)
    deletions = {c.operation: c.n for c in personalize_emulator.calls if c.operation.startswith("Delete")}
    gone = next(c for c in personalize_emulator.history if (c.arn, c.status) == (dataset, "GONE"))
    left = next(c for c in personalize_emulator.history if (c.arn, c.status) == (group, "DELETE PENDING"))
    assert deletions["DeleteDataset"] <= gone.calls < deletions["DeleteDatasetGroup"]
    assert left.calls == deletions["DeleteDatasetGroup"] - 1
    assert gone.n < left.n


def test_after_a_restart_it_begins_with_where_everything_stands(tmp_path: Path) -> None:
    first = Emulator(speed=0, state_dir=tmp_path)
    arn = call(first, "CreateDatasetGroup", name="g").body["datasetGroupArn"]
    first.advance(10)
    first.close()
    second = Emulator(speed=0, state_dir=tmp_path)
    second.advance(60)
    assert steps(second, arn) == [(None, "CREATE IN_PROGRESS"), ("CREATE IN_PROGRESS", "ACTIVE")]
    second.close()


def test_what_a_reset_of_moto_forgets_was_never_there(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    journey.group()
    personalize_emulator.clear(ACCOUNT, REGION)
    assert list(personalize_emulator.history) == []
    arn = journey.group()
    assert steps(personalize_emulator, arn)[0] == (None, "CREATE PENDING")


def test_the_server_tells_it_up_to_now_and_begins_anew_on_request(
    over_http: Journey, personalize_server: Served
) -> None:
    url = f"{personalize_server.url}/emulator/history"
    arn = over_http.personalize.create_dataset_group(name="g")["datasetGroupArn"]
    personalize_server.clock.advance(60)

    def ask(method: str, query: str = "") -> list[Change]:
        request = urllib.request.Request(url + query, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return [Change(**document) for document in json.load(answer)]

    changes = ask("GET")
    assert [change.status for change in changes] == ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]
    assert changes == list(personalize_server.history)
    assert ask("GET", f"?since={changes[1].n}") == changes[2:]
    begun = ask("DELETE")
    assert [(change.arn, change.before, change.status) for change in begun] == [(arn, None, "ACTIVE")]
    assert begun[0].n > changes[-1].n
