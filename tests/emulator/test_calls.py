"""The call log tells what was asked, when, in which order, and how it went."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from answers import code

if TYPE_CHECKING:
    import pytest
    from journey import Journey

    from personalize_emulator import Emulator


def test_a_call_has_operation_parameters_time_and_error(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    group = journey.group()
    dataset = journey.dataset(group)
    personalize_emulator.calls.clear()
    began = personalize_emulator.clock.now()
    assert code(journey.personalize.delete_dataset_group, datasetGroupArn=group) == "ResourceInUseException"
    journey.wait(10)
    journey.personalize.delete_dataset(datasetArn=dataset)
    found = [
        (call.operation, call.parameters, call.time - began, call.status, call.error)
        for call in personalize_emulator.calls
    ]
    assert found == [
        ("DeleteDatasetGroup", {"datasetGroupArn": group}, 0.0, 400, "ResourceInUseException"),
        ("DeleteDataset", {"datasetArn": dataset}, 10.0, 200, None),
    ]
    assert dataset in str(next(iter(personalize_emulator.calls)).message)


def test_a_call_is_logged_before_the_next_one_can_take_effect(
    journey: Journey, personalize_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = personalize_emulator.calls.record
    free = []

    def another_client() -> None:
        if got := personalize_emulator.lock.acquire(blocking=False):
            personalize_emulator.lock.release()
        free.append(got)

    def watched(**members: Any) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(another_client).result()
        record(**members)

    monkeypatch.setattr(personalize_emulator.calls, "record", watched)
    journey.personalize.create_dataset_group(name="g")
    assert free == [False]
    assert personalize_emulator.calls.operations() == ["CreateDatasetGroup"]
