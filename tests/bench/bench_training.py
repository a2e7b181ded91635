"""What the emulator's training costs, as a multiple of reading the same interactions from their CSV.

python tests/bench/bench_training.py [--interactions 50000]
"""

# ruff: noqa: T201 - a program whose output is its purpose
from __future__ import annotations

import argparse
import csv
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager

from personalize_emulator.data.training import train

PER_USER = 100
ITEMS = 2000


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


def main() -> None:
    """Print the best of three of each, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, default=50_000)
    count = parser.parse_args().interactions
    rows: list[dict[str, object]] = [
        {
            "USER_ID": f"u{n // PER_USER}",
            "ITEM_ID": f"i{(n // PER_USER * 7 + (n % PER_USER) ** 2) % ITEMS}",
            "EVENT_TYPE": "watch",
            "TIMESTAMP": 1_700_000_000 + n,
        }
        for n in range(count)
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    reading, training = list[float](), list[float]()
    for _ in range(3):
        with _timed(reading):
            list(csv.DictReader(io.StringIO(text.getvalue())))
        with _timed(training):
            train(
                interactions=rows,
                items={},
                users={},
                recipe="aws-user-personalization-v2",
                event_type=None,
                event_threshold=None,
            )
    read, trained = min(reading), min(training)
    times = f"read from CSV in {read:.2f} s, trained in {trained:.2f} s"
    print(f"{count} interactions: {times}, {trained / read:.1f} times as long")


if __name__ == "__main__":
    main()
