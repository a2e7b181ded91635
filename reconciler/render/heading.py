"""The first lines of plan, apply and drift: what is compared with which account, region and endpoint."""

from __future__ import annotations

from reconciler.model.observed import Environment
from reconciler.render.escape import visible
from reconciler.render.paint import Paint


def heading(environment: Environment, stack: str, file: str, paint: Paint) -> str:
    """Two lines that name stack, named environment, file, account, region and endpoint."""
    named = f", environment {paint('name', visible(environment.name))}" if environment.name else ""
    endpoint = "AWS" if environment.endpoint is None else f"{visible(environment.endpoint)} (not AWS)"
    account, region = visible(environment.account), visible(environment.region)
    return (
        f"stack {paint('name', visible(stack))}{named} ({visible(file)})\n"
        f"account {paint('name', account)}, region {paint('name', region)}, "
        f"endpoint {paint('name', endpoint)}"
    )
