"""docs/rules.md: every rule that `reconcile validate` and `check-data` know, generated from the rules.

`python -m reconciler.render.rules_page > docs/rules.md` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from reconciler.desired.rules import rules
from reconciler.model.rules import Rule

_HEAD = """\
# Rules

<!-- Generated from reconciler/desired/rules: python -m reconciler.render.rules_page > docs/rules.md -->

What `reconcile validate` looks for, offline and without credentials; every other command looks first as well.
Rules that begin with `data/` are about rows: [`reconcile check-data`](check-data.md) looks for them, and a
plan does at the beginning of what it would import.
The id of a rule stands in brackets behind each finding, and `reconcile explain file/unknown-key` shows the
section of one. An *error* stops every command; a *warning* stops none. Examples are excerpts.

A warning that is known and meant can be ignored, with a place and a reason. Errors cannot: the service would
refuse what they are about, or the reconciler could not tell what is meant. Warnings about rows are ignored at
their dataset, such as `dataset/user-videos/items`.

```yaml
validate:
  ignore:
    - rule: training/max-age-short
      at: solution/video-recommendations
      because: trains every 12 hours during the launch
```

`at` is an address as the file writes it, without an environment's prefix, or a path of keys in which `*`
stands for any one key, such as `datasetGroups.*.solutions`; what is inside counts. A finding in a schema file
is at the schema. An entry that ignores nothing is itself a warning; where the file has environments, only
`reconcile validate` without `--env` can tell, since what is not found in one may be found in another.
"""


def rules_page() -> str:
    """The whole page; the same at every call."""
    found = rules().values()
    return "\n".join([_HEAD, *_contents(list(found)), *("\n".join(rule_section(rule)) for rule in found)])


def _contents(found: list[Rule]) -> Iterator[str]:
    for family, members in groupby(found, key=lambda rule: rule.id.split("/")[0]):
        links = ", ".join(f"[{rule.id.split('/')[1]}](#{rule.anchor})" for rule in members)
        yield f"- **{family}**: {links}"
    yield ""


def rule_section(rule: Rule) -> Iterator[str]:
    """One rule in Markdown, its heading first."""
    yield f'<a id="{rule.anchor}"></a>\n'
    yield f"## {rule.id}\n"
    yield from rule_body(rule)


def rule_body(rule: Rule) -> Iterator[str]:
    """What is said of a rule, in Markdown."""
    yield f"{rule.severity.value.capitalize()}: {_marked(rule.title)}.\n"
    yield f"- Why: {_marked(rule.why)}"
    yield f"- What to do: {_marked(rule.fix)}"
    yield f"- Source: {rule.source.said} (read {rule.source.seen}).\n"
    for heading, example in (("Breaks it:", rule.bad), ("Keeps it:", rule.good)):
        if example:
            language = "csv" if rule.id.startswith("data/") else "json" if example.startswith("{") else "yaml"
            yield f"{heading}\n\n```{language}\n{example.rstrip()}\n```\n"


def _marked(text: str) -> str:
    """Text of a rule in which `<` and `*` mean themselves."""
    return text.replace("<", "\\<").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.write(rules_page())
