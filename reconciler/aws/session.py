"""Sessions and clients: who we are, where we call, how calls are paced and repeated.

Reads repeat by themselves: `adaptive` mode with ten attempts was measured under throttling at 1.04-1.17
times the ideal time without a failed call, where the modes' defaults gave up on 1-90 % of the calls. Its
limiter is per client while the service's limits are per operation, so an operation that was refused
once goes through a client of its own from then on (ten operations mixed at 2/s each: 1.2-1.5 times the
ideal time, against 2.3 for one client). Not one each from the start: that would be 1.1, but every
client opens connections of its own, at 17 ms of processor time each over TLS, also when nothing is
throttled.

Writes are sent once. botocore would send a Create again after a lost answer or a 5xx, so that a training
is paid twice and every other Create answers "already exists"; and it counts LimitExceededException, which
is Personalize's full quota, as throttling, and would hold a thread for minutes. `apply` repeats those
itself, on timers and knowing the step. Sent again here is only what certainly had no effect: a call
refused for its rate, or one for which no connection came about. They share one client in `standard` mode:
the limiter of `adaptive` would slow them all down for every full quota that it is told of.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import reconciler
from reconciler.aws.errors import THROTTLING, no_credentials, no_region, setup_error, translated
from reconciler.aws.timestamps import iso_text
from reconciler.errors import SetupError

_CONNECT_TIMEOUT = 10
_READ_TIMEOUT = 60
_ATTEMPTS = 10
_IDENTITY_ATTEMPTS = 3
"""Few: this is the first call, where a wrong endpoint or proxy should show at once."""
_CONNECT_RETRIES = 3
_LONGEST_DELAY = 20.0
_AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws")
_NEVER_SENT = {"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"}


def connect(
    *, profile: str | None, region: str | None, endpoint_url: str | None, parallelism: int
) -> Connection:
    """Make a session from the usual AWS settings; None means that those decide.

    `endpoint_url` holds for every client. `parallelism` is how many connections are kept. Raises
    SetupError without region or credentials, or with an unknown profile. Calls nothing yet.
    """
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415
    from botocore.session import Session  # noqa: PLC0415

    try:
        session = Session(profile=profile)
        configured = session.get_config_variable("region")
        where = region or configured
        if not where:
            raise no_region()
        if session.get_credentials() is None:
            raise no_credentials()
        # takes effect for clients made later; an option of the parsers that botocore has for this
        session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=iso_text)
        return Connection(
            session,
            region=where,
            configured_region=configured,
            endpoint_url=endpoint_url,
            parallelism=parallelism,
        )
    except (BotoCoreError, ValueError) as error:
        raise setup_error(error) from error


class Connection:
    """One session's clients, each made when first needed and then shared by all threads."""

    def __init__(
        self,
        session: Any,
        *,
        region: str,
        configured_region: str | None,
        endpoint_url: str | None,
        parallelism: int,
    ) -> None:
        """Use `connect`. `configured_region` is what the AWS settings say by themselves."""
        self.region, self.configured_region = region, configured_region
        self._session, self._endpoint_url, self._parallelism = session, endpoint_url, parallelism
        self._clients: dict[str, Any] = {}
        self._refused: set[str] = set()
        self._lock = threading.Lock()

    @property
    def endpoint(self) -> str | None:
        """Where Personalize is called if it is not AWS itself: the option's, else AWS_ENDPOINT_URL's."""
        url = str(self.reads("").meta.endpoint_url)
        return None if (urlsplit(url).hostname or "").endswith(_AWS_DOMAINS) else url

    def reads(self, operation: str) -> Any:
        """The Personalize client for a call that changes nothing; repeats by itself."""
        role = f"read {operation}" if operation in self._refused else "read"
        return self._client(role, "personalize", attempts=_ATTEMPTS, on_answer=self._note_refusal)

    @property
    def writes(self) -> Any:
        """The Personalize client for calls that change something; sends once what may have an effect."""
        return self._client("write", "personalize", attempts=1, mode="standard", on_answer=_delay_if_harmless)

    @property
    def tagging(self) -> Any:
        """The Resource Groups Tagging API."""
        return self._client("tagging", "resourcegroupstaggingapi", attempts=_ATTEMPTS)

    @property
    def storage(self) -> Any:
        """S3; by path where it is not AWS itself, since NAME.localhost does not resolve everywhere."""
        style: dict[str, Any] = {"s3": {"addressing_style": "path"}} if self.endpoint else {}
        return self._client("storage", "s3", attempts=_ATTEMPTS, **style)

    def identity(self) -> tuple[str, str]:
        """The account and partition (aws, aws-cn, aws-us-gov) of the credentials, by GetCallerIdentity.

        Raises SetupError when they are not accepted or the endpoint does not answer.
        """
        client = self._client("identity", "sts", attempts=_IDENTITY_ATTEMPTS)
        try:
            answer = client.get_caller_identity()
        except Exception as error:
            cause = translated(
                error, service="sts", operation="GetCallerIdentity", endpoint=client.meta.endpoint_url
            )
            raise SetupError(f"the credentials could not be checked: {cause}", fix=cause.fix) from error
        return str(answer["Account"]), str(answer["Arn"]).split(":")[1]

    def _note_refusal(self, *, response: Any, operation: Any, **_: Any) -> None:
        """botocore's retry event: remember operations that were refused for their rate."""
        if _code(response) in THROTTLING:
            self._refused.add(operation.name)

    def _client(
        self,
        role: str,
        service: str,
        *,
        attempts: int,
        mode: str = "adaptive",
        on_answer: Any = None,
        **options: Any,
    ) -> Any:
        with self._lock:  # a botocore session may not make two clients at once
            if role not in self._clients:
                client = self._make(service, {"mode": mode, "total_max_attempts": attempts}, options)
                if on_answer is not None:
                    client.meta.events.register("needs-retry.personalize", on_answer)
                self._clients[role] = client
            return self._clients[role]

    def _make(self, service: str, retries: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415

        config = Config(
            retries=dict(retries),
            max_pool_connections=self._parallelism,
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=_READ_TIMEOUT,
            tcp_keepalive=True,
            user_agent_extra=f"reconcile/{reconciler.__version__}",
            **options,
        )
        try:
            return self._session.create_client(
                service, region_name=self.region, endpoint_url=self._endpoint_url, config=config
            )
        except (BotoCoreError, ValueError) as error:
            raise setup_error(error) from error


def _delay_if_harmless(
    *, attempts: int, response: Any, caught_exception: Exception | None, **_: Any
) -> float | None:
    """botocore's retry event: seconds to wait before sending a write again, None for not at all.

    The jitter keeps threads that were refused together apart.
    """
    if _code(response) in THROTTLING and attempts < _ATTEMPTS:
        return random.random() * min(2.0 ** (attempts - 1), _LONGEST_DELAY)  # noqa: S311 - not a secret
    if type(caught_exception).__name__ in _NEVER_SENT and attempts <= _CONNECT_RETRIES:
        return 2.0 ** (attempts - 1) / 2
    return None


def _code(response: Any) -> str:
    """The error code in an (HTTP, parsed) pair, "" when there was no answer or no error."""
    return str(response[1].get("Error", {}).get("Code", "")) if response else ""
