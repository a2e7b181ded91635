"""Laws of first schemas: validate finds nothing in them, and check-data no error in the file behind them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from drawn_tables import FORMS, Table, tables
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reconciler.data.uses import Training, imported
from reconciler.desired.load import load
from reconciler.model.diagnostics import Severity
from reconciler.render.first_schema import lines_to_paste, schema_document
from reconciler.scan.checking import Task, check
from reconciler.scan.inferring import Look, look
from reconciler.scan.local_files import LocalFiles

NOW = 1_790_000_000
HOSTILE = Path(__file__).parents[2] / "hostile" / "csv"
UNSETTLED = {"schema/reserved-only", "data/few-interactions"}
"""What the file's own columns and rows bring, whatever the schema."""


def looked(table: Table, folder: Path) -> Look:
    (folder / "rows.csv").write_text(table.text(), encoding="utf-8")
    path = str(folder / "rows.csv")
    return look(path, table.kind, table.form, now=NOW, begin=lambda: lambda _: None)


def declared(table: Table, found: Look, folder: Path) -> str:
    """A file that holds the schema as infer-schema would have people paste it."""
    document = schema_document(table.form.record, [one.column for one in found.columns])
    (folder / "rows.avsc").write_text(document, encoding="utf-8")
    lines = lines_to_paste(
        name="rows", path="rows.avsc", kind=table.kind, domain=table.domain, file="rows.csv"
    )
    for old, new in (
        ("# import", "import"),
        ("BUCKET", "data"),
        ("ROLE_ARN", "arn:aws:iam::123456789012:role/r"),
    ):
        assert old in lines
        lines = lines.replace(old, new)
    (folder / "personalize.yaml").write_text(f"version: 1\nstack: shop\n{lines}\n", encoding="utf-8")
    return str(folder / "personalize.yaml")


@settings(max_examples=40)
@given(tables())
@example(Table("users", None, ("USER_ID", "A"), (("u", ""),)))
def test_what_is_inferred_is_valid_and_fits_the_file(table: Table) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = looked(table, folder)
        assert found.problems == ()
        assert [one.column.name for one in found.columns] == list(table.names)
        errors = {one.rule for one in found.findings if one.severity is Severity.ERROR}
        assert errors <= UNSETTLED, found.findings
        loaded = load(declared(table, found, folder), stdin=None)
        assert {one.code for one in loaded.diagnostics} <= UNSETTLED, loaded.diagnostics
        assert loaded.state
        (dataset,) = imported(loaded.state)
        source = LocalFiles(name)
        task = Task(dataset=dataset, files=tuple(source.files(dataset.location)), training=Training())
        (checked,) = check([task], source, now=NOW, step=lambda _: lambda _: None)
        assert checked.findings == found.findings


def test_every_type_of_every_domain_is_drawn() -> None:
    assert len(FORMS) == 5 + 3 + 3


def ends(content: bytes) -> Look:
    """Whatever the bytes are, there is a schema or a reason."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "rows.csv"
        path.write_bytes(content)
        found = look(str(path), "items", FORMS["items", None], now=NOW, begin=lambda: lambda _: None)
    assert bool(found.columns) != bool(found.problems)
    assert all(one.what and one.fix for one in found.problems)
    return found


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.csv")), ids=lambda path: path.stem)
def test_every_hostile_file_ends_in_a_schema_or_a_reason(path: Path) -> None:
    ends(path.read_bytes())


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=60), st.binary(max_size=60).map(b"ITEM_ID,A\n".__add__)))
def test_any_bytes_end_in_a_schema_or_a_reason(content: bytes) -> None:
    ends(content)
