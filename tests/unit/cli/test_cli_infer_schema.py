"""infer-schema: what goes to which stream, exit codes, and files that stay as they are."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from cli_world import World

from reconciler.cli import inferring

HEADER = "USER_ID,ITEM_ID,EVENT_TYPE,DEVICE,TIMESTAMP\n"
ROWS = "".join(f"mary{n % 40},i{n % 7},watch,{('tv', 'web')[n % 2]},{1735689600 + n}\n" for n in range(1000))
PASTED = """schemas:
  my-events: {avro: %s}
datasetGroups:
  GROUP:  # your dataset group
    datasets:
      interactions:
        schema: my-events
        # import: {from: s3://BUCKET/my_events.csv, role: ROLE_ARN, when: changed}
"""


@pytest.fixture
def events(world: World) -> Path:
    """A sound file of interactions."""
    path = world.folder / "my_events.csv"
    path.write_text(HEADER + ROWS)
    return path


def fields(text: str) -> list[str]:
    return [one["name"] for one in json.loads(text)["fields"]]


def test_the_document_alone_is_on_standard_output(world: World, events: Path) -> None:
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions")
    assert result.exit_code == 0
    assert fields(result.stdout) == HEADER.strip().split(",")
    assert result.stderr == (
        "reading my_events.csv\n1,000 rows of interactions in my_events.csv:\n"
        "  USER_ID     string               the service needs it\n"
        "  ITEM_ID     string               the service needs it\n"
        "  EVENT_TYPE  string               the service knows it by name\n"
        "  DEVICE      string, categorical  2 distinct values in 1,000 cells\n"
        "  TIMESTAMP   long                 the service needs it\n"
        "\nFor personalize.yaml, once the document is saved as schemas/my-events.avsc:\n\n"
        f"{PASTED % 'schemas/my-events.avsc'}"
    )


def test_with_out_the_document_is_a_file_and_the_lines_to_paste_are_the_output(
    world: World, events: Path
) -> None:
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions", "--out", "s/e.avsc", "-q")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == PASTED % "s/e.avsc"
    assert fields((world.folder / "s" / "e.avsc").read_text()) == HEADER.strip().split(",")


def test_the_name_of_a_file_breaks_no_line(world: World, events: Path) -> None:
    result = world.run(
        "infer-schema", str(events.rename(world.folder / "a\nb.csv")), "--type", "interactions"
    )
    assert result.exit_code == 0
    assert "  a-b: {avro: schemas/a-b.avsc}\n" in result.stderr
    assert "s3://BUCKET/a\\nb.csv, role" in result.stderr


def test_a_domain_stands_with_the_schema_and_with_the_group(world: World, events: Path) -> None:
    result = world.run(
        "infer-schema", "my_events.csv", "--type", "INTERACTIONS", "--domain", "ecommerce", "--name", "2024"
    )
    assert '  "2024": {avro: schemas/2024.avsc, domain: ECOMMERCE}\n' in result.stderr
    assert "  GROUP:  # your dataset group\n    domain: ECOMMERCE\n" in result.stderr
    assert '        schema: "2024"\n' in result.stderr


def test_a_custom_group_may_be_named_as_such(world: World, events: Path) -> None:
    command = ("infer-schema", "my_events.csv", "--type", "interactions")
    assert world.run(*command, "--domain", "custom").output == world.run(*command).output


def test_a_file_that_is_there_stays_unless_it_may_go(world: World, events: Path) -> None:
    out = world.folder / "e.avsc"
    out.write_text("mine")
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions", "--out", "e.avsc")
    assert (result.exit_code, result.stdout, out.read_text()) == (1, "", "mine")
    assert result.stderr == (
        "error: e.avsc is there already\n    to do: name another file, or pass --force to replace it\n"
    )
    forced = world.run(
        "infer-schema", "my_events.csv", "--type", "interactions", "--out", "e.avsc", "--force"
    )
    assert forced.exit_code == 0
    assert fields(out.read_text())
    out.unlink()
    again = world.run("infer-schema", "my_events.csv", "--type", "interactions", "--out", "e.avsc", "--force")
    assert (again.exit_code, out.exists()) == (0, True)


def test_problems_are_all_said_and_no_document_is_made(world: World, events: Path) -> None:
    events.write_text("userId,Item Id,TIMESTAMP\nu,i,1\n")
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions", "--out", "e.avsc")
    assert (result.exit_code, result.stdout) == (1, "")
    assert not (world.folder / "e.avsc").exists()
    assert result.stderr == (
        "error: no schema can name Item Id\n"
        "    why:   names have letters, digits and underscores, no digit first; header and schema have the "
        "same\n"
        "    to do: write ITEM_ID\n"
        "error: there is no column USER_ID\n"
        "    why:   every row of this dataset needs it; userId looks like it\n"
        "    to do: rename userId to USER_ID\n"
        "error: there is no column ITEM_ID\n"
        "    why:   every row of this dataset needs it; Item Id looks like it\n"
        "    to do: rename Item Id to ITEM_ID\n"
        "error: the header must be another one\n"
        "    to do: write as the first line: USER_ID,ITEM_ID,TIMESTAMP\n"
        "\nNo schema was made for my_events.csv: it must be changed first.\n"
    )


def test_cells_that_no_schema_can_fit_are_errors_with_their_rule(world: World, events: Path) -> None:
    events.write_text(HEADER + ROWS.replace("1735689603", "1735689603000"))
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[data/timestamp-milliseconds]\n      seen:  my_events.csv:5\n" in result.stderr


def test_a_sample_is_enough_for_a_schema_though_not_for_an_import(world: World, events: Path) -> None:
    events.write_text(HEADER + "".join(ROWS.splitlines(keepends=True)[:30]))
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions")
    assert result.exit_code == 0
    assert (
        "  warning: 30 rows of interactions; an import takes 1,000 or more [data/few-interactions]"
        in result.stderr
    )


def test_one_row_is_one_row(world: World, events: Path) -> None:
    events.write_text(HEADER + ROWS.splitlines()[0])
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions")
    assert "\n1 row of interactions in my_events.csv:\n" in result.stderr


def test_remarks_stand_below_their_columns(world: World) -> None:
    (world.folder / "items.csv").write_text("ITEM_ID,TITLE\n" + "".join(f"i{n},t{n}\n" for n in range(30)))
    result = world.run("infer-schema", "items.csv", "--type", "items")
    assert (
        "  TITLE    string  no two rows share a value\n"
        "             note: neither categorical nor textual: not used in training; leave it out unless a "
        "filter needs it\n"
    ) in result.stderr


def test_a_document_that_the_service_would_not_take_for_its_length_is_not_made(
    world: World, events: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inferring, "LONGEST", 300)
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the schema of my_events.csv would have 375 characters; the service takes 300" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing option '--type'"),
        (["--type", "events"], "'events' is not one of"),
        (
            ["--type", "actions", "--domain", "ECOMMERCE"],
            "ECOMMERCE has no dataset of type actions",
        ),
        (["--type", "items", "--name", "a b"], "--name takes letters"),
        (["--type", "items", "--force"], "--force goes with --out"),
        (["--type", "items", "--out", "-"], "--out - names no file; without it the document is printed"),
        (["--type", "items", "--out", "my_events.csv"], "would replace the file that is read"),
    ],
)
def test_wrong_usage_is_64(world: World, events: Path, arguments: list[str], said: str) -> None:
    result = world.run("infer-schema", "my_events.csv", *arguments)
    assert (result.exit_code, result.stdout) == (64, "")
    assert said in result.stderr


def test_without_the_reader_it_says_what_to_install(
    world: World, events: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    result = world.run("infer-schema", "my_events.csv", "--type", "interactions")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: infer-schema needs a reader of CSV files that is not installed\n"
        '    to do: install the extra: pip install "personalize-reconciler[data]"\n'
    )
