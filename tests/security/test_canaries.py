"""No credential leaves the process: not on a screen, in a file, a comment, a lock or the emulator's state."""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile
import zlib
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from canaries import COMMENT, ENVIRONMENT, LOGIN, TOKEN, in_folder, seen
from fake_github import ALL, GitHub
from fake_repository import BOT
from installed import Server, until
from jobs import Jobs

if TYPE_CHECKING:
    from conftest import Serve, Service
    from installed import Checkout, Ran

VERBOSITY = ("-q", "", "-v")
ONLINE = (
    *(f"plan --format {form} --out plan.json" for form in ("json", "markdown", "text")),
    *(f"drift --format {form}" for form in ("text", "json", "markdown")),
    *(f"apply --yes --format {form}" for form in ("text", "json")),
    *(f"destroy --yes --format {form}" for form in ("json", "text")),
)
OFFLINE = (*(f"validate --format {form}" for form in ("text", "json", "github")), "iam", "ci matrix")
LOCK = "lock: {bucket: locks}\n"
TORTURE = bool(os.environ.get("TORTURE"))


def chosen(commands: tuple[str, ...], *few: str) -> list[str]:
    """Every command with every verbosity; in the bounded form those few."""
    return (
        [f"{command} {verbosity}".strip() for command, verbosity in product(commands, VERBOSITY)]
        if TORTURE
        else [*few]
    )


def silent(checkout: Checkout, ran: Ran) -> None:
    """Nothing in what was printed, and nothing in any file but the one that has it from the start."""
    assert seen(ran.out.encode()) == []
    assert seen(ran.err.encode()) == []
    own = str(checkout.folder / "personalize.yaml")
    assert {name: found for name, found in in_folder(checkout.folder).items() if name != own} == {}


def test_a_credential_would_be_found_in_every_form() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner", TOKEN)
    plain = json.dumps({"secret": ENVIRONMENT["AWS_SECRET_ACCESS_KEY"]}).encode()
    encoded = b"<!-- " + base64.urlsafe_b64encode(plain) + b" -->"
    deeper = b"<!-- " + base64.b64encode(zlib.compress(plain)) + b" -->"
    for data in (plain, encoded, deeper, packed.getvalue(), COMMENT.encode()):
        assert seen(data), data
    assert seen(b"cannery, AKIA, secret") == []


@pytest.mark.parametrize("command", chosen(OFFLINE, "validate --format text -v", "iam", "ci matrix -q"))
def test_offline_commands_show_none(command: str, checkout: Checkout) -> None:
    silent(checkout, checkout.reconcile(*command.split()).ended(0))


def test_a_variable_is_never_filled_from_the_environment(checkout: Checkout) -> None:
    checkout.write(checkout.text.replace("stack: user-videos", "stack: ${DATABASE_PASSWORD}"))
    ran = checkout.reconcile("validate").ended(1)
    assert "DATABASE_PASSWORD" in ran.err + ran.out
    silent(checkout, ran)


@pytest.mark.parametrize(
    "command",
    chosen(
        ONLINE, "plan --format json --out plan.json -v", "apply --yes --format text", "drift --format json -q"
    ),
)
def test_no_command_shows_the_request_that_a_refusal_quotes(
    command: str, checkout: Checkout, quoting: Service
) -> None:
    ran = checkout.reconcile(*command.split(), "--endpoint-url", quoting.url).ended(1)
    assert "signature you provided" in ran.err
    assert any(ENVIRONMENT["AWS_SESSION_TOKEN"] in one for one in quoting.heard), "the refusal quotes it"
    silent(checkout, ran)


@pytest.mark.parametrize("command", chosen(ONLINE, "destroy --yes --format json -v", "drift --format text"))
def test_a_traceback_of_our_own_mistake_shows_none(
    command: str, checkout: Checkout, senseless: Service
) -> None:
    ran = checkout.reconcile(*command.split(), "--endpoint-url", senseless.url)
    assert ran.code == 1
    assert ("Traceback" in ran.err) == command.endswith("-v"), ran.err
    silent(checkout, ran)


@pytest.mark.parametrize("command", chosen(ONLINE, "plan --format text --out plan.json -v"))
def test_none_is_shown_when_nobody_answers_directly_or_through_the_proxy(
    command: str, checkout: Checkout
) -> None:
    arguments = (*command.split(), "--endpoint-url", "http://127.0.0.1:1")
    silent(checkout, checkout.reconcile(*arguments).ended(1))
    ran = checkout.reconcile(*arguments, NO_PROXY="", no_proxy="").ended(1)
    assert "proxy" in ran.err
    silent(checkout, ran)


ADDRESSES = (
    f"http://{LOGIN}@127.0.0.1:1",
    "https://canary@127.0.0.1:1/path",
    "http://127.0.0.1:1/?X-Amz-Signature=canary",
    f"http://{LOGIN}@bad host/",
    f"http://{LOGIN}@127.0.0.1:99999",
    f"{LOGIN}@127.0.0.1:1",
)


