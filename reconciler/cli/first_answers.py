"""What `init` must know: from options, from a person at a terminal, or from what is usual."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from reconciler.catalog.dataset_columns import CUSTOM, DOMAINS
from reconciler.catalog.first_recipes import FIRST_RECIPES
from reconciler.cli.screen import Screen, is_terminal
from reconciler.data.likeness import fitting_stack
from reconciler.kinds.forms import ROLE_ARN, S3_LOCATION
from reconciler.render.escape import visible

NONE = "none"
KINDS = ("interactions", "items", "users")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
"""Short, since schemas, solutions and campaigns are named after it."""
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_ACCOUNT = re.compile(r"[0-9]{12}")
_REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
Check = Callable[[str], str]


@dataclass(slots=True, kw_only=True)
class Answers:
    """What options say, None being nothing; once complete, "" is what is meant to be left out.

    `files` are CSV files by type of dataset.
    """

    stack: str | None = None
    group: str | None = None
    region: str | None = None
    account: str | None = None
    domain: str | None = None
    files: Mapping[str, str | None] = field(default_factory=dict)
    bucket: str | None = None
    role: str | None = None
    recipe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The same, complete and each by itself as it must be; `asked` where a person may have typed some."""

    asked: bool
    stack: str
    group: str
    region: str
    account: str
    domain: str | None
    files: Mapping[str, str]
    bucket: str
    role: str
    recipe: str


def complete(said: Answers, folder: Path, screen: Screen, *, ask: bool) -> First:
    """Ask for what options leave open, or take what is usual; UsageError names what is missing or wrong."""
    asking = _Asking(asks=ask and is_terminal(sys.stdin) and is_terminal(screen.err))
    region = None if said.region is not None else _usual_region()
    usual = fitting_stack(folder.resolve().name)
    stack = asking.one("stack", said.stack, "Name of the stack", _name, usual, needed=True)
    group = asking.one("group", said.group, "Dataset group", _name, stack)
    region = asking.one("region", said.region, "AWS region", _region, region, needed=region is None)
    domain = asking.one(
        "domain",
        said.domain,
        f"Domain, one of {CUSTOM}, {', '.join(DOMAINS)}",
        _among(CUSTOM, *DOMAINS),
        CUSTOM,
    )
    of_domain = None if domain == CUSTOM else domain
    files = _files(said, asking)
    bucket, role = _import(said, asking)
    account_of_role = role.split(":")[4] if role else ""
    account = asking.one(
        "account", said.account, "AWS account, to refuse any other (empty: none)", _account, account_of_role
    )
    recipes = FIRST_RECIPES[of_domain]
    text = "".join(f"\n  {name}  {row.purpose}" for name, row in recipes.items())
    recipe = asking.one(
        "recipe",
        said.recipe,
        f"Recipe, one of{text}\n  none\nRecipe",
        _among(*recipes, NONE),
        next(iter(recipes)),
    )
    if asking.missing:
        raise click.UsageError(
            f"there is no terminal to ask on: pass {' and '.join(asking.missing)}"
            if ask
            else f"with --yes nothing is asked: pass {' and '.join(asking.missing)}"
        )
    return First(
        asked=asking.asks,
        stack=stack,
        group=group,
        region=region,
        account=account,
        domain=of_domain,
        files=files,
        bucket=bucket,
        role=role,
        recipe="" if recipe == NONE else recipe,
    )


def as_options(first: First) -> tuple[str, ...]:
    """What says all of this without being asked."""
    said = {"stack": first.stack, "group": first.group, "region": first.region, "account": first.account}
    said |= {"domain": first.domain or CUSTOM, **first.files}
    said |= {"import-from": first.bucket, "role": first.role, "recipe": first.recipe or NONE}
    return ("--yes", *(word for name, value in said.items() if value for word in (f"--{name}", value)))


