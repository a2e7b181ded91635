"""The forms of a report on data: text, JSON and a page in which no value can do harm."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from reconciler.data.dataset import Dataset
from reconciler.data.findings import error, warning
from reconciler.data.profile import (
    Bar,
    ColumnProfile,
    DatasetProfile,
    EventCount,
    Example,
    FileProfile,
    Form,
    Found,
)
from reconciler.data.report import Checked, Report
from reconciler.desired.rules import rules
from reconciler.model.address import parse_address
from reconciler.render.data_document import data_document
from reconciler.render.data_page import data_page
from reconciler.render.data_text import amount, data_text
from reconciler.render.histogram import histogram
from reconciler.render.paint import Paint

EVIL = '<script>alert("x")</script>\u202e&\x1b[31m'
FOUND = Found(count=2, examples=(Example(file="a/items.csv", line=3, value=EVIL), Example(file="b", line=9)))
VALUES = tuple(Bar(low=f"{EVIL}{n}", count=9 - n) for n in range(7))
COLUMNS = (
    ColumnProfile(name=EVIL, nulls=1, distinct=7, exact=True, form=Form.VALUE, bars=VALUES),
    ColumnProfile(
        name="T",
        nulls=0,
        distinct=9,
        exact=False,
        form=Form.TIME,
        bars=(
            Bar(low="2025-01-01", high="2025-02-01", count=3),
            Bar(low="2025-02-01", high="2025-03-01", count=0),
        ),
    ),
    ColumnProfile(
        name="L", nulls=0, distinct=1, exact=True, form=Form.LENGTH, bars=(Bar(low="4", high="4", count=2),)
    ),
    ColumnProfile(name="EMPTY", nulls=4, distinct=0, exact=True),
)


def report(profile: DatasetProfile, *findings: object, environment: str = "") -> Report:
    dataset = Dataset(
        address=parse_address("dataset/shop/interactions"),
        location="s3://data/a/",
        mode="FULL",
        columns=(),
    )
    checked = Checked(dataset=dataset, profile=profile, findings=findings)  # type: ignore[arg-type]
    return Report(file="personalize.yaml", environment=environment, datasets=(checked,))


FULL = report(
    DatasetProfile(
        files=(FileProfile(name="a/items.csv", size=2_500_000_000, header=("A",)),),
        rows=4,
        columns=COLUMNS,
        event_types={EVIL: EventCount(events=3, users=1)},
        users=2,
        active_users=1,
    ),
    error("data/type", f"{EVIL}: 2 rows", column="A", found=FOUND),
    warning("data/few-users", "few", fix="More."),
    environment="live",
)
EMPTY = report(DatasetProfile(files=()), error("data/missing-file", "there is no file"))


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("values", [True, False])
def test_a_page_loads_nothing_runs_nothing_and_closes_what_it_opens(values: bool) -> None:
    page = Page(data_page(FULL, rules(), values=values))
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    named = {name for name, _ in page.attributes}
    assert not {"src", "style"} & named
    assert not {name for name in named if name.startswith("on")}
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")


def test_a_page_says_its_language_its_headings_and_what_every_figure_shows() -> None:
    page = Page(data_page(FULL, rules(), values=True))
    assert ("lang", "en") in page.attributes
    assert [tag for tag in page.tags if tag in {"h1", "h2", "h3"}] == ["h1", "h2", "h3", "h3"]
    labels = [value for name, value in page.attributes if name == "aria-label"]
    assert len(labels) == page.tags.count("svg") == 3
    assert all(labels)
    assert ("scope", "row") in page.attributes


def test_nothing_that_steers_a_terminal_or_a_page_comes_through() -> None:
    for text in (
        data_page(FULL, rules(), values=True),
        data_text(FULL, rules(), paint=Paint(), values=True),
    ):
        assert "\u202e" not in text
        assert "\x1b" not in text
    assert "<script>" not in data_page(FULL, rules(), values=True)


def test_without_values_no_form_has_any() -> None:
    report_ = report(
        DatasetProfile(
            files=(),
            columns=(
                ColumnProfile(
                    name="A",
                    nulls=0,
                    distinct=1,
                    exact=True,
                    form=Form.VALUE,
                    bars=(Bar(low="alice", count=2),),
                ),
            ),
            event_types={"alice": EventCount(events=2, users=1)},
            users=1,
        ),
        error(
            "data/type", "wrong", found=Found(count=1, examples=(Example(file="f", line=2, value="alice"),))
        ),
    )
    for values in (True, False):
        forms = (
            data_page(report_, rules(), values=values),
            data_text(report_, rules(), paint=Paint(), values=values),
            str(data_document(report_, rules(), values=values)),
        )
        assert [("alice" in form) for form in forms] == [values] * 3


def test_a_page_of_nothing_says_so() -> None:
    text = data_page(EMPTY, rules(), values=True)
    assert "<svg" not in text
    assert "0 rows in 0 files, 0 bytes" in text
    sound = report(DatasetProfile(files=()))
    assert "Nothing found." in data_page(sound, rules(), values=True)


def test_text_names_rows_by_the_last_part_of_their_file_and_quotes_what_is_there() -> None:
    text = data_text(FULL, rules(), paint=Paint(), values=True)
    assert "4 rows in 1 file, 2.5 GB" in text
    assert 'seen:  items.csv:3 "<script>' in text
    assert "b:9\n" in text
    assert "to do: More." in text


def test_a_document_tells_no_events_where_rows_are_none() -> None:
    (dataset,) = data_document(EMPTY, rules(), values=False)["datasets"]
    assert dataset["events"] is None
    assert dataset["findings"][0]["examples"] == []


def test_a_figure_says_in_words_what_it_shows() -> None:
    values, times, lengths, nothing = COLUMNS
    assert 'aria-label="T: 2025-01-01 to 2025-03-01; most are 2025-01-01 to 2025-02-01, 3 rows"' in histogram(
        times, values=False
    )
    assert "4 characters" in histogram(lengths, values=False)
    assert "7 values, the most frequent in 9 rows" in histogram(values, values=False)
    assert " 9, " in histogram(values, values=True)
    assert " and 2 more" in histogram(values, values=True)
    assert histogram(nothing, values=True) == ""


def test_values_stand_beside_their_bars_cut_where_there_is_no_room_and_only_where_they_may_be_seen() -> None:
    texts = ("watch", "<b>" + "x" * 30, "東京" * 9)
    bars = tuple(Bar(low=text, count=9 - index) for index, text in enumerate(texts))
    column = ColumnProfile(name="T", nulls=0, distinct=3, exact=True, form=Form.VALUE, bars=bars)
    page = histogram(column, values=True)
    assert ">watch<title>watch: 9</title></text>" in page
    assert f">&lt;b&gt;{'x' * 12}…<title>" in page
    assert ">東京東京東京東…<title>" in page
    assert page.count("<rect") == 3
    assert "<text" not in histogram(column, values=False)


def test_a_row_of_few_is_still_seen_beside_many() -> None:
    bars = (Bar(low="0", high="1", count=1_000_000), Bar(low="1", high="2", count=1))
    column = ColumnProfile(name="N", nulls=0, distinct=2, exact=True, form=Form.NUMBER, bars=bars)
    assert 'height="1.50"' in histogram(column, values=False)


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (2_340_000, "2.3 MB")]
)
def test_sizes_are_told_in_the_unit_that_reads_best(size: int, text: str) -> None:
    assert amount(size) == text
