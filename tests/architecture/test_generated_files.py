"""Generated files are what their generator writes today."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]

GENERATED = {
    "specs/personalize.schema.json": "reconciler.desired.editor_schema",
    "docs/kinds.md": "reconciler.render.kinds_page",
    "docs/rules.md": "reconciler.render.rules_page",
}
"""File to the module that writes it: `python -m MODULE > FILE`."""


@pytest.mark.parametrize(("file", "module"), GENERATED.items())
def test_the_file_is_fresh(file: str, module: str) -> None:
    written = subprocess.run([sys.executable, "-m", module], cwd=ROOT, capture_output=True, check=True)
    assert (ROOT / file).read_bytes() == written.stdout, f"stale: python -m {module} > {file}"


def test_the_file_schema_is_itself_valid_json_schema() -> None:
    Draft202012Validator.check_schema(json.loads((ROOT / "specs/personalize.schema.json").read_text()))
