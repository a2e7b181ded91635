"""init: where the rows of datasets come from."""

from __future__ import annotations

from pathlib import Path

from cli_world import World

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "user-videos"
ROLE = "arn:aws:iam::123456789012:role/Access"
BARE = ("--stack", "shop", "--region", "eu-west-1")


def test_two_datasets_are_not_imported_from_one_object(world: World) -> None:
    (world.folder / "personalize.yaml").unlink()
    for kind in ("interactions", "items"):
        (world.folder / kind).mkdir()
        (world.folder / kind / "data.csv").write_bytes((EXAMPLE / f"{kind}.csv").read_bytes())
    both = ("--interactions", "interactions/data.csv", "--items", "items/data.csv")
    result = world.run("init", *BARE, *both, "--import-from", "s3://rows/", "--role", ROLE)
    assert (result.exit_code, result.stdout, (world.folder / "personalize.yaml").exists()) == (1, "", False)
    assert result.stderr == (
        "error: the files of interactions and items are both called data.csv, and nothing was written\n"
        "    why:   both would be imported from s3://rows/data.csv\n"
        "    to do: rename one of them, here and in the bucket\n"
    )
    assert world.run("init", *BARE, *both).exit_code == 0
