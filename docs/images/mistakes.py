"""The second story of `make screenshots`: mistakes told before anything is applied. No account is needed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from installed import EXAMPLE, Checkout
from pages import annotated_page, terminal_page
from terminal import COLUMNS, on_a_terminal

AVRO = "specs/avro/interactions.avsc"
SEEN = '["watch"]'
DATA = "interactions.csv"
_COMMAND = re.compile(
    r"::(?P<level>\w+) file=(?P<file>[^,]+),line=(?P<line>\d+).*?,title=(?P<title>[^:]+)::(?P<text>.*)"
)
MILLISECONDS, NOBODY, TWICE = range(40, 60), range(100, 106), range(200, 203)
"""Rows with a time in milliseconds, without a user, and with an item that is in no row of the items."""


def pages(home: Path) -> dict[str, tuple[str, int]]:
    """A page and its width by the name of the picture."""
    checkout = Checkout(home, None)
    _mistake(checkout)
    validate = terminal_page("reconcile validate", on_a_terminal(checkout, "validate"), COLUMNS)
    told = checkout.reconcile("validate", "--format", "github").ended(1).out
    annotated = annotated_page("personalize.yaml", checkout.text, _annotations(told))
    _data(checkout.folder)
    report = checkout.folder / "report.html"
    checkout.reconcile(
        "check-data",
        "--local",
        ".",
        "--only",
        "dataset/user-videos/interactions",
        "--format",
        "html",
        "--values",
        "--out",
        str(report),
    ).ended(1)
    return {
        "validate": (validate, 960),
        "annotation": (annotated, 940),
        "check-data": (report.read_text() + "<script>window.drawn = true</script>", 940),
    }


def _mistake(checkout: Checkout) -> None:
    """A column that only a schema of another type has, one that is misspelt, a recipe that is."""
    schema = checkout.folder / AVRO
    schema.write_text(
        schema.read_text().replace('"TIMESTAMP", "type": "long"', '"TIMESTAMP", "type": "string"')
    )
    checkout.edit(
        ("Interactions.EVENT_TYPE IN", "Interactions.EVENT_TYP IN"),
        ("recipe: aws-user-personalization-v2", "recipe: aws-user-personalisation-v2"),
    )


def _annotations(told: str) -> dict[int, tuple[str, str, str]]:
    """By line of personalize.yaml: level, rule and text, as GitHub is told them."""
    found = (_COMMAND.match(line) for line in told.splitlines())
    return {
        int(one["line"]): (one["level"], one["title"], one["text"].replace("%0A", "\n").replace("%25", "%"))
        for one in found
        if one and one["file"] == "personalize.yaml"
    }


def _data(folder: Path) -> None:
    """The example's files, with mistakes in the interactions."""
    for name in ("items.csv", "users.csv"):
        shutil.copy(EXAMPLE / name, folder)
    header, *rows = (EXAMPLE / DATA).read_text().splitlines()
    shutil.copy(EXAMPLE.parents[1] / AVRO, folder / AVRO)
    shutil.copy(EXAMPLE.parents[1] / "personalize.yaml", folder)
    for number in MILLISECONDS:
        rows[number] += "000"
    for number in NOBODY:
        rows[number] = rows[number][rows[number].index(",") :]
    for number in TWICE:
        rows[number] = rows[number].replace("vid-", "video-", 1)
    (folder / DATA).write_text("\n".join([header, *rows, ""]))
