"""Markdown and terminal output as HTML pages that look as GitHub and a terminal show them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from pathlib import Path

import cmarkgfm
from cmarkgfm.cmark import Options
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
_FENCE = re.compile(r'<pre lang="(\w+)"><code>(.*?)</code></pre>', re.DOTALL)
_ALERT = re.compile(
    r"<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(.*?)</blockquote>", re.DOTALL
)
_AROUND = 3
"""Lines that are shown above one with a note."""
SANS = 'body { margin: 0; padding: 20px; background: #fff; font-family: "Noto Sans", "Liberation Sans" }'
_THEME = TerminalTheme(
    (30, 33, 39),
    (216, 222, 233),
    [
        (59, 66, 82),
        (240, 113, 120),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (216, 222, 233),
    ],
    [
        (110, 118, 135),
        (255, 135, 140),
        (175, 215, 145),
        (245, 212, 150),
        (130, 195, 250),
        (215, 150, 235),
        (115, 205, 215),
        (255, 255, 255),
    ],
)


def comment_page(title: str, author: str, did: str, markdown: str, *, unfolded: int = -1) -> str:
    """A pull request's comment or an issue's body; so many foldable parts are open, -1 being all."""
    body = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    body = _ALERT.sub(_alert, _FENCE.sub(_fence, body)).replace("<details>", "<details open>", unfolded)
    return f"""<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="{MODULES.as_uri()}/github-markdown-css/github-markdown-light.css">
<style>
  {SANS}
  h1.title {{ font-size: 22px; font-weight: 500; margin: 0 0 14px }}
  .box {{ border: 1px solid #d0d7de; border-radius: 6px }}
  .head {{
    background: #f6f8fa; border-bottom: 1px solid #d0d7de; border-radius: 6px 6px 0 0;
    padding: 9px 16px; font-size: 14px; color: #59636e
  }}
  .head b {{ color: #1f2328 }}
  .bot {{ border: 1px solid #d0d7de; border-radius: 2em; padding: 0 7px; font-size: 12px }}
  .markdown-body {{ padding: 16px; font-size: 14px }}
  .markdown-body, .mermaid {{ font-family: "Noto Sans", "Liberation Sans", sans-serif }}
  .markdown-body pre, .markdown-body code {{ font-family: "DejaVu Sans Mono", monospace; font-size: 12px }}
  .mermaid {{ text-align: center; background: #fff !important }}
  .plus, .minus, .hunk, .plain {{ display: block }}
  .plus {{ background: #dafbe1; color: #116329 }}
  .minus {{ background: #ffebe9; color: #82071e }}
  .hunk {{ background: #ddf4ff; color: #0550ae; margin-top: 4px }}
</style>
<h1 class="title">{html.escape(title)}</h1>
<div class="box">
<div class="head"><b>{html.escape(author)}</b> <span class="bot">bot</span> {html.escape(did)}</div>
<article class="markdown-body">{body}</article></div>
<script src="{MODULES.as_uri()}/mermaid/dist/mermaid.min.js"></script>
<script>
  mermaid.initialize({{ startOnLoad: false, securityLevel: "strict", fontFamily: "Noto Sans, sans-serif" }});
  mermaid.run().then(() => {{ window.drawn = true }});
</script>"""


def terminal_page(title: str, output: str, columns: int) -> str:
    """What a terminal of `columns` characters shows, colours included."""
    console = Console(record=True, width=columns, force_terminal=True, file=io.StringIO())
    console.print(Text.from_ansi(output), soft_wrap=False)
    shown = console.export_html(theme=_THEME, inline_styles=True, code_format="<pre>{code}</pre>")
    return f"""<!doctype html><meta charset="utf-8">
<style>
  {SANS}
  .window {{ background: #1e2127; border-radius: 9px; color: #d8dee9; overflow: hidden }}
  .bar {{ background: #2b2f37; color: #9aa3b2; font-size: 13px; padding: 8px 14px; text-align: center }}
  pre {{ font: 13px/1.42 "DejaVu Sans Mono", monospace; margin: 0; padding: 14px 18px; white-space: pre }}
</style>
<div class="window"><div class="bar">{html.escape(title)}</div>{shown}</div>
<script>window.drawn = true</script>"""


def annotated_page(name: str, text: str, notes: Mapping[int, tuple[str, str, str]]) -> str:
    """Lines of a file as a pull request shows them, with what was annotated: (level, title, text) by line."""
    near = {line for noted in notes for line in range(noted - _AROUND, noted + 2)}
    lines = text.splitlines()
    rows = []
    for number in sorted(line for line in near if 1 <= line <= len(lines)):
        if rows and number - 1 not in near:
            rows.append('<tr class="gap"><td></td><td>⋯</td></tr>')
        rows.append(f'<tr><td class="n">{number}</td><td>{html.escape(lines[number - 1])}</td></tr>')
        if number in notes:
            level, title, said = notes[number]
            head = f"<b>{'Check failure' if level == 'error' else 'Check warning'}</b> on line {number}"
            body = f"<p><b>{html.escape(title)}</b></p><p>{html.escape(said)}</p>"
            rows.append(f'<tr><td></td><td><div class="note {level}"><p>{head}</p>{body}</div></td></tr>')
    return f"""<!doctype html><meta charset="utf-8">
<style>
  {SANS}
  .file {{ border: 1px solid #d0d7de; border-radius: 6px; overflow: hidden; color: #1f2328 }}
  .name {{ background: #f6f8fa; border-bottom: 1px solid #d0d7de; padding: 10px 14px }}
  table {{ border-collapse: collapse; width: 100% }}
  td, .name {{ font: 12px/20px "DejaVu Sans Mono", monospace; white-space: pre-wrap }}
  td {{ padding: 0 10px; vertical-align: top }}
  td.n {{ color: #59636e; text-align: right; width: 44px }}
  tr.gap td {{ background: #ddf4ff; color: #59636e }}
  .note {{
    border: 1px solid #d0d7de; border-left: 4px solid #cf222e; border-radius: 6px;
    margin: 8px 0; padding: 6px 14px
  }}
  .note.warning {{ border-left-color: #9a6700 }}
  .note p {{ font: 13px/1.5 "Noto Sans", "Liberation Sans", sans-serif; margin: 4px 0 }}
  .note.error p:first-child b {{ color: #cf222e }}
  .note.warning p:first-child b {{ color: #9a6700 }}
</style>
<div class="file"><div class="name">{html.escape(name)}</div><table>{"".join(rows)}</table></div>
<script>window.drawn = true</script>"""


def _fence(found: re.Match[str]) -> str:
    language, code = found.groups()
    if language == "mermaid":
        return f'<pre class="mermaid">{code}</pre>'
    if language == "diff":
        kinds = {"+": "plus", "-": "minus", "@": "hunk"}
        code = "".join(
            f'<span class="{kinds.get(line[:1], "plain")}">{line}</span>' for line in code.splitlines()
        )
    return f'<div class="highlight"><pre><code>{code}</code></pre></div>'


def _alert(found: re.Match[str]) -> str:
    kind, rest = found.groups()
    title = f'<p class="markdown-alert-title">{kind.capitalize()}</p>'
    return f'<div class="markdown-alert markdown-alert-{kind.lower()}">{title}<p>{rest}</div>'
