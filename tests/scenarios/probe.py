"""The proof that a campaign serves: requests at every step of time, once it is ACTIVE, to the end."""

from __future__ import annotations

from datetime import UTC, datetime

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from passing_time import PassingTime

from personalize_emulator.emulator import ACCOUNT

REGION = "eu-west-1"
ARN = f"arn:aws:personalize:{REGION}:{ACCOUNT}:"


class Probe:
    """Asks campaigns for recommendations, as a client would, each time that time passes."""

    def __init__(self, time: PassingTime, campaigns: list[str]) -> None:
        self._time = time
        self._waiting = {f"{ARN}campaign/{name}" for name in campaigns}
        self._asked: set[str] = set()
        self._runtime = boto3.client(
            "personalize-runtime", REGION, config=Config(retries={"total_max_attempts": 1})
        )
        self.requests = 0
        self.failed: list[str] = []
        if campaigns:
            time.watchers.append(self.ask)
            self.ask()

    def ask(self) -> None:
        """One request to every campaign that has been ACTIVE once."""
        self._time.emulator.settle()
        for arn in sorted(self._waiting):
            found = self._time.emulator.store.find(arn)
            if found is not None and found.status == "ACTIVE":
                self._waiting.remove(arn)
                self._asked.add(arn)
        for arn in sorted(self._asked):
            self.requests += 1
            try:
                items = self._runtime.get_recommendations(campaignArn=arn, userId="a-new-user")["itemList"]
                problem = None if items else "no items"
            except ClientError as error:
                problem = str(error)
            if problem:
                moment = datetime.fromtimestamp(self._time.now(), UTC)
                self.failed.append(f"{moment:%H:%M:%S} {arn.rpartition('/')[2]}: {problem}")

    @property
    def text(self) -> str:
        """The line in then/serving, with the failures if there are any."""
        lines = [f"served: {self.requests} requests, {len(self.failed)} failed", *self.failed]
        return "".join(f"{line}\n" for line in lines)
