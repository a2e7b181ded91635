"""What a dataset import job does with its CSV files.

Source: https://docs.aws.amazon.com/personalize/latest/dg/preparing-training-data.html and, for the failure
reasons that are known, https://docs.aws.amazon.com/personalize/latest/dg/error-messages.html.
"""

import csv
from collections.abc import Iterable, Iterator

from personalize_emulator.data.avro import DatasetSchema
from personalize_emulator.data.csv_values import CellError, cell_reader
from personalize_emulator.data.dataset_fields import canonical_type, rules_of

MIN_INTERACTIONS = 1000


class ImportFailed(Exception):  # noqa: N818 - an outcome of the job, not a fault of the program
    """The job ends as CREATE FAILED; `reason` is its failureReason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_records(
    files: Iterable[tuple[str, bytes]], schema: DatasetSchema, dataset_type: str
) -> list[dict[str, object]]:
    """Read all files of one job into typed records, in file order, or raise ImportFailed.

    A record has every field of the schema; a null is None. Columns that the schema does not name are ignored.
    Records of one id are not merged: what replaces what is the dataset's business.
    """
    records: list[dict[str, object]] = []
    header: list[str] | None = None
    for name, body in files:
        rows = _rows(name, body)
        first = next(rows, None)
        if first is None:
            raise ImportFailed(f"The file {name} has no header.")  # Assumed: text.
        if header is None:
            header = first
            _check_header(header, schema, dataset_type)
        elif first != header:
            # The rule is documented. Assumed: text.
            raise ImportFailed(f"All files must have the same header; that of {name} differs.")
        records.extend(_records(rows, header, schema))
    if header is None:
        raise ImportFailed("Invalid Data location.")
    if canonical_type(dataset_type) == "INTERACTIONS" and len(records) < MIN_INTERACTIONS:
        # The minimum is documented (limits page). Assumed: text.
        raise ImportFailed(f"Dataset has fewer than {MIN_INTERACTIONS} interactions.")
    return records


def _rows(name: str, body: bytes) -> Iterator[list[str]]:
    try:
        # Assumed: a byte order mark is no part of the first column's name.
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFailed(f"The file {name} is not encoded in UTF-8.") from error  # Assumed: text.
    # Not splitlines, which also breaks at characters that are data, such as U+2028. Empty lines say nothing.
    lines = (line for line in text.replace("\r\n", "\n").split("\n") if line)
    try:
        for line in lines:
            # One reader per line, since a record must not span lines.
            yield next(csv.reader([line], escapechar="\\", strict=True))
    except csv.Error as error:
        raise ImportFailed(f"The file {name} is not valid CSV: {error}.") from error  # Assumed: text.


def _check_header(header: list[str], schema: DatasetSchema, dataset_type: str) -> None:
    # Assumed: nullable fields must have their column too.
    missing = [field.name for field in schema.fields if field.name not in header]
    if missing:
        rules = rules_of(dataset_type, None)
        label = rules.record_name if rules else dataset_type
        raise ImportFailed(
            f"Failed to create a data import job {label} dataset..."
            f"Input CSV is missing the following columns:[{', '.join(missing)}]."
        )
    repeated = next((name for name in header if header.count(name) > 1), None)
    if repeated is not None:
        raise ImportFailed(f"Input CSV has the column {repeated} more than once.")  # Assumed: rule and text.
    order = [header.index(field.name) for field in schema.fields]
    if order != sorted(order):
        # The guide demands the schema's order. Assumed: that the job fails otherwise, and the text.
        names = ", ".join(field.name for field in schema.fields)
        raise ImportFailed(f"The columns of the input CSV are not in the order of the schema: [{names}].")


def _records(
    rows: Iterator[list[str]], header: list[str], schema: DatasetSchema
) -> Iterator[dict[str, object]]:
    columns = [(field.name, header.index(field.name), cell_reader(field)) for field in schema.fields]
    for row in rows:
        if len(row) != len(header):
            # Assumed: rule and text.
            raise ImportFailed(f"Input CSV has rows with {len(row)} values instead of {len(header)}.")
        try:
            yield {name: read(row[index]) for name, index, read in columns}
        except CellError as error:
            raise ImportFailed(str(error)) from error
