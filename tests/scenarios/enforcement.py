"""IAM at the emulator's edge: every request of a command needs what `reconcile iam` prints for the file.

The commands run in one of two roles, plan or apply, each with its printed policies; Personalize itself reads
the bucket with the printed access role and bucket policy. What is not allowed is answered as AWS answers it,
before the service sees it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from iam_requests import ARN, Asked, asked
from iam_rules import allowing

from personalize_emulator.emulator import Emulator
from personalize_emulator.storage import AccessDenied

Policies = Mapping[str, list[dict[str, Any]]]
Removed = tuple[str, str, str]
"""One permission: part, Sid and action."""
_BOTH = ("plan", "apply")
ROLES = {"plan": ("plan",), "drift": ("plan",), "apply": _BOTH, "destroy": _BOTH, "unlock": _BOTH}
"""Command to the policies of the role that runs it."""
_SERVICE = "personalize.amazonaws.com"
_CLIENTS = "//personalize-runtime."
"""Requests for recommendations are made by those who use the campaigns, with roles of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One permission that was asked for by a command, and whether it was given."""

    command: str
    action: str
    resource: str
    given: tuple[Removed, ...]


@dataclass(slots=True)
class Enforcement:
    """Decides about requests while a command runs; at other times all is allowed."""

    emulator: Emulator
    removed: Removed | None = None
    command: str = ""
    policies: Policies = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)

    def begin(self, command: str, printed: Mapping[str, Any]) -> None:
        """Limit the requests from now on to what the printed documents allow whoever runs this command."""
        self.command = command
        self.policies = {}
        for one in printed["documents"]:
            self.policies.setdefault(one["part"], []).append(
                self._without_removed(one["part"], one["policy"])
            )

    def end(self) -> None:
        """Requests are the test's own again."""
        self.command = ""

    @property
    def denied(self) -> list[Use]:
        """What was refused."""
        return [use for use in self.uses if not use.given]

    def process(self, answer: Callable[[Any], Any], request: Any) -> Any:
        """Stands before moto: a request that is not allowed does not get there."""
        if not self.command or _CLIENTS in request.url:
            return answer(request)
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        target = request.headers.get("X-Amz-Target", b"")
        target = target.decode() if isinstance(target, bytes) else target
        for question in asked(request.method, request.url, target, body):
            if not self._allows(question):
                return _refusal(question, request.method, self.command)
        response = answer(request)
        if ".s3." in request.url and response[0] == 404:
            # Source: S3 API reference, GetObject: 403 for what does not exist without s3:ListBucket.
            bucket = request.url.partition("//")[2].partition(".")[0]
            question = Asked(action="s3:ListBucket", resource=f"arn:aws:s3:::{bucket}")
            if not self._allows(question):
                return _refusal(question, request.method, self.command)
        return response

    def role_exists(self, exists: Callable[[str], bool], role: str) -> bool:
        """Whether Personalize gets the role: it exists and trusts the service for this account."""
        if not self.command:
            return exists(role)
        context = {"aws:SourceAccount": ARN.split(":")[4], "aws:SourceArn": f"{ARN}dataset-import-job/any"}
        return exists(role) and self._asks("access-trust", "sts:AssumeRole", "", context, _SERVICE)

    def read(self, read: Callable[..., Any], location: str, *account: str) -> Any:
        """Personalize reads: allowed by its role and by the bucket's policy."""
        found = read(location, *account)
        if not self.command:
            return found
        bucket = "arn:aws:s3:::" + location.removeprefix("s3://").partition("/")[0]
        context = {"aws:SourceAccount": ARN.split(":")[4]}
        for action, resource in (
            ("s3:ListBucket", bucket),
            *(("s3:GetObject", f"{bucket}/{key}") for key, _ in found),
        ):
            if not self._asks("access-policy", action, resource, {}, None):
                raise AccessDenied(location)
            if not self._asks("bucket", action, resource, context, _SERVICE):
                raise AccessDenied(location)
        return found

    def _allows(self, question: Asked) -> bool:
        tags = self._tags(question.tagged) if question.tagged else {}
        context = {**question.context, **{f"aws:ResourceTag/{key}": value for key, value in tags.items()}}
        parts = ROLES[self.command]
        return self._asks(parts, question.action, question.resource, context, None)

    def _asks(
        self,
        parts: str | tuple[str, ...],
        action: str,
        resource: str,
        context: Mapping[str, str],
        principal: str | None,
    ) -> bool:
        given = tuple(
            (part, sid, action)
            for part in ([parts] if isinstance(parts, str) else parts)
            for policy in self.policies.get(part, ())
            for sid in allowing(policy, action, resource, context, principal)
        )
        self.uses.append(Use(command=self.command, action=action, resource=resource, given=given))
        return bool(given)

    def _tags(self, arn: str) -> Mapping[str, str]:
        with self.emulator.lock:
            found = self.emulator.store.find(arn)
        return found.tags if found else {}

    def _without_removed(self, part: str, policy: Mapping[str, Any]) -> dict[str, Any]:
        """The policy without the permission; of what only reads, the role that applies keeps it."""
        made = copy.deepcopy(dict(policy))
        if self.removed is None or part != self.removed[0]:
            return made
        if part == "plan" and self.command not in {"plan", "drift"}:
            return made
        _, sid, action = self.removed
        for statement in made["Statement"]:
            if statement["Sid"] == sid:
                said = statement["Action"]
                statement["Action"] = [
                    one for one in ([said] if isinstance(said, str) else said) if one != action
                ]
        return made


def permissions(printed: Mapping[str, Any]) -> Iterator[Removed]:
    """Every single permission of the printed documents."""
    for one in printed["documents"]:
        for statement in one["policy"]["Statement"]:
            said = statement["Action"]
            for action in [said] if isinstance(said, str) else said:
                yield one["part"], statement["Sid"], action


def _refusal(question: Asked, method: str, command: str) -> tuple[int, dict[str, str], bytes]:
    """As AWS answers it. Source: IAM user guide, 'Troubleshoot access denied error messages'."""
    if method == "HEAD":
        return 403, {}, b""
    where = f" on resource: {question.resource}" if question.resource != "*" else " on resource: *"
    text = (
        f"User: arn:aws:sts::{ARN.split(':')[4]}:assumed-role/reconcile-{ROLES[command][-1]}/job is not "
        f"authorized to perform: {question.action}{where} because no identity-based policy allows the "
        f"{question.action} action"
    )
    if question.action.startswith("s3:"):
        body = f"<Error><Code>AccessDenied</Code><Message>{text}</Message></Error>"
        return 403, {"Content-Type": "application/xml"}, body.encode()
    document = {"__type": "AccessDeniedException", "Message": text}
    return 400, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(document).encode()
