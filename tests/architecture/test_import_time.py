"""Start-up: what a command does not need is not imported. Sets of modules do not flake, milliseconds do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLOW = {
    "boto3",
    "botocore",
    "deepdiff",
    "duckdb",
    "github",
    "jsonschema",
    "moto",
    "rich",
    "urllib3",
    "asyncio",
    "importlib.metadata",
}
PROBE = """
import sys
from reconciler.cli.main import reconcile
try:
    reconcile.main({arguments!r}, "reconcile")
except SystemExit as end:
    assert end.code == {code}, end.code
print(*sorted(sys.modules), file=sys.stderr)
"""


def imported(*arguments: str, code: int = 0) -> set[str]:
    command = [sys.executable, "-c", PROBE.format(arguments=list(arguments), code=code)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["plan", "--help"],
        ["apply", "--help"],
        ["check-data", "--help"],
        ["infer-schema", "--help"],
        ["init", "--help"],
        ["ci", "--help"],
        ["ci", "plan", "--help"],
        ["ci", "apply", "--help"],
    ],
)
def test_help_and_version_import_nothing_slow(arguments: list[str]) -> None:
    assert imported(*arguments) & SLOW == set()


def test_validate_is_offline_and_imports_no_client() -> None:
    assert (
        imported("validate")
        & {"boto3", "botocore", "deepdiff", "duckdb", "moto", "rich", "personalize_emulator"}
        == set()
    )


def test_jsonschema_is_imported_for_a_file_with_mistakes_only(tmp_path: Path) -> None:
    assert "jsonschema" not in imported("validate")
    (tmp_path / "p.yaml").write_text("version: 1\nstack: s\nstacks: s\n")
    assert "jsonschema" in imported("validate", "--file", str(tmp_path / "p.yaml"), code=1)


def test_init_without_a_csv_file_needs_no_reader_and_no_client(tmp_path: Path) -> None:
    arguments = ("init", "--dir", str(tmp_path / "first"), "--stack", "s", "--region", "eu-west-1")
    assert imported(*arguments) & {"boto3", "botocore", "deepdiff", "duckdb", "moto", "rich"} == set()


def test_the_parser_of_filters_is_imported_for_a_file_with_filters_only(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("version: 1\nstack: s\ndatasetGroups: {g: {}}\n")
    assert "lark" not in imported("validate", "--file", str(tmp_path / "p.yaml"))
    assert "lark" in imported("validate")
    assert "lark" not in imported("--help")


def test_help_imports_no_command() -> None:
    commands = {f"reconciler.cli.{name}" for name in ("validate", "plan", "apply", "drift")}
    assert imported("--help") & commands == set()
