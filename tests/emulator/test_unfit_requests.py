"""Documents that the emulator's endpoints and operations cannot take: the client's mistake, not a failure."""

from __future__ import annotations

import json

import pytest

from personalize_emulator.admin import administer
from personalize_emulator.emulator import Emulator
from personalize_emulator.wire import answer

DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("/emulator/faults", DEEP, "the document is nested too deeply"),
        ("/emulator/clock", b'{"advance": NaN}', 'send {"advance": seconds}'),
        ("/emulator/clock", b'{"advance": 1e999}', 'send {"advance": seconds}'),
        ("/emulator/faults", b'{"fault": "throttle", "rate": NaN}', "rate must be a number from 0.001"),
        ("/emulator/faults", b'{"fault": "throttle", "rate": 0}', "rate must be a number from 0.001"),
        ("/emulator/faults", b'{"fault": "hold", "times": 0.5}', "times must be a whole number"),
        ("/emulator/faults", b'{"fault": "delay", "seconds": 1e300}', "seconds must be a number from 0"),
    ],
)
def test_an_endpoint_says_what_it_does_not_take(path: str, body: bytes, says: str) -> None:
    status, document = administer(Emulator(), "POST", path, "", body)
    assert status == 400
    assert says in document["message"]


def test_an_operation_calls_a_body_too_deep_no_json_object() -> None:
    target = "AmazonPersonalize.CreateSchema"
    reply, _, body = answer(Emulator(), "/", target, DEEP, account="123456789012", region="eu-west-1")
    assert (reply.status, json.loads(body)["__type"]) == (400, "SerializationException")