@pytest.mark.parametrize("address", ADDRESSES if TORTURE else (ADDRESSES[1], ADDRESSES[-1]))
def test_an_address_with_a_credential_in_it_is_refused_without_repeating_it(
    address: str, checkout: Checkout
) -> None:
    for command in ONLINE if TORTURE else ("plan -v --out plan.json",):
        ran = checkout.reconcile(*command.split(), "--endpoint-url", address)
        assert ran.code in {1, 64}
        assert "internal error" not in ran.err
        silent(checkout, ran)
        if TORTURE and "://" in address:
            silent(checkout, checkout.reconcile(*command.split(), AWS_ENDPOINT_URL=address).ended(1))


def test_an_argument_that_is_none_is_not_given_back_with_its_credential(checkout: Checkout) -> None:
    silent(checkout, checkout.reconcile("plan", f"https://{LOGIN}@host/x").ended(64))
    silent(checkout, checkout.reconcile("plan", "--file", f"https://{LOGIN}@host/x").ended(1))


class Recorded:
    """An emulator whose output is kept too."""

    def __init__(self, server: Server, state: Path) -> None:
        self.server, self._state = server, state

    def silent(self) -> None:
        """Nothing in the state, in what it tells of itself, nor in what it wrote."""
        assert in_folder(self._state) == {}
        for what in ("calls", "history", "faults", "health"):
            assert seen(json.dumps(self.server.ask("GET", what)).encode()) == []

    def lock(self) -> bytes:
        """The object that locks the stack, b"" when there is none."""
        client = boto3.client(
            "s3",
            region_name="eu-west-1",
            endpoint_url=self.server.url,
            aws_access_key_id="emulator",
            aws_secret_access_key="emulator",
        )
        keys = [one["Key"] for one in client.list_objects_v2(Bucket="locks").get("Contents", [])]
        return b"".join(client.get_object(Bucket="locks", Key=key)["Body"].read() for key in keys)


@pytest.fixture
def recorded(serve: Serve, tmp_path: Path, checkout: Checkout) -> Recorded:
    """The example applied, and a bucket for locks."""
    server = serve(applied=True)
    checkout.server = server
    checkout.environment |= {"AWS_ENDPOINT_URL": server.url}
    checkout.write(checkout.text + LOCK)
    boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=server.url,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",
    ).create_bucket(Bucket="locks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return Recorded(server, tmp_path / "state")


def test_neither_screen_nor_plan_nor_lock_nor_the_emulator_keeps_one(
    checkout: Checkout, recorded: Recorded
) -> None:
    server = recorded.server
    checkout.edit(("minTPS: 1", "minTPS: 2"))
    for command, verbosity in product(ONLINE, VERBOSITY) if TORTURE else ((ONLINE[0], "-v"),):
        if not command.startswith("apply"):
            silent(checkout, checkout.reconcile(*command.split(), *verbosity.split()))
    assert (checkout.folder / "plan.json").stat().st_size > 1000
    server.fault(fault="hold", kind="campaign", status="*IN_PROGRESS")
    running = checkout.start("reconcile", "apply", "plan.json", "--yes", "-v")
    until(lambda: server.calls("UpdateCampaign"), "the campaign is updated")
    running.process.kill()
    running.end()
    lock = recorded.lock()
    assert b'"who"' in lock
    assert seen(lock) == []
    shown = checkout.reconcile("unlock", "-v").ended(1)
    silent(checkout, shown)
    silent(checkout, checkout.reconcile("unlock", json.loads(lock)["id"]).ended(0))
    server.lift_faults()
    silent(checkout, checkout.reconcile("apply", "--yes", "-v", "--format", "json").ended(0))
    recorded.silent()


@pytest.mark.parametrize("verbosity", VERBOSITY if TORTURE else ["-v"])
def test_neither_log_nor_comment_nor_artifact_nor_summary_nor_deployment_has_one(
    verbosity: str, checkout: Checkout, recorded: Recorded, tmp_path: Path
) -> None:
    github = GitHub()
    try:
        github.tokens[TOKEN] = (BOT, ALL)
        jobs = Jobs(github, checkout, tmp_path)
        token = {"token": TOKEN}
        more = verbosity.split()
        pull = github.repository.open_pull("topic")
        checkout.edit(("minTPS: 1", "minTPS: 2"))
        done = [jobs.plan(pull, *more, **token).ended(0)]
        github.repository.merge(pull)
        recorded.server.fault(fault="fail", operation="UpdateCampaign", reason="out of capacity")
        done.append(jobs.apply(*more, **token).ended(1))
        done.append(jobs.drift(*more, **token))
        recorded.server.fault(fault="refuse", operation="List*", code="AccessDeniedException", message="no")
        done.append(jobs.drift(*more, **token).ended(1))
        done.append(jobs.apply(*more, token="ghs_canaryUnknown").ended(1))
    finally:
        github.stop()
    for one in done:
        silent(checkout, one.ran)
    repository = github.repository
    assert repository.comments
    assert repository.deployments
    assert repository.zips
    said = (repository.comments, repository.issues, repository.deployments, repository.statuses)
    assert seen(json.dumps([*said, repository.dispatched, github.requests]).encode()) == []
    assert [found for data in repository.zips.values() for found in seen(data)] == []
    runs = {name: found for run in tmp_path.glob("run-*") for name, found in in_folder(run).items()}
    assert runs == {}
    recorded.silent()
