"""What GitHub's own parser makes of Markdown: tags in order, tables, fences, and text that it would link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

UNSEEN = "\u200b"
OURS = {"h3", "p", "strong", "code", "sub", "blockquote", "ul", "li", "pre", "details", "summary"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
ALERT = re.compile(r"\[!(CAUTION|NOTE|WARNING)\]")
LINKED = re.compile(
    r"@\w|#\d|(?<![\w])GH-\d|(?<![\w])[0-9a-f]{7,40}(?![\w])|:[\w+-]+:|www\.\w|://", re.IGNORECASE | re.ASCII
)
"""Mentions, issues, commits, emoji and addresses, as GitHub finds them in text outside code."""


@dataclass
class View(HTMLParser):
    """`tags` in order with / before what closes; `tables` as rows of cells; `fences` as language and text."""

    tags: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    fences: list[tuple[str, str]] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    outside_code: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag not in OURS | TABLE or set(known) - {"lang", "align"}:
            self.strange.append(f"<{tag} {known}>")
        self.tags.append(tag)
        self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
        elif tag == "pre":
            self.fences.append((known.get("lang") or "", ""))
        elif tag == "li":
            self.bullets.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")
        if not self.open or self.open.pop() != tag:
            self.strange.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        text = data.replace(UNSEEN, "")
        if "pre" in self.open:
            language, content = self.fences[-1]
            self.fences[-1] = (language, content + data)
            return
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += text
        if "li" in self.open:
            self.bullets[-1] += text
        if "code" not in self.open:
            self.outside_code.append(data)

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.strange.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.strange.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.strange.append(f"<![{data}]>")

    @property
    def structure(self) -> list[str]:
        """The tags without code, which is set around whatever GitHub would link."""
        return [tag for tag in self.tags if tag not in {"code", "/code"}]

    @property
    def linked(self) -> list[str]:
        """What somebody would be told of, or what would become a link."""
        whole = "\n".join(self.outside_code)
        return LINKED.findall(ALERT.sub("", whole))


def github(markdown: str) -> View:
    """The page that GitHub would show, before it links and sanitizes."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    view = View()
    view.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, options))
    view.close()
    if view.open:
        view.strange.append(f"left open: {view.open}")
    return view
