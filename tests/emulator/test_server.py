"""The HTTP front: every client, one port."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from journey import BUCKET, Journey, interactions_csv
from moto.server import ThreadedMotoServer

from personalize_emulator.served import Served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from personalize_emulator.emulator import Emulator


@pytest.fixture
def other_account() -> Iterator[Served]:
    served = Served(account="210987654321")
    yield served
    served.stop()


def ask(server: Served, method: str, path: str, document: Any = None) -> tuple[int, Any]:
    body = None if document is None else json.dumps(document).encode()
    request = urllib.request.Request(server.url + path, data=body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.status, json.load(error)


def test_the_whole_way_works_over_http(over_http: Journey) -> None:
    group, _, _, campaign = over_http.serving()
    ranking = over_http.solution(
        group, "ranking", recipeArn="arn:aws:personalize:::recipe/aws-personalized-ranking-v2"
    )
    ranked = over_http.campaign(over_http.version(ranking), "ranked")
    answer = over_http.runtime.get_recommendations(campaignArn=campaign, userId="u1", numResults=3)
    assert len(answer["itemList"]) == 3
    order = over_http.runtime.get_personalized_ranking(
        campaignArn=ranked, userId="u1", inputList=["i50", "i3", "unknown"]
    )
    assert {entry["itemId"] for entry in order["personalizedRanking"]} == {"i50", "i3", "unknown"}


def test_the_log_holds_calls_of_every_service(over_http: Journey, personalize_server: Served) -> None:
    over_http.bucket(interactions=interactions_csv(2, 2))
    over_http.client("sts").get_caller_identity()
    over_http.client("resourcegroupstaggingapi").get_resources()
    over_http.personalize.list_schemas()
    assert personalize_server.calls.operations() == [
        f"PUT /{BUCKET}",
        f"PUT /{BUCKET}/interactions.csv",
        "GetCallerIdentity",
        "GetResources",
        "ListSchemas",
    ]
    assert [call.operation for call in personalize_server.calls.mutating()] == [
        f"PUT /{BUCKET}",
        f"PUT /{BUCKET}/interactions.csv",
    ]
    status, calls = ask(personalize_server, "GET", "/emulator/calls?since=4")
    assert (status, [call["operation"] for call in calls]) == (200, ["ListSchemas"])
    assert ask(personalize_server, "DELETE", "/emulator/calls") == (200, [])


def test_every_service_answers_as_the_account_given(other_account: Served) -> None:
    journey = Journey(other_account.advance, other_account.url)
    assert journey.client("sts").get_caller_identity()["Account"] == "210987654321"
    group = journey.group(tags=[{"tagKey": "a", "tagValue": "b"}])
    assert ":210987654321:" in group
    mappings = journey.client("resourcegroupstaggingapi").get_resources()["ResourceTagMappingList"]
    assert [mapping["ResourceARN"] for mapping in mappings] == [group]


def test_faults_and_clock_are_driven_over_http(personalize_server: Served) -> None:
    fault = {"fault": "refuse", "operation": "ListSchemas", "code": "X"}
    status, faults = ask(personalize_server, "POST", "/emulator/faults", [fault])
    assert (status, faults[0]["code"]) == (200, "X")
    assert ask(personalize_server, "DELETE", f"/emulator/faults/{faults[0]['id']}") == (200, [])
    assert ask(personalize_server, "POST", "/emulator/faults", {"fault": "explode"})[0] == 400
    before = ask(personalize_server, "GET", "/emulator/clock")[1]["now"]
    assert ask(personalize_server, "POST", "/emulator/clock", {"advance": 60})[1]["now"] == before + 60
    assert ask(personalize_server, "POST", "/emulator/clock", {"advance": -1})[0] == 400
    assert ask(personalize_server, "GET", "/emulator/health")[1]["status"] == "ok"
    assert ask(personalize_server, "GET", "/emulator/nothing")[0] == 404
    assert ask(personalize_server, "PUT", "/emulator/faults")[0] == 405


def test_connections_are_kept_open(personalize_server: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(personalize_server.url.rpartition(":")[2]))
    headers = {"X-Amz-Target": "AmazonPersonalize.ListSchemas"}
    for _ in range(2):
        connection.request("POST", "/", body="{}", headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"schemas": []}')
    connection.close()


def test_a_chunked_upload_arrives_whole(over_http: Journey, personalize_server: Served) -> None:
    over_http.bucket()
    connection = http.client.HTTPConnection("127.0.0.1", int(personalize_server.url.rpartition(":")[2]))
    connection.request("PUT", f"/{BUCKET}/chunks", body=iter([b"one ", b"two"]), encode_chunked=True)
    assert connection.getresponse().status == 200
    connection.close()
    assert over_http.s3.get_object(Bucket=BUCKET, Key="chunks")["Body"].read() == b"one two"


def test_a_client_that_asks_before_it_sends_a_body_is_let_go_on_at_once(
    over_http: Journey, personalize_server: Served
) -> None:
    over_http.s3.create_bucket(
        Bucket="drop-off", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    port = int(personalize_server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        head = b"PUT /drop-off/k HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        connection.sendall(head)
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"ok")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
    assert over_http.s3.get_object(Bucket="drop-off", Key="k")["Body"].read() == b"ok"


def test_throttling_by_option_refuses_what_comes_too_fast() -> None:
    served = Served(throttle=1)
    journey = Journey(served.advance, served.url)
    try:
        journey.personalize.list_schemas()
        with pytest.raises(journey.personalize.exceptions.ClientError, match="ThrottlingException"):
            journey.personalize.list_schemas()
        journey.personalize.list_dataset_groups()
    finally:
        served.stop()


def test_motos_own_server_answers_with_this_emulator(personalize_emulator: Emulator) -> None:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        journey = Journey(personalize_emulator.advance, f"http://{host}:{port}")
        *_, campaign = journey.serving()
        assert journey.runtime.get_recommendations(campaignArn=campaign, userId="u1")["itemList"]
    finally:
        server.stop()


def test_the_aws_cli_is_answered_as_the_service_would(personalize_server: Served) -> None:
    def aws(*arguments: str) -> tuple[int, str, str]:
        program = Path(sys.executable).with_name("aws")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "AWS_ENDPOINT_URL": personalize_server.url,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "x",
            "AWS_SECRET_ACCESS_KEY": "y",
        }
        command = [sys.executable, str(program), "personalize", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=60, check=False
        )
        return done.returncode, done.stdout, done.stderr

    exit_code, out, _ = aws("create-dataset-group", "--name", "g")
    arn = "arn:aws:personalize:eu-west-1:123456789012:dataset-group/g"
    assert (exit_code, json.loads(out)) == (0, {"datasetGroupArn": arn})
    exit_code, _, error = aws("delete-dataset-group", "--dataset-group-arn", arn)
    assert exit_code in {254, 255}
    assert "(ResourceInUseException) when calling the DeleteDatasetGroup operation" in error
