"""Wrong credentials, account, region, endpoint or permissions: one message, exit 1, nothing changed."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from installed import ACCOUNT, ARN, Checkout, Server, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Serve


@pytest.fixture
def server(untouched: Server) -> Server:
    return untouched


@pytest.fixture
def checkout(server: Server, folder: Path) -> Checkout:
    """A checkout that asks for one change, so that an apply which went on would show."""
    made = Checkout(folder, server)
    made.edit(("minTPS: 1", "minTPS: 2"))
    return made


@pytest.mark.parametrize("command", [("plan",), ("apply", "--yes")])
class TestTheAccount:
    def test_another_account_than_the_files(
        self, command: tuple[str, ...], checkout: Checkout, server: Server
    ) -> None:
        checkout.edit(
            ('account: "123456789012"', 'account: "210987654321"'),
            ("iam::123456789012:", "iam::210987654321:"),
        )
        ran = checkout.reconcile(*command).ended(1)
        assert (
            "personalize.yaml is for account 210987654321, the credentials are of account 123456789012"
            in ran.err
        )
        assert [call["operation"] for call in server.calls()] == ["GetCallerIdentity"]

    def test_no_credentials(self, command: tuple[str, ...], checkout: Checkout, server: Server) -> None:
        checkout.environment = environment(None) | {"AWS_ENDPOINT_URL": server.url}
        ran = checkout.reconcile(*command).ended(1)
        assert "error: no AWS credentials were found" in ran.err
        assert "to do: Log in" in ran.err
        assert server.calls() == []

    def test_a_token_that_expires_while_the_account_is_read(
        self, command: tuple[str, ...], checkout: Checkout, server: Server
    ) -> None:
        server.fault(
            fault="refuse", operation="Describe*", code="ExpiredTokenException", message="It expired."
        )
        ran = checkout.reconcile(*command).ended(1)
        assert "ExpiredTokenException: It expired." in ran.err
        assert "to do: Log in again" in ran.err

    def test_one_permission_that_lacks_makes_the_plan_incomplete(
        self, command: tuple[str, ...], checkout: Checkout, server: Server
    ) -> None:
        server.fault(fault="refuse", operation="DescribeFilter", code="AccessDeniedException", message=DENIED)
        ran = checkout.reconcile(*command).ended(1)
        assert "~ campaign/home-page" in ran.out, "the rest of the plan is shown"
        assert "Incomplete: not everything could be read" in ran.out
        assert "personalize:DescribeFilter" in ran.out, "it says which permission lacks"

    def test_no_permission_to_list_is_said_with_the_permission_that_lacks(
        self, command: tuple[str, ...], checkout: Checkout, server: Server
    ) -> None:
        server.fault(fault="refuse", code="AccessDeniedException", message="You may not.")
        ran = checkout.reconcile(*command).ended(1)
        assert "Allow personalize:" in ran.said


def test_a_token_that_has_expired(checkout: Checkout) -> None:
    with refusing("ExpiredToken", "The security token included in the request is expired") as url:
        ran = checkout.reconcile("apply", "--yes", AWS_ENDPOINT_URL=url, AWS_SESSION_TOKEN="old").ended(1)
    assert "The security token included in the request is expired" in ran.err
    assert "to do: Log in again" in ran.err


def test_an_endpoint_that_nobody_answers_at(checkout: Checkout) -> None:
    ran = checkout.reconcile("apply", "--yes", "--endpoint-url", "http://127.0.0.1:9").ended(1)
    assert "http://127.0.0.1:9 cannot be reached" in ran.err
    assert "to do: Check the region, --endpoint-url, AWS_ENDPOINT_URL" in ran.err


def test_another_region_than_the_files(checkout: Checkout) -> None:
    ran = checkout.reconcile("apply", "--yes", "--region", "us-east-1").ended(1)
    assert "personalize.yaml is for region eu-west-1, --region says us-east-1" in ran.err


def test_a_profile_that_does_not_exist(checkout: Checkout) -> None:
    ran = checkout.reconcile("apply", "--yes", "--profile", "nope").ended(1)
    assert "The config profile (nope) could not be found" in ran.err


DENIED = (
    "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: personalize:DescribeFilter "
    "on resource: arn:aws:personalize:eu-west-1:123456789012:filter/exclude-watched"
)


def test_no_permission_to_read_tags_names_that_permission(checkout: Checkout) -> None:
    with refusing("AccessDeniedException", "You may not.", known=True) as url:
        ran = checkout.reconcile("plan", AWS_ENDPOINT_URL=url).ended(1)
    assert "Allow tag:GetResources for these credentials." in ran.err


def test_what_could_not_be_read_is_not_called_absent(checkout: Checkout, server: Server) -> None:
    server.fault(fault="refuse", operation="DescribeFilter", code="AccessDeniedException", message=DENIED)
    for command in ("plan", "drift"):
        said = checkout.reconcile(command).ended(1).out
        assert "not in the account" not in said


def test_what_may_be_somebody_elses_is_not_called_absent(serve: Serve, folder: Path) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    server.client().untag_resource(resourceArn=f"{ARN}filter/exclude-watched", tagKeys=["reconcile:stack"])
    server.fault(fault="refuse", operation="ListTagsForResource", code="AccessDeniedException", message="No.")
    assert "not in the account" not in checkout.reconcile("plan").ended(1).out


def test_an_incomplete_plan_is_not_saved_to_be_applied(checkout: Checkout, server: Server) -> None:
    server.fault(fault="refuse", operation="DescribeFilter", code="AccessDeniedException", message=DENIED)
    assert "reconcile apply p.json" not in checkout.reconcile("plan", "--out", "p.json").ended(1).err


def test_an_endpoint_of_another_scheme_is_told_what_is_wrong(checkout: Checkout) -> None:
    ran = checkout.reconcile("plan", "--endpoint-url", "ftp://127.0.0.1").ended(64)
    assert "--endpoint-url" in ran.err


@contextmanager
def refusing(code: str, message: str, *, known: bool = False) -> Iterator[str]:
    """The URL of an AWS that refuses every call; when `known`, STS says who we are before."""
    identity = (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        f"<Arn>arn:aws:iam::{ACCOUNT}:user/ci</Arn><UserId>U</UserId><Account>{ACCOUNT}</Account>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
    in_xml = (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
        f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    )
    in_json = json.dumps({"__type": code, "message": message})

    class Refuse(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            query = "X-Amz-Target" not in self.headers
            body = ((identity if known else in_xml) if query else in_json).encode()
            self.send_response(200 if known and query else 403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Refuse) as http:
        Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()
