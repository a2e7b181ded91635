"""The whole loop on a local Personalize: validate, plan, apply, drift, repair, recommend, learn.

Starts an emulator of its own on a free port, an hour a second, and stops it at the end. No AWS account is
touched. Run it with `make demo`.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import boto3

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
DATA = ROOT / "examples" / "user-videos"
USER = "user-d34ce4f4"


def main() -> None:
    """Run the loop; exits 1 at the first thing that is not as it should be."""
    with tempfile.TemporaryDirectory() as state, emulator(Path(state)) as url:
        use(url)
        say("The file is checked offline, then compared with the (empty) account.")
        reconcile("validate")
        reconcile("plan", "--detailed-exitcode", expect=2)
        say("Apply creates, imports, trains and deploys; hours of service time take seconds here.")
        reconcile("apply", "--yes")
        say("A second plan finds nothing to do.")
        reconcile("plan", "--detailed-exitcode", expect=0)
        say("Somebody raises minTPS in the console, and the bill with it.")
        personalize = boto3.client("personalize")
        campaign = personalize.list_campaigns()["campaigns"][0]["campaignArn"]
        personalize.update_campaign(campaignArn=campaign, minProvisionedTPS=2)
        print(f"  boto3: update_campaign(campaignArn={campaign!r}, minProvisionedTPS=2)")
        reconcile("drift", expect=2)
        say("Apply repairs it.")
        reconcile("apply", "--yes")
        reconcile("drift", expect=0)
        recommend_and_learn(campaign)
    say("Done. The emulator has been stopped and nothing is left running.")


def recommend_and_learn(campaign: str) -> None:
    """Ten videos for a user; then an event through the tracker that changes the next ten."""
    titles = {row["ITEM_ID"]: f"{row['TITLE']} ({row['GENRES']})" for row in rows("items.csv")}
    person = next(row for row in rows("users.csv") if row["USER_ID"] == USER)
    say(f"Ten videos for {USER}, whose favourite genre is {person['FAVOURITE_GENRE']}:")
    before = recommended(campaign)
    show(before, titles)
    personalize, events = boto3.client("personalize"), boto3.client("personalize-events")
    tracker = personalize.list_event_trackers()["eventTrackers"][0]["eventTrackerArn"]
    tracking = personalize.describe_event_tracker(eventTrackerArn=tracker)["eventTracker"]["trackingId"]
    watched = before[0]
    events.put_events(
        trackingId=tracking,
        userId=USER,
        sessionId="demo",
        eventList=[{"eventType": "watch", "itemId": watched, "sentAt": time.time()}],
    )
    say(f"{USER} watches {titles[watched]}; the tracker takes the event. The next ten:")
    after = recommended(campaign)
    show(after, titles)
    check(after != before, "the event changes the next answer")
    check(watched not in after, "the filter hides what has just been watched")


def recommended(campaign: str) -> list[str]:
    """The ids of ten videos that the user has not watched."""
    answer = boto3.client("personalize-runtime").get_recommendations(
        campaignArn=campaign,
        userId=USER,
        numResults=10,
        filterArn=campaign.replace("campaign/home-page", "filter/exclude-watched"),
    )
    return [item["itemId"] for item in answer["itemList"]]


def show(items: Sequence[str], titles: dict[str, str]) -> None:
    """A numbered list."""
    for number, item in enumerate(items, start=1):
        print(f"  {number:>2}. {item}  {titles[item]}")
    check(len(items) == 10, "ten videos are recommended")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the example's files."""
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def use(url: str) -> None:
    """Send every AWS call of this process and its children to the emulator, whatever the environment says."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_CA_BUNDLE"):
        os.environ.pop(name, None)
    os.environ |= {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "emulator",
        "AWS_SECRET_ACCESS_KEY": "emulator",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }


@contextmanager
def emulator(state: Path) -> Iterator[str]:
    """An emulator on a free port, an hour a second; stopped when the block ends."""
    command = [BIN / "personalize-emulator", "serve", "--port", "0", "--speed", "3600"]
    command += ["--state", state, "--seed", DATA / "seed.yaml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            ready = server.stdout.readline() if server.stdout else ""
            check("ready at" in ready, "the emulator starts")
            print(ready.strip())
            yield ready.split("ready at ")[1].split()[0]
        finally:
            server.terminate()
            server.wait(timeout=20)


def reconcile(*arguments: str, expect: int = 0) -> None:
    """Run the command as a user would and hold its exit code against what is expected."""
    print(f"\n$ reconcile {' '.join(arguments)}", flush=True)
    ended = subprocess.run([BIN / "reconcile", *arguments], cwd=ROOT, check=False)
    print(f"(exit {ended.returncode})", flush=True)
    check(ended.returncode == expect, f"`reconcile {' '.join(arguments)}` exits {expect}")


def say(text: str) -> None:
    """A heading between the commands."""
    print(f"\n=== {text}", flush=True)


def check(held: bool, promise: str) -> None:
    """End the demo with exit 1 when a promise does not hold."""
    if not held:
        sys.exit(f"the demo failed: it is not so that {promise}")


if __name__ == "__main__":
    main()
