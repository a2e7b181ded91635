"""First files: whatever names people choose, what is written is what is read."""

from __future__ import annotations

import io

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.catalog.first_recipes import FIRST_RECIPES
from reconciler.data.dataset import DataColumn
from reconciler.desired.load import load
from reconciler.render.first_file import FirstDataset, FirstFile, first_file
from reconciler.render.first_schema import scalar, schema_document

NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", fullmatch=True)
COLUMNS = {"USER_ID": "string", "ITEM_ID": "string", "EVENT_TYPE": "string", "TIMESTAMP": "long"}
ROLE = "arn:aws:iam::123456789012:role/a=b,c@d+e"


def made(stack: str, group: str, domain: str | None = None, **more: str) -> FirstFile:
    columns = [DataColumn(name=name, types=(kind,)) for name, kind in COLUMNS.items()]
    document = schema_document("Interactions", columns)
    events = FirstDataset(
        kind="interactions", document=document, path="schemas/interactions.avsc", file=more.pop("file", "")
    )
    usual = {"region": "eu-west-1", "account": "", "bucket": "", "role": "", "recipe": ""}
    return FirstFile(stack=stack, group=group, domain=domain, datasets=(events,), **usual | more)


@given(NAMES, NAMES, st.sampled_from(list(FIRST_RECIPES)), st.booleans())
@example("1e5", "0123456789", None, True)
@example("true", "null", None, True)
@example("on", "y", "ECOMMERCE", True)
def test_names_are_read_as_they_were_said(stack: str, group: str, domain: str | None, imports: bool) -> None:
    more = {"bucket": "s3://data/", "role": ROLE} if imports else {}
    recipe = next(iter(FIRST_RECIPES[domain]))
    text = first_file(made(stack, group, domain, recipe=recipe, account="123456789012", **more), inline=True)
    loaded = load("-", stdin=io.StringIO(text))
    assert loaded.diagnostics == ()
    assert loaded.state
    assert loaded.state.stack == stack
    assert {one.name for one in loaded.state.resources if one.kind == "dataset-group"} == {group}


@given(st.text(max_size=20))
def test_a_scalar_is_the_text_that_it_stands_for(text: str) -> None:
    written = scalar(text)
    assert "\n" not in written
    if not any(0xD800 <= ord(one) < 0xE000 for one in text):
        assert yaml.safe_load(f"- {{a: {written}}}") == [{"a": text}]


@pytest.mark.parametrize("file", ["a b.csv", "a#b: c.csv", 'say "a".csv', "été.csv", "a\nb\\c.csv"])
def test_odd_names_of_files_are_read_as_they_are(file: str) -> None:
    text = first_file(made("s", "g", bucket="s3://data/", role=ROLE, file=file))
    declared = yaml.safe_load(text)
    said = declared["datasetGroups"]["g"]["datasets"]["interactions"]["import"]
    assert said["from"] == f"s3://data/{file}"


def test_a_file_with_imports_in_comments_is_the_same_whatever_the_name_of_the_csv_file() -> None:
    text = first_file(made("s", "g", file="a\nb: c.csv"))
    assert "  from: s3://BUCKET/a\\nb: c.csv\n" in text
    assert yaml.safe_load(text)["datasetGroups"]["g"]["datasets"]["interactions"] == {
        "schema": "g-interactions"
    }
