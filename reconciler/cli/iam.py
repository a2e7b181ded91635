"""`reconcile iam`: the least IAM policies for the file, offline."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import environment_option, file_option, speech_options
from reconciler.cli.screen import Screen
from reconciler.errors import SetupError

if TYPE_CHECKING:
    from reconciler.model.desired import DesiredState
    from reconciler.model.observed import Environment
    from reconciler.permissions.documents import PolicyDocument, Repository

_PARTS = (
    "plan",
    "apply",
    "plan-trust",
    "apply-trust",
    "access-policy",
    "access-trust",
    "bucket",
    "key",
)
_BRANCH = re.compile(r"[A-Za-z0-9._/@+-]+")


@click.command(cls=Command)
@file_option
@environment_option
@click.option("--part", type=click.Choice(_PARTS), help="Only this policy, as IAM takes it.")
@click.option(
    "--name", metavar="NAME", help="With --part: of which role, bucket or key, where the file names several."
)
@click.option(
    "--repository", metavar="OWNER/NAME", help="The GitHub repository whose jobs take on the roles."
)
@click.option(
    "--branch", default="main", show_default=True, metavar="BRANCH", help="The branch that is applied."
)
@speech_options
@click.pass_obj
def iam(
    screen: Screen,
    /,
    file: str,
    environment: str | None,
    part: str | None,
    name: str | None,
    repository: str | None,
    branch: str,
) -> int:
    """Print the least IAM policies that the file needs. Nothing is called."""
    from reconciler.cli.stages import read_file  # noqa: PLC0415
    from reconciler.permissions.documents import documents  # noqa: PLC0415
    from reconciler.render.iam_document import iam_document  # noqa: PLC0415

    where = _repository(repository, branch, part)
    if name is not None and part is None:
        raise click.UsageError("--name goes with --part")
    desired = read_file(file, screen, environment)
    there = _environment(desired)
    made = documents(desired, there, where)
    if part is None:
        document = iam_document(desired, there, made)
    else:
        chosen = _chosen(made, part, name, desired.file)
        document = dict(chosen.policy)
        for note in chosen.notes:
            screen.note(f"note: {note}")
    screen.data(json.dumps(document, indent=2, ensure_ascii=False))
    return Exit.DONE


def _repository(repository: str | None, branch: str, part: str | None) -> Repository | None:
    from reconciler.permissions.documents import Repository  # noqa: PLC0415
    from reconciler.permissions.federation import is_repository  # noqa: PLC0415

    if repository is None:
        if part in {"plan-trust", "apply-trust"}:
            raise click.UsageError(f"--part {part} needs --repository OWNER/NAME: whose jobs to trust")
        return None
    if not is_repository(repository):
        raise click.UsageError(f"--repository takes OWNER/NAME, not {repository!r}")
    if not _BRANCH.fullmatch(branch):
        raise click.UsageError(f"--branch takes the name of a branch, not {branch!r}")
    return Repository(name=repository, branch=branch)


def _environment(desired: DesiredState) -> Environment:
    """Where the policies hold, as the file says it: no call is made to ask."""
    from reconciler.model.observed import Environment  # noqa: PLC0415
    from reconciler.permissions.policy import partition_of  # noqa: PLC0415

    missing = [key for key in ("account", "region") if not getattr(desired, key)]
    if desired.account is None or desired.region is None:
        raise SetupError(
            f"{desired.file} does not say {' and '.join(f'`{key}:`' for key in missing)}",
            why="the policies name ARNs, and a policy with a placeholder in it allows nothing or too much",
            fix=" and ".join(f"write `{key}:` into the file" for key in missing),
        )
    return Environment(account=desired.account, region=desired.region, partition=partition_of(desired.region))


def _chosen(made: Sequence[PolicyDocument], part: str, name: str | None, file: str) -> PolicyDocument:
    """The one document of this part, by its name where there are several."""
    found = [one for one in made if one.part.value == part]
    if not found:
        needed = {"bucket": "bucket", "key": "KMS key"}.get(part, "role that Personalize takes on")
        raise SetupError(f"{file} names no {needed}", why=f"so there is no {part} policy to print")
    named = [one for one in found if name is None or name in {one.name, one.name.rsplit("/", 1)[-1]}]
    if len(named) == 1:
        return named[0]
    choice = ", ".join(one.name for one in found if one.name) or "none"
    raise SetupError(
        f"{file} needs several {part} policies" if name is None else f"{file} names nothing like {name!r}",
        fix=f"choose with --name: {choice}",
    )
