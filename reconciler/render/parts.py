"""Parts that the JSON documents of drift and outcome share."""

from __future__ import annotations

from typing import Any

from reconciler.model.observed import Environment, ReadProblem


def environment_document(environment: Environment) -> dict[str, Any]:
    """Where it happened; `endpoint` is null for AWS itself, `name` "" where the file names no environment."""
    return {
        "account": environment.account,
        "region": environment.region,
        "partition": environment.partition,
        "endpoint": environment.endpoint,
        "name": environment.name,
    }


def problem_document(problem: ReadProblem) -> dict[str, Any]:
    """A read that failed."""
    return {
        "what": problem.what,
        "operation": problem.operation,
        "address": str(problem.address) if problem.address else None,
    }
