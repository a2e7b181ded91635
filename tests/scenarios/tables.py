"""Changes to a CSV file: other columns, other order, other values."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence


def with_columns(text: str, columns: Sequence[str], fill: Mapping[str, object]) -> str:
    """The same rows with exactly these columns; what is new holds its value of `fill` in every row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(dict(fill) | row for row in csv.DictReader(io.StringIO(text)))
    return out.getvalue()
