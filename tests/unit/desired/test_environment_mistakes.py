"""What can be wrong with environments: each mistake at its place, with the environments that have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconciler.desired.every_environment import check
from reconciler.desired.load import load
from reconciler.model.diagnostics import Diagnostic, Severity

FILE = """\
version: 1
stack: videos
account: "123456789012"
region: eu-west-1
environments:
  staging:
    prefix: st-
    variables: {bucket: b1, tps: 1}
    overrides:
      campaign/c: {version: latest}
  production:
    variables: {bucket: b2, tps: 2}
schemas:
  s: {avro: x.avsc}
datasetGroups:
  g:
    datasets:
      interactions:
        schema: s
        import: {from: "s3://${bucket}/", role: "arn:aws:iam::123456789012:role/r"}
    solutions:
      so:
        recipe: aws-sims
        campaigns:
          c:
            minTPS: ${tps}
"""
PREFIXED = "prefix: st-"
OVERRIDE = "campaign/c: {version: latest}"


def errors(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [one for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("old", "new", "code", "where", "words"),
    [
        ("${tps}", "${tsp}", "variable/unknown", "26:21", "did you mean tps?"),
        ("s3://${bucket}/", "s3://b/", "variable/unused", "8:17", '"bucket"'),
        ("recipe: aws-sims", "recipe: '${'", "variable/form", "23:17", "no name"),
        ("recipe: aws-sims", "recipe: a${b c}", "variable/form", "23:17", "write ${NAME}"),
        (", tps: 2", "", "variable/missing", "11:3", "environment production lacks"),
        ("bucket: b2", "bucket: '${tps}'", "variable/nested", "12:25", "taken as it stands"),
        ("tps: 2", "tps: [2]", "file/type", "12:34", "got a list (environment production)"),
        ("tps: 2", "tps: null", "file/type", "12:34", "got nothing"),
        ("tps: 2", "tps: x", "file/type", "26:21", "${tps} is said at p.yaml:12:34"),
        ("tps: 2", "tps: x", "file/type", "26:21", "(environment production)"),
        (f"    {PREFIXED}\n", "", "environment/clash", "10:3", "set `prefix:` in one"),
        (PREFIXED, "prefix: st_é", "file/value", "7:13", "letters, digits"),
        (PREFIXED, f"prefix: {'p' * 62}", "name/too-long", "22:7", "64 characters"),
        (PREFIXED, "prefx: st-", "file/unknown-key", "7:5", "did you mean prefix?"),
        (PREFIXED, f"{PREFIXED}\n    role: deploy", "file/value", "8:11", "IAM role"),
        (
            OVERRIDE,
            "campaign/d: {version: latest}",
            "override/undeclared",
            "10:7",
            "did you mean campaign/c?",
        ),
        (OVERRIDE, "campaign/st-c: {version: x}", "override/undeclared", "10:7", "no prefix"),
        (OVERRIDE, "filter: {}", "override/address", "10:7", "campaign/NAME"),
        (OVERRIDE, "campaign/c: {versoin: x}", "file/unknown-key", "10:20", "did you mean version?"),
        (OVERRIDE, "campaign/c: {minTPS: x}", "file/type", "10:28", "(environment staging)"),
        (
            OVERRIDE,
            "campaign/c: {minTPSS: null}",
            "override/removes-nothing",
            "10:20",
            "did you mean minTPS?",
        ),
        (OVERRIDE, "campaign/c: 3", "file/type", "10:19", "expected a mapping"),
        (OVERRIDE, "campaign/c: {minTPS: '${x}'}", "variable/unknown", "10:28", "variables are"),
        (OVERRIDE, "schema/s: null", "reference/unknown", "19:17", "(environment staging)"),
        (
            OVERRIDE,
            "solution/so: {training: {maxAge: 1d}}\n      solution/so/training: {maxAge: 2d}",
            "override/twice",
            "11:30",
            "p.yaml:10:32",
        ),
        (
            OVERRIDE,
            "solution/so: null\n      solution/so/training: {maxAge: 2d}",
            "override/twice",
            "11:7",
            "p.yaml:10:20",
        ),
        ("overrides:\n      " + OVERRIDE, "overrides: [x]", "file/type", "9:16", "expected a mapping"),
        ("schema: s", "schema: z", "reference/unknown", "19:17", "declared are s"),
    ],
)
def test_a_mistake_is_shown_once_at_its_place(
    folder: Path, old: str, new: str, code: str, where: str, words: str
) -> None:
    assert FILE.count(old) == 1
    (folder / "p.yaml").write_text(FILE.replace(old, new))
    checked = check("p.yaml", stdin=None)
    found = errors(checked.diagnostics)
    assert checked.states == {}
    (one,) = [one for one in found if one.code == code][:1] or [found[0]]
    assert (one.code, str(one.position)) == (code, f"p.yaml:{where}")
    assert words in f"{one.summary} {one.why} {one.fix}"
    assert len({str(one.position) for one in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "environment", "code", "words"),
    [
        (FILE, None, "environment/choose", "pass --env staging or --env production"),
        (FILE, "", "environment/choose", "staging or production"),
        (FILE, "stagin", "environment/unknown", "did you mean staging?"),
        (FILE, "st-", "environment/unknown", "--env production"),
        ("version: 1\nstack: s\n", "staging", "environment/none", "leave --env (or RECONCILE_ENV) out"),
        ("version: 1\nstack: s\nenvironments: {}\n", None, "environment/none", "staging"),
        ("version: 1\nstack: s\nenvironments: 3\n", "x", "environment/none", "staging"),
        ("version: 1\nstack: s\nenvironments: {a: }\n", "a", "file/type", "expected a mapping"),
        ("version: 1\nstack: s\nenvironments: {a: {tags: 3}}\n", "a", "file/type", "expected a mapping"),
        ("version: 1\nstack: s\nenvironments: {a b: {}}\n", "a b", "file/name", "letters, digits"),
        ("version: 1\nstack: ${s}\n", None, "variable/unknown", "the file has no environments"),
        ("version: 1\nstack: s\ntags: {a: '${'}\n", None, "variable/form", "$${"),
    ],
)
def test_a_file_is_read_for_an_environment_that_it_has(
    folder: Path, text: str, environment: str | None, code: str, words: str
) -> None:
    (folder / "p.yaml").write_text(text)
    loaded = load("p.yaml", stdin=None, environment=environment)
    (one,) = errors(loaded.diagnostics)
    assert one.code == code
    assert words in f"{one.summary} {one.why} {one.fix}"


def test_a_mistake_in_one_environment_does_not_stand_against_another(folder: Path) -> None:
    (folder / "p.yaml").write_text(FILE.replace(OVERRIDE, "campaign/c: {minTPS: lots}"))
    assert load("p.yaml", stdin=None, environment="production").state
    assert load("p.yaml", stdin=None, environment="staging").state is None


def test_too_many_environments_are_refused(folder: Path) -> None:
    named = "".join(f"  e{n}: {{prefix: e{n}-}}\n" for n in range(21))
    (folder / "p.yaml").write_text(f"version: 1\nstack: s\nenvironments:\n{named}")
    (one,) = errors(check("p.yaml", stdin=None).diagnostics)
    assert (one.code, str(one.position)) == ("environment/too-many", "p.yaml:3:1")
