"""Guards that stand before any call: region, account."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reconciler.cli.options import Target
from reconciler.cli.screen import Screen
from reconciler.cli.stages import connected
from reconciler.errors import SetupError
from reconciler.model.desired import DesiredState

DESIRED = DesiredState(
    file="personalize.yaml",
    stack="shop",
    account="123456789012",
    region="eu-west-1",
    resources={},
    digest="d",
)


def enter(target: Target) -> None:
    with connected(DESIRED, target, Screen()):
        pass


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was called, of an account that the file does not mean."""
    made: list[str] = []

    def identity() -> tuple[str, str]:
        made.append("GetCallerIdentity")
        return "999999999999", "aws"

    def connect(**settings: Any) -> Any:
        return SimpleNamespace(
            identity=identity, region=settings["region"], configured_region=None, endpoint=None
        )

    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("reconciler.aws.session.connect", connect)
    return made


def test_another_account_is_refused_and_both_are_named(calls: list[str]) -> None:
    with pytest.raises(SetupError, match=r"123456789012.*999999999999"):
        enter(Target())
    assert calls == ["GetCallerIdentity"]


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_an_environment_of_another_region_is_refused(
    calls: list[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "us-east-1")
    with pytest.raises(SetupError, match=f"eu-west-1, {name} says us-east-1"):
        enter(Target())
    assert calls == []


def test_an_option_of_another_region_is_refused(calls: list[str]) -> None:
    with pytest.raises(SetupError, match="--region says us-east-1"):
        enter(Target(region="us-east-1"))
    assert calls == []


def test_a_profile_of_another_region_is_refused_before_any_call(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text("[profile elsewhere]\nregion = us-east-1\n")
    (tmp_path / "credentials").write_text("[elsewhere]\naws_access_key_id = a\naws_secret_access_key = b\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SetupError, match="the AWS profile says us-east-1"):
        enter(Target(profile="elsewhere"))
