"""Files of a folder by the locations of imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconciler.errors import SetupError
from reconciler.scan.local_files import LocalFiles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    (made / "day" / "below").mkdir(parents=True)
    for name in ("one.csv", "day/one.csv", "day/two.csv", "day/below/three.csv"):
        (made / name).write_text(name)
    (tmp_path / "outside.csv").write_text("outside")
    return made


@pytest.mark.parametrize(
    ("location", "names"),
    [
        ("s3://b/day/one.csv", ["day/one.csv"]),
        ("s3://b/elsewhere/one.csv", ["one.csv"]),
        ("s3://b/day/", ["day/one.csv", "day/two.csv"]),
        ("s3://b/elsewhere/day/", ["day/one.csv", "day/two.csv"]),
        ("s3://b/", ["one.csv"]),
        ("s3://b", ["one.csv"]),
        ("s3://b/day", []),
        ("s3://b/one.csv/", []),
        ("s3://b/none.csv", []),
        ("s3://b/../outside.csv", []),
        ("s3://b//etc/hostname", []),
    ],
)
def test_a_location_is_its_path_below_the_folder_or_the_last_part_of_it(
    folder: Path, location: str, names: list[str]
) -> None:
    assert [one.name for one in LocalFiles(str(folder)).files(location)] == names


def test_a_file_is_opened_by_its_name_and_knows_its_size(folder: Path) -> None:
    files = LocalFiles(str(folder))
    (one,) = files.files("s3://b/day/one.csv")
    assert one.size == len("day/one.csv")
    with files.open(one) as stream:
        assert stream.read(99) == b"day/one.csv"


def test_a_link_to_a_file_elsewhere_is_read_by_itself_and_in_its_folder(folder: Path) -> None:
    (folder / "links").mkdir()
    (folder / "links" / "one.csv").symlink_to(folder.parent / "outside.csv")
    source = LocalFiles(str(folder))
    for location in ("s3://b/links/one.csv", "s3://b/links/"):
        (one,) = source.files(location)
        assert (one.name, one.size) == ("links/one.csv", len("outside"))
        with source.open(one) as stream:
            assert stream.read(99) == b"outside"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="there is no folder"):
        LocalFiles(str(tmp_path / "nothing"))


def test_the_beginning_of_a_file_is_so_many_bytes(folder: Path) -> None:
    source = LocalFiles(str(folder))
    (file,) = source.files("s3://b/day/one.csv")
    assert source.beginning(file, 3) == b"day"
