"""The only translator: what botocore raises, as reconciler.errors with what happened and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reconciler.errors import (
    AlreadyExistsError,
    DeniedError,
    InUseError,
    InvalidError,
    LimitError,
    NotFoundError,
    ServiceError,
    SetupError,
    ThrottledError,
    UnknownOutcomeError,
)
from reconciler.model.redaction import redacted

_LOG_IN = "Log in again (e.g. `aws sso login`, or renew the job's role session) and run the same command."
_KEYS = "Check the access key, or choose another --profile."
_CLOCK = "Check this machine's clock: requests are signed with the time."

_CODES: Mapping[str, tuple[type[ServiceError], str]] = {
    "ResourceNotFoundException": (NotFoundError, ""),
    "ResourceAlreadyExistsException": (AlreadyExistsError, ""),
    "ResourceInUseException": (InUseError, ""),
    "LimitExceededException": (LimitError, ""),
    "InvalidInputException": (InvalidError, ""),
    "TooManyTagsException": (InvalidError, "A resource takes 50 tags, the reconciler's own included."),
    "ExpiredToken": (DeniedError, _LOG_IN),
    "ExpiredTokenException": (DeniedError, _LOG_IN),
    "TokenRefreshRequired": (DeniedError, _LOG_IN),
    "UnrecognizedClientException": (DeniedError, _KEYS),
    "InvalidClientTokenId": (DeniedError, _KEYS),
    "InvalidAccessKeyId": (DeniedError, _KEYS),
    "SignatureDoesNotMatch": (DeniedError, _KEYS),
    "IncompleteSignature": (DeniedError, _KEYS),
    "MissingAuthenticationToken": (DeniedError, _KEYS),
    "InvalidSignatureException": (DeniedError, _CLOCK),
    "RequestExpired": (DeniedError, _CLOCK),
    "RequestTimeTooSkewed": (DeniedError, _CLOCK),
    "OptInRequired": (DeniedError, "Enable this region, or sign up for the service, in the account."),
    "RequestTimeout": (UnknownOutcomeError, ""),
    "RequestTimeoutException": (UnknownOutcomeError, ""),
}
"""Sources: botocore's personalize model; AWS API reference, 'Common errors'."""

THROTTLING = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottled",
        "RequestThrottledException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
        "SlowDown",
    }
)
"""Codes that refuse a call for its rate, before it has any effect. Source: botocore's standard retry mode."""
_DENIED = {
    "AccessDenied",
    "AccessDeniedException",
    "NotAuthorized",
    "UnauthorizedOperation",
    "Forbidden",
    "403",
}
_CREDENTIALS = {
    "NoCredentialsError",
    "PartialCredentialsError",
    "CredentialRetrievalError",
    "NoAuthTokenError",
    "TokenRetrievalError",
    "UnauthorizedSSOTokenError",
    "SSOTokenLoadError",
    "LoginRefreshRequired",
    "LoginTokenLoadError",
    "LoginInsufficientPermissions",
}
_NAMED_ACTION = re.compile(r"perform:? ([A-Za-z0-9-]+:[A-Za-z]+)")