def _files(said: Answers, asking: _Asking) -> Mapping[str, str]:
    asks = asking.asks and importlib.util.find_spec("duckdb") is not None
    found: dict[str, str] = {}
    for kind in KINDS:
        given = said.files.get(kind)
        if given is not None or asks:
            found[kind] = asking.one(kind, given, f"CSV file of {kind} (empty: none)", _csv, "")
    return {kind: path for kind, path in found.items() if path}


def _import(said: Answers, asking: _Asking) -> tuple[str, str]:
    text = "Folder in S3 to import from, s3://BUCKET/FOLDER/ (empty: none)"
    bucket = asking.one("import-from", said.bucket, text, _location, "")
    if not bucket:
        if said.role:
            raise click.UsageError("--role goes with --import-from")
        return "", ""
    return bucket, asking.one("role", said.role, "ARN of the role that reads it", _role, None, needed=True)


@dataclass(slots=True)
class _Asking:
    """One way to get every answer; `missing` are the options that nobody said and nobody can be asked for."""

    asks: bool
    missing: list[str] = field(default_factory=list)

    def one(
        self,
        option: str,
        given: str | None,
        text: str,
        check: Check,
        usual: str | None,
        *,
        needed: bool = False,
    ) -> str:
        """The answer; `usual` is what stands for none, save where it is `needed` and nobody is asked."""
        if given is not None:
            try:
                return check(given)
            except ValueError as error:
                raise click.UsageError(f"--{option}: {error}") from error
        if self.asks:
            return _prompted(text, check, usual)
        if needed:
            self.missing.append(f"--{option}")
        return usual or ""


def _usual_region() -> str | None:
    """What the environment says; UsageError where that is no region."""
    variable = next((one for one in _REGION_VARIABLES if os.environ.get(one)), None)
    if variable is None:
        return None
    try:
        return _region(os.environ[variable])
    except ValueError as error:
        raise click.UsageError(f"{variable} is {visible(os.environ[variable])}: {error}") from error


def _prompted(text: str, check: Check, usual: str | None) -> str:
    try:
        answer: str = click.prompt(
            text, default=usual, show_default=bool(usual), value_proc=_again(check), err=True
        )
    except click.Abort:
        click.echo(err=True)  # the cursor stands behind the question
        raise
    return answer


def _again(check: Check) -> Check:
    """The check as click wants it: a wrong answer is told and asked for again."""

    def checked(answer: str) -> str:
        try:
            return check(answer.strip())
        except ValueError as error:
            raise click.UsageError(str(error)) from error

    return checked


def _name(answer: str) -> str:
    if not _NAME.fullmatch(answer):
        raise ValueError("a name has letters, digits, hyphens and underscores, at most 40 in all")
    return answer


def _region(answer: str) -> str:
    if not _REGION.fullmatch(answer):
        raise ValueError("a region is called like eu-west-1")
    return answer


def _account(answer: str) -> str:
    if answer and not _ACCOUNT.fullmatch(answer):
        raise ValueError("an account has twelve digits")
    return answer


def _csv(answer: str) -> str:
    path = os.path.expanduser(answer)  # not pathlib's, which raises where there is no such user
    if path and not Path(path).is_file():
        raise ValueError(f"there is no file {answer}")
    return path


def _location(answer: str) -> str:
    if answer and not re.fullmatch(str(S3_LOCATION["pattern"]), answer):
        raise ValueError("a folder in S3 is named like s3://BUCKET/FOLDER/")
    if answer.endswith(".csv"):
        raise ValueError("name the folder, s3://BUCKET/FOLDER/, in which the CSV files are")
    return answer if not answer or answer.endswith("/") else f"{answer}/"


def _role(answer: str) -> str:
    if not re.fullmatch(str(ROLE_ARN["pattern"]), answer):
        raise ValueError("the ARN of a role is arn:aws:iam::ACCOUNT:role/NAME")
    return answer


def _among(*words: str) -> Check:
    """Any of these, in any case."""

    def check(answer: str) -> str:
        found = next((one for one in words if one.lower() == answer.lower()), None)
        if found is None:
            raise ValueError(f"choose one of {', '.join(words)}")
        return found

    return check
