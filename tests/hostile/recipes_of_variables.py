"""Hostile environment variables, each beside a good file or one with a mistake in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import HEAD, Entry, good_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLAN = (("plan",),)
_LONG = "x" * 100_000
SETTINGS: tuple[tuple[str, dict[str, str | None], str], ...] = (
    ("environment-of-nonsense", {"RECONCILE_ENV": "../../x"}, 'environment "../../x" is asked for'),
    (
        "environment-with-an-escape-sequence",
        {"RECONCILE_ENV": "\x1b[2J"},
        r'environment "\u001b[2J" is asked for',
    ),
    ("environment-with-a-newline", {"RECONCILE_ENV": "a\nb"}, r'environment "a\u000ab" is asked for'),
    ("environment-too-long", {"RECONCILE_ENV": _LONG}, "is asked for, but the file has no environments"),
    ("environment-of-a-template", {"RECONCILE_ENV": "${HOME}"}, 'environment "${HOME}" is asked for'),
    ("region-of-another", {"AWS_REGION": "us-east-1"}, "is for region eu-west-1, AWS_REGION says us-east-1"),
    (
        "region-of-a-host",
        {"AWS_DEFAULT_REGION": "evil.example.com/"},
        "AWS_DEFAULT_REGION says evil.example.com/",
    ),
    ("region-too-long", {"AWS_REGION": _LONG}, "is for region eu-west-1, AWS_REGION says xxx"),
    ("profile-of-nobody", {"AWS_PROFILE": "nobody"}, "nobody"),
    ("profile-with-an-escape-sequence", {"AWS_PROFILE": "a\x1b[2Jb"}, r"a\x1b[2Jb"),
    ("keys-missing", {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "no AWS credentials"),
    ("secret-missing", {"AWS_SECRET_ACCESS_KEY": None}, "missing: AWS_SECRET_ACCESS_KEY"),
    ("configuration-that-is-none", {"AWS_CONFIG_FILE": "personalize.yaml"}, "personalize.yaml"),
    ("endpoint-without-a-scheme", {"AWS_ENDPOINT_URL": "nonsense"}, "nonsense"),
    ("defaults-of-an-unknown-mode", {"AWS_DEFAULTS_MODE": "bogus"}, "bogus"),
    ("sts-of-an-unknown-mode", {"AWS_STS_REGIONAL_ENDPOINTS": "bogus"}, "bogus"),
)
"""Beside a good file, which is planned: a name, the variables, what is said."""
TASTES: tuple[tuple[str, dict[str, str | None]], ...] = (
    *(
        (f"columns-{name}", {"COLUMNS": value})
        for name, value in (
            ("none", "0"),
            ("negative", "-1"),
            ("huge", "9" * 30),
            ("text", "abc"),
            ("empty", ""),
        )
    ),
    ("lines-of-text", {"LINES": "abc"}),
    ("terminal-without-a-name", {"TERM": ""}),
    ("terminal-of-nonsense", {"TERM": "../../x"}),
    ("colours-forced", {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}),
    ("home-missing", {"HOME": None}),
    ("home-of-a-device", {"HOME": "/dev/null"}),
    ("path-missing", {"PATH": None}),
    ("locale-c", {"LANG": "C", "LC_ALL": "C"}),
    ("locale-of-nonsense", {"LANG": "xx_YY.nonsense", "LC_ALL": "xx_YY.nonsense"}),
    ("streams-in-ascii", {"PYTHONIOENCODING": "ascii"}),
    ("streams-in-latin-1", {"PYTHONIOENCODING": "latin-1"}),
    ("no-utf-8-mode", {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}),
    ("github-actions-of-nothing", {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": "/dev/zero"}),
)
"""Beside a file with a mistake, which is shown all the same: a name and the variables."""


def _mistaken(folder: Path) -> None:
    (folder / "personalize.yaml").write_text(f'{HEAD}tags: {{team: "→ Zürich “x” 💩"}}\nstack: ä\n')


def every() -> Iterator[Entry]:
    """All of them; the second table is of real commands, since Python reads some of it when it starts."""
    for name, environment, says in SETTINGS:
        yield Entry(
            name=f"settings/{name}", says=(says,), make=good_file, commands=_PLAN, environment=environment
        )
    for name, environment in TASTES:
        yield Entry(
            name=f"settings/{name}",
            says=('personalize.yaml:6:1: error: the key "stack" stands here again',),
            make=_mistaken,
            commands=(("validate",),),
            environment=environment,
            installed=True,
        )
