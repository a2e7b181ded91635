"""Whether the reader of CSV files is there, which an extra brings."""

from __future__ import annotations

import importlib.util

from reconciler.errors import SetupError


def need_reader(command: str) -> None:
    """SetupError when the reader is not installed; looked for without importing it."""
    if importlib.util.find_spec("duckdb") is None:
        raise SetupError(
            f"{command} needs a reader of CSV files that is not installed",
            fix='install the extra: pip install "personalize-reconciler[data]"',
        )
