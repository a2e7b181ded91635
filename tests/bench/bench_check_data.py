"""What checking one large file of interactions costs: memory, and time against `wc -l` and a bare scan.

python tests/bench/bench_check_data.py [--megabytes 1000]

The bare scan is the reader counting the values of every column of the same file, and nothing else.
"""

# ruff: noqa: T201 - a program whose output is its purpose
from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST_MEGABYTES = 500
HEADER = "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP\n"
BARE = """
import sys, duckdb
names = "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP".split(",")
counts = ", ".join(f'count("{name}")' for name in names)
duckdb.execute("SET threads = 2")
print(duckdb.execute(f"SELECT {counts} FROM read_csv(?, all_varchar=true)", [sys.argv[1]]).fetchall())
"""


def main() -> None:
    """Print one table, and say whether the target for memory is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    size = parser.parse_args().megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        rows = _generate(place / "interactions.csv", size)
        (place / "personalize.yaml").write_text(json.dumps(_declared()))
        print(f"{rows:,} interactions in {size / 1e6:,.0f} MB, {os.cpu_count()} processors\n")
        counting = _measured(["wc", "-l", "interactions.csv"], place)
        bare = _measured([sys.executable, "-c", BARE, "interactions.csv"], place)
        command = [Path(sys.executable).parent / "reconcile", "check-data", "--local", ".", "-q"]
        checking = _measured(list(map(str, command)), place)
    print("| program | wall s | processor s | memory MB |")
    print("|---|---|---|---|")
    for name, (wall, used, memory) in (("wc -l", counting), ("bare scan", bare), ("check-data", checking)):
        print(f"| {name} | {wall:.2f} | {used:.2f} | {memory:.0f} |")
    ratios = f"{checking[0] / counting[0]:.0f} times `wc -l`, {checking[0] / bare[0]:.1f} times a bare scan"
    print(f"\ncheck-data takes {ratios}")
    print(f"missed: {'memory' if checking[2] > MOST_MEGABYTES else 'nothing'}")


def _generate(path: Path, size: int) -> int:
    """So many bytes of rows: some users and items are frequent, most are rare."""
    random.seed(1)
    draw, written, rows = random.random, 0, 0
    with path.open("w") as file:
        file.write(HEADER)
        while written < size:
            text = "".join(
                f"user-{int(draw() ** 2 * 1_500_000):08x},item-{int(draw() ** 3 * 60_000):06x},"
                f"{'watch' if draw() < 0.8 else 'click'},{draw():.3f},{1_700_000_000 + int(draw() * 5e7)}\n"
                for _ in range(10_000)
            )
            written, rows = written + len(text), rows + 10_000
            file.write(text)
    return rows


def _declared() -> dict[str, object]:
    types = {"EVENT_VALUE": ["float", "null"], "TIMESTAMP": "long"}
    fields = [{"name": name, "type": types.get(name, "string")} for name in HEADER.strip().split(",")]
    avro = {
        "type": "record",
        "name": "Interactions",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": fields,
        "version": "1.0",
    }
    source = {"from": "s3://bench/interactions.csv", "role": "arn:aws:iam::123456789012:role/Access"}
    return {
        "version": 1,
        "stack": "bench",
        "schemas": {"events": {"avro": avro}},
        "datasetGroups": {"bench": {"datasets": {"interactions": {"schema": "events", "import": source}}}},
    }


def _measured(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Wall time and processor time in seconds, and the most memory in megabytes, of one run."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
