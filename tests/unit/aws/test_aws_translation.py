"""What botocore raises, in words that say what to do; a mistake of ours stays one."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore.exceptions import CredentialRetrievalError
from stub_service import StubService

from reconciler.aws.errors import setup_error, translated
from reconciler.aws.session import Connection, connect
from reconciler.aws.storage import Buckets
from reconciler.errors import DeniedError, SetupError

PAGE = b"""<ListBucketResult><IsTruncated>%s</IsTruncated>%s
<Contents><Key>in/%s.csv</Key><ETag>"1f"</ETag><LastModified>2026-01-02T00:00:00.000Z</LastModified>
<Size>70</Size></Contents></ListBucketResult>"""


def test_a_mistake_of_ours_is_not_taken_for_an_answer_of_the_service() -> None:
    with pytest.raises(ZeroDivisionError):
        translated(ZeroDivisionError(), service="personalize", operation="ListSchemas", endpoint="http://x")


def test_credentials_that_cannot_be_renewed_midway_ask_to_log_in_again() -> None:
    raised = CredentialRetrievalError(provider="custom-process", error_msg="the session has ended")
    error = translated(raised, service="personalize", operation="ListSchemas", endpoint="http://x")
    assert isinstance(error, DeniedError)
    assert "the session has ended" in error.what
    assert "Log in again" in error.fix


def test_half_of_a_key_is_no_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SetupError, match="no usable AWS credentials") as caught:
        connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1)
    assert "Log in again" in caught.value.fix


def test_a_configuration_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken").write_text("[default\nregion = eu-west-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "broken"))
    with pytest.raises(SetupError, match="broken") as caught:
        connect(profile=None, region="eu-west-1", endpoint_url=None, parallelism=1)
    assert caught.value.fix == "Correct the AWS configuration file."


def test_whatever_else_keeps_a_client_from_being_made_names_the_options() -> None:
    assert "--endpoint-url" in setup_error(ValueError("Invalid endpoint")).fix


def test_a_folder_is_listed_to_its_last_page(stub: StubService, connection: Connection) -> None:
    token = b"<NextContinuationToken>more</NextContinuationToken>"
    stub.says("GET", (200, PAGE % (b"true", token, b"a")), (200, PAGE % (b"false", b"", b"b")))
    found = Buckets(connection).objects("s3://bucket/in/")
    assert found is not None
    assert [one.key for one in found] == ["in/a.csv", "in/b.csv"]
    assert "continuation-token=more" in stub.paths[-1]
