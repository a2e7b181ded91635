"""A report on data as one HTML page: nothing is loaded from elsewhere, nothing runs in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from reconciler.model.diagnostics import Severity
from reconciler.render.data_text import amount, counted, extent, place, summary
from reconciler.render.escape import visible
from reconciler.render.histogram import histogram, span

if TYPE_CHECKING:
    from reconciler.data.findings import Finding
    from reconciler.data.profile import ColumnProfile, DatasetProfile
    from reconciler.data.report import Checked, Report
    from reconciler.model.rules import Rule

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --quiet: #57606a; --line: #d0d7de;
  --error: #b3261e; --warning: #7a5200; --good: #1a6b34; --bar: #3a6ea5; --soft: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --quiet: #9aa4af;
  --line: #30363d; --error: #ff8f87; --warning: #e3b341; --good: #6cc785; --bar: #79b0e8; --soft: #161b22; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; } p { margin: .25rem 0; }
.quiet { color: var(--quiet); } .error { color: var(--error); } .warning { color: var(--warning); }
.good { color: var(--good); } code { font: .875em ui-monospace, monospace; overflow-wrap: anywhere; }
ul.findings { list-style: none; padding: 0; margin: 0; }
ul.findings > li { border: 1px solid var(--line); border-left: .3rem solid currentColor;
  border-radius: .3rem; padding: .6rem .9rem; margin: .6rem 0; }
ul.findings .body { color: var(--ink); } ul.findings strong { text-transform: capitalize; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .7rem .4rem 0; text-align: left;
  vertical-align: middle; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
thead th { color: var(--quiet); font-weight: 600; } svg { display: block; background: var(--soft); }
rect { fill: var(--bar); } svg text { fill: var(--ink); font: .7rem system-ui, sans-serif; }
td small { color: var(--quiet); display: block; }
"""


_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded and nothing runs, whatever a value in the page may hold."""


def data_page(report: Report, rules: Mapping[str, Rule], *, values: bool) -> str:
    """The whole page. Texts of cells are in it only with `values`."""
    title = f"Data of {visible(report.file)}"
    title += f", {visible(report.environment)}" if report.environment else ""
    hidden = "" if values else '<p class="quiet">Values of cells are left out.</p>'
    body = "".join(_dataset(one, index, rules, values) for index, one in enumerate(report.datasets))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n<p>{escape(summary(report))}</p>\n{hidden}"
        f"{_contents(report)}{body}</main>\n</body>\n</html>"
    )


def _contents(report: Report) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a href="#dataset-{index}">{escape(str(one.dataset.address))}</a></th>'
        f'<td class="number">{one.profile.rows:,}</td><td class="number">{amount(one.profile.size)}</td>'
        f'<td class="number">{_many(one, Severity.ERROR)}</td>'
        f'<td class="number">{_many(one, Severity.WARNING)}</td></tr>\n'
        for index, one in enumerate(report.datasets)
    )
    names = ("Rows", "Size", "Errors", "Warnings")
    heads = "".join(f'<th scope="col" class="number">{one}</th>' for one in names)
    return (
        f'<div class="scroll"><table>\n<thead><tr><th scope="col">Dataset</th>{heads}</tr></thead>\n'
        f"<tbody>{rows}</tbody>\n</table></div>\n"
    )


def _many(one: Checked, severity: Severity) -> str:
    count = sum(finding.severity is severity for finding in one.findings)
    return f'<span class="{severity.value}">{count}</span>' if count else "0"


def _dataset(one: Checked, index: int, rules: Mapping[str, Rule], values: bool) -> str:
    return "".join(_parts(one, index, rules, values))


def _parts(one: Checked, index: int, rules: Mapping[str, Rule], values: bool) -> Iterator[str]:
    address = escape(visible(str(one.dataset.address)))
    yield f'<section aria-labelledby="dataset-{index}">\n<h2 id="dataset-{index}">{address}</h2>\n'
    location = escape(visible(one.dataset.location))
    yield f'<p class="quiet">{escape(extent(one))} · <code>{location}</code></p>\n'
    if one.findings:
        listed = "".join(_finding(finding, rules[finding.rule], values) for finding in one.findings)
        yield f'<ul class="findings">\n{listed}</ul>\n'
    else:
        yield '<p class="good">Nothing found.</p>\n'
    yield _columns(one.profile.columns, values)
    yield _events(one.profile, values)
    yield "</section>\n"


def _finding(finding: Finding, rule: Rule, values: bool) -> str:
    word = finding.severity.value
    rows = ""
    if finding.found and finding.found.examples:
        seen = ", ".join(place(one, values=values) for one in finding.found.examples)
        rows = f"<dt>Seen</dt><dd><code>{escape(seen)}</code></dd>"
    return (
        f'<li class="{word}"><strong>{word}:</strong> <span class="body">{escape(visible(finding.summary))} '
        f"<code>{escape(finding.rule)}</code></span>\n"
        f'<dl class="body">{rows}<dt>Why</dt><dd>{escape(rule.why)}</dd>'
        f"<dt>To do</dt><dd>{escape(visible(finding.fix or rule.fix))}</dd></dl></li>\n"
    )


def _columns(columns: tuple[ColumnProfile, ...], values: bool) -> str:
    if not columns:
        return ""
    rows = "".join(_column(column, values) for column in columns)
    return (
        '<h3>Columns</h3>\n<div class="scroll"><table>\n<thead><tr><th scope="col">Column</th>'
        '<th scope="col" class="number">Empty</th><th scope="col" class="number">Distinct</th>'
        f'<th scope="col">Distribution</th></tr></thead>\n<tbody>{rows}</tbody>\n</table></div>\n'
    )


def _column(column: ColumnProfile, values: bool) -> str:
    about = "" if column.exact else "about "
    reach = span(column)
    under = f"<small>{escape(reach)}</small>" if reach else ""
    return (
        f'<tr><th scope="row">{escape(visible(column.name))}</th><td class="number">{column.nulls:,}</td>'
        f'<td class="number">{about}{column.distinct:,}</td>'
        f"<td>{histogram(column, values=values)}{under}</td></tr>\n"
    )


def _events(profile: DatasetProfile, values: bool) -> str:
    if not profile.users:
        return ""
    said = f"{counted(profile.users, 'user')}, {profile.active_users:,} of them with two events or more."
    if not profile.event_types or not values:
        return f"<h3>Events</h3>\n<p>{said}</p>\n"
    rows = "".join(
        f'<tr><th scope="row">{escape(visible(name))}</th><td class="number">{one.events:,}</td>'
        f'<td class="number">{one.users:,}</td></tr>\n'
        for name, one in profile.event_types.items()
    )
    return (
        f'<h3>Events</h3>\n<p>{said}</p>\n<div class="scroll"><table>\n<thead><tr><th scope="col">Event type'
        '</th><th scope="col" class="number">Events</th><th scope="col" class="number">Users with two</th>'
        f"</tr></thead>\n<tbody>{rows}</tbody>\n</table></div>\n"
    )
