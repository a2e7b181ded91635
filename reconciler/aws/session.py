"""Sessions and clients: who we are, where we call, and how often botocore repeats a call by itself.

A call of Personalize is sent once: when it may be sent, and sent again, is decided in `personalize`, which
knows the operation's rate and whether the call changes something. The limiter of botocore's `adaptive` mode
is per client while the service's limits are per operation, and its retries would send a Create again after a
lost answer or a 5xx, so that a training is paid twice. The few calls of other services repeat in `adaptive`
mode.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import reconciler
from reconciler.aws.errors import no_credentials, no_region, setup_error, translated
from reconciler.aws.timestamps import iso_text
from reconciler.errors import SetupError
from reconciler.model.redaction import redacted

_CONNECT_TIMEOUT = 10
_READ_TIMEOUT = 60
_ATTEMPTS = 10
_IDENTITY_ATTEMPTS = 3
"""Few: this is the first call, where a wrong endpoint or proxy should show at once."""
_AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws")


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
        self._lock = threading.Lock()

    @property
    def endpoint(self) -> str | None:
        """Where Personalize is called if it is not AWS itself: the option's, else AWS_ENDPOINT_URL's."""
        url = str(self.personalize.meta.endpoint_url)
        return None if (urlsplit(url).hostname or "").endswith(_AWS_DOMAINS) else url

    @property
    def personalize(self) -> Any:
        """The Personalize client; sends every call once."""
        return self._client("personalize", "personalize", attempts=1, mode="standard")

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
        except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
            raise SetupError(
                f"the credentials cannot be read: {error.filename}: {error.strerror}",
                fix="Check the files that AWS_WEB_IDENTITY_TOKEN_FILE and ~/.aws/config name.",
            ) from error
        except Exception as error:
            cause = translated(
                error, service="sts", operation="GetCallerIdentity", endpoint=client.meta.endpoint_url
            )
            raise SetupError(f"the credentials could not be checked: {cause}", fix=cause.fix) from error
        return str(answer["Account"]), str(answer["Arn"]).split(":")[1]

    def _client(
        self, role: str, service: str, *, attempts: int, mode: str = "adaptive", **options: Any
    ) -> Any:
        with self._lock:  # a botocore session may not make two clients at once
            if role not in self._clients:
                retries = {"mode": mode, "total_max_attempts": attempts}
                self._clients[role] = self._make(service, retries, options)
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
            client = self._session.create_client(
                service, region_name=self.region, endpoint_url=self._endpoint_url, config=config
            )
            _check_place(client.meta.endpoint_url)
        except (BotoCoreError, ValueError) as error:
            raise setup_error(error) from error
        return client


def _check_place(url: str) -> None:
    """SetupError when an endpoint says more than a place: it is printed, saved and posted with every plan.

    AWS's clients sign their calls and use neither a user nor a query. ValueError for an impossible port.
    """
    parts = urlsplit(url)
    _ = parts.port
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise SetupError(
            f"an endpoint has a user, a password or a query in it: {redacted(url)}",
            why="calls are signed with the AWS credentials and nothing else, and plans name the endpoint",
            fix="leave them out of --endpoint-url and AWS_ENDPOINT_URL",
        )
