"""What a plan is about, where it is not about everything: the words of `--only runs` and of destroy."""

from __future__ import annotations

from reconciler.plan.changes import Plan, Scope

COMMANDS = {
    Scope.WHOLE: "reconcile apply",
    Scope.RUNS: "reconcile apply --only runs",
    Scope.DESTROY: "reconcile destroy",
}
"""What carries such a plan out, and goes on from where it stopped."""


def scope_title(plan: Plan) -> str:
    """What stands above such a plan; "" above one of everything."""
    if plan.scope is Scope.DESTROY:
        return f"DESTROY: everything that stack {plan.stack} owns in this account and region"
    if plan.scope is Scope.RUNS:
        return f"ONLY RUNS: imports, trainings and deployments that are due. {_aside(plan)}"
    return ""


def nothing_to_do(plan: Plan) -> str:
    """Said where a plan is empty."""
    if plan.scope is Scope.DESTROY:
        return f"Nothing to destroy: stack {plan.stack} owns nothing here."
    if plan.scope is Scope.RUNS:
        return "No runs: nothing is due."
    return "No differences: the account is as the file says."


def _aside(plan: Plan) -> str:
    if not plan.left_aside:
        return "Nothing else is to be done."
    changes = "1 other change waits" if plan.left_aside == 1 else f"{plan.left_aside} other changes wait"
    return f"{changes} for a whole apply."