def translated(error: Exception, *, service: str, operation: str, endpoint: str) -> ServiceError:
    """The ServiceError for what one call raised.

    `service` is the prefix of its IAM actions, `endpoint` the URL that was called. An error that is none
    of botocore's is a mistake of ours and is raised as it is.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    if isinstance(error, ClientError):
        return _answered(error.response, service, operation)
    if not isinstance(error, BotoCoreError):
        raise error
    name = type(error).__name__
    if name in _CREDENTIALS:
        return DeniedError(_one_line(error), operation=operation, code=name, fix=_LOG_IN)
    if name == "ParamValidationError":
        what = f"the request does not fit botocore's model of the service: {_one_line(error)}"
        return InvalidError(what, operation=operation, code=name, fix="Upgrade boto3 and try again.")
    return _unanswered(error, name, operation, endpoint)


def _answered(response: Mapping[str, Any], service: str, operation: str) -> ServiceError:
    details = response.get("Error", {})
    code, message = str(details.get("Code") or "Unknown"), _message(details)
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)
    what = message or f"the service answered {status} without a message"
    if code in THROTTLING or status == 429 or (code == "LimitExceededException" and "Rate" in message):
        return ThrottledError(what, operation=operation, code=code, fix="Lower --parallelism, or try later.")
    if code in _CODES:
        sort, fix = _CODES[code]
        return sort(what, operation=operation, code=code, fix=fix)
    if code in _DENIED or status in {401, 403}:
        named = _NAMED_ACTION.search(message)
        action = named[1] if named else f"{service}:{operation}"
        fix = f"Allow {action} for these credentials. `reconcile iam` prints what the file needs."
        return DeniedError(what, operation=operation, code=code, fix=fix)
    if status >= 500:
        return UnknownOutcomeError(what, operation=operation, code=code, fix="Run the same command again.")
    return InvalidError(what, operation=operation, code=code)


def _message(details: Mapping[str, Any]) -> str:
    """The service's words, without the request that a refused signature quotes: the session token is in it.

    Source: IAM user guide, 'Troubleshoot Signature Version 4 signing for AWS API requests'.
    """
    said = str(details.get("Message") or "").partition("The Canonical String for this request")[0]
    return redacted(said.strip())


def _unanswered(error: Exception, name: str, operation: str, endpoint: str) -> ServiceError:
    reasons = {
        "SSLError": (
            f"no trusted connection to {endpoint}: {_one_line(error)}",
            "Check the certificate bundle (AWS_CA_BUNDLE) and any proxy in between.",
        ),
        "ProxyConnectionError": (f"the proxy to {endpoint} does not answer", "Check HTTPS_PROXY."),
        "EndpointConnectionError": (
            f"{endpoint} cannot be reached",
            "Check the region, --endpoint-url, AWS_ENDPOINT_URL and the network.",
        ),
        "ConnectTimeoutError": (f"{endpoint} does not accept a connection", "Check the network."),
        "ReadTimeoutError": (f"{endpoint} did not answer in time", "Run the same command again."),
        "ConnectionClosedError": (
            f"{endpoint} closed the connection without an answer",
            "Run the same command again.",
        ),
    }
    if "Invalid header value" in str(error):
        reasons[name] = (
            "a credential cannot be sent: it has a line break in it",
            "Set the access key and the session token without it.",
        )
    what, fix = reasons.get(name, (_one_line(error), "Run the same command again."))
    return UnknownOutcomeError(what, operation=operation, code=name, fix=fix)


def setup_error(error: Exception) -> SetupError:
    """The SetupError for what making a session or client raised."""
    name = type(error).__name__
    if name == "ProfileNotFound":
        return SetupError(
            _one_line(error), fix="Choose another --profile, or add it (`aws configure list-profiles`)."
        )
    if name in {"InvalidRegionError", "UnknownRegionError"}:
        return SetupError(_one_line(error), fix="Write a region such as eu-west-1.")
    if name in _CREDENTIALS:
        return SetupError(f"no usable AWS credentials: {_one_line(error)}", fix=_LOG_IN)
    if name in {"ConfigParseError", "ConfigNotFound", "InfiniteLoopConfigError", "InvalidConfigError"}:
        return SetupError(_one_line(error), fix="Correct the AWS configuration file.")
    return SetupError(
        _one_line(error),
        fix="Check what it names among the AWS_ variables and in ~/.aws/config, or --profile, --region and "
        "--endpoint-url.",
    )


def no_region() -> SetupError:
    """Nothing says which region to act in."""
    return SetupError(
        "no AWS region is set",
        why="Personalize resources live in one region, and guessing one would be worse than asking",
        fix="Write `region:` in the file, or pass --region, or set AWS_REGION.",
    )


def no_credentials() -> SetupError:
    """Nothing gives credentials."""
    return SetupError(
        "no AWS credentials were found",
        fix="Log in (`aws sso login`, `aws configure`), set AWS_PROFILE, or pass --profile.",
    )


def _one_line(error: Exception) -> str:
    return " ".join(redacted(str(error)).split())
