"""`make screenshots`: real output of real runs against the emulator, drawn as people see it.

A pull request is planned and applied as its jobs do it, on the tests' stand-in for GitHub; then somebody
changes the account, and the scheduled job reports it. The terminal shows the same edit before anybody has
agreed to it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests" / "ci"), str(ROOT / "tests" / "e2e"), str(Path(__file__).parent)]

import boto3
from fake_github import GitHub
from installed import EXAMPLE, Checkout, Server
from jobs import Jobs
from mistakes import pages as pages_of_mistakes
from pages import comment_page, terminal_page
from terminal import COLUMNS, on_a_terminal

HERE = Path(__file__).resolve().parent
BUCKET, DATA = "user-videos-data", "interactions.csv"
COLUMN = (
    '{"name": "TIMESTAMP", "type": "long"}',
    '{"name": "TIMESTAMP", "type": "long"},\n    {"name": "EVENT_VALUE", "type": ["null", "float"]}',
)
TITLE = "Learn from how much of a video was watched"


def main() -> None:
    """Run the story, draw every scene."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("checkout", "mistaken"):
            (home / name).mkdir()
        server, github = Server(), GitHub()
        try:
            pages = _story(home, server, github) | pages_of_mistakes(home / "mistaken")
        finally:
            server.stop()
            github.stop()
        _draw(home, pages)


def _story(home: Path, server: Server, github: GitHub) -> dict[str, tuple[str, int]]:
    checkout = Checkout(home / "checkout", server)
    jobs = Jobs(github, checkout, home)
    repository = github.repository
    checkout.reconcile("apply", "--yes").ended(0)

    pull = repository.open_pull("event-value")
    _edit(checkout, server)
    terminal = on_a_terminal(checkout, "plan")
    _agree(checkout)
    jobs.plan(pull).ended(0)
    (planned,) = repository.said(pull.number)
    repository.merge(pull)
    jobs.apply().ended(0)
    (applied,) = repository.said(pull.number)

    arn = "arn:aws:personalize:eu-west-1:123456789012:"
    server.client().update_campaign(campaignArn=f"{arn}campaign/home-page", minProvisionedTPS=25)
    server.client().delete_filter(filterArn=f"{arn}filter/exclude-watched")
    server.advance(3600)
    jobs.drift().ended(0)
    (issue,) = repository.issues.values()

    title, bot = f"{TITLE} #{pull.number}", "github-actions"
    drifted = f"{issue['title']} #{issue['number']}"
    return {
        "terminal": (terminal_page("reconcile plan", terminal, COLUMNS), 960),
        "comment": (comment_page(title, bot, "commented", planned, unfolded=1), 940),
        "comment-unfolded": (comment_page(title, bot, "commented", planned), 940),
        "applied": (comment_page(title, bot, "commented", applied[len(planned) :]), 940),
        "drift-issue": (comment_page(drifted, bot, "opened this issue", issue["body"]), 940),
    }


def _edit(checkout: Checkout, server: Server) -> None:
    """A column more in the interactions, more capacity, and a filter."""
    schema = checkout.folder / "specs" / "avro" / "interactions.avsc"
    schema.write_text(schema.read_text().replace(*COLUMN))
    checkout.edit(
        ("minTPS: 1 ", "minTPS: 2 "),
        ("    filters:\n", '    filters:\n      dramas: INCLUDE ItemID WHERE Items.GENRES IN ("drama")\n'),
    )
    rows = list(csv.reader((EXAMPLE / DATA).read_text().splitlines()))
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(
        [[*row, "EVENT_VALUE" if number == 0 else "0.8"] for number, row in enumerate(rows)]
    )
    storage = boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=server.url,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",
    )
    storage.put_object(Bucket=BUCKET, Key=DATA, Body=written.getvalue().encode())


def _agree(checkout: Checkout) -> None:
    """Paste what the refused plan offers, with a reason."""
    offered = re.findall(r"^ +(- \{(?:recreate|delete): .*)$", checkout.reconcile("plan").out, re.MULTILINE)
    assert offered, "the plan asks for no consent"
    reason = '"agreed with data science; the history is in S3"'
    lines = ["  " + one.replace('"…"', reason) for one in offered]
    checkout.edit(("consent: []", "\n".join(("consent:", *lines))))


def _draw(home: Path, pages: dict[str, tuple[str, int]]) -> None:
    jobs = []
    for name, (text, width) in pages.items():
        page = home / f"{name}.html"
        page.write_text(text)
        jobs.append({"page": str(page), "picture": str(HERE / f"{name}.png"), "width": width})
    (home / "pages.json").write_text(json.dumps(jobs))
    subprocess.run(["node", HERE / "draw.mjs", home / "pages.json"], check=True)


if __name__ == "__main__":
    main()
