"""The package as others meet it: cheap to import, honest about what it assumes, gone when it is done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import boto3
import moto.personalize
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

import personalize_emulator as package
from personalize_emulator import Emulator, install, mock_personalize, uninstall

ROOT = Path(package.__file__).parent
CREDENTIALS = {"region_name": "eu-west-1", "aws_access_key_id": "x", "aws_secret_access_key": "y"}


@pytest.mark.skipif(sys.gettrace() is not None, reason="coverage loads and writes files of its own")
def test_importing_the_plugin_loads_neither_boto_nor_moto() -> None:
    script = "import sys, personalize_emulator.pytest_plugin; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"boto3", "botocore", "moto", "sqlite3", "yaml"} & set(done.stdout.split())


def test_every_file_with_an_assumption_is_listed_in_the_documentation() -> None:
    documented = (ROOT.parent / "docs/emulator.md").read_text(encoding="utf-8")
    files = [
        file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*.py") if "# Assumed" in file.read_text()
    ]
    assert [file for file in files if f"`{file}`" not in documented] == []


def test_moto_gets_back_what_it_had() -> None:
    before = moto.personalize.personalize_backends
    with mock_personalize():
        assert moto.personalize.personalize_backends is not before
    assert moto.personalize.personalize_backends is before


def test_each_mock_begins_empty() -> None:
    for _ in range(2):
        with mock_personalize():
            boto3.client("personalize", **CREDENTIALS).create_dataset_group(name="g")


def test_installed_once_it_serves_every_mock_aws_and_is_reset_by_it() -> None:
    emulator = install(Emulator(speed=0))
    try:
        for _ in range(2):
            with mock_aws():
                client = boto3.client("personalize", **CREDENTIALS)
                arn = client.create_dataset_group(name="g")["datasetGroupArn"]
                emulator.advance(60)
                assert (
                    client.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]["status"] == "ACTIVE"
                )
                with pytest.raises(ClientError, match="NotImplementedException"):
                    client.list_batch_inference_jobs()
    finally:
        uninstall(emulator)
        emulator.close()


def test_accounts_and_regions_do_not_see_each_other() -> None:
    emulator = Emulator(speed=0)
    places = [("111111111111", "eu-west-1"), ("111111111111", "us-east-1"), ("222222222222", "eu-west-1")]
    for account, region in places:
        reply = emulator.call(
            "personalize", "CreateDatasetGroup", {"name": "g"}, account=account, region=region
        )
        assert reply.body["datasetGroupArn"] == f"arn:aws:personalize:{region}:{account}:dataset-group/g"
    for account, region in places:
        reply = emulator.call("personalize", "ListDatasetGroups", {}, account=account, region=region)
        assert len(reply.body["datasetGroups"]) == 1
    emulator.close()
