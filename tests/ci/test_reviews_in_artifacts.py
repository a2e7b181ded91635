"""A plan with more digests than a comment holds: they stand in the run's artifact, bound to it by a hash."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fake_github import GitHub
    from fake_repository import Pull
    from installed import Checkout, Server
    from jobs import Jobs


@pytest.fixture
def server(request: pytest.FixtureRequest, untouched: Server) -> Server:
    """One of its own for a test that asks for it."""
    own: Server = request.getfixturevalue("serve")(applied=True) if hasattr(request, "param") else untouched
    return own


@pytest.fixture
def pull(jobs: Jobs, checkout: Checkout, github: GitHub) -> Pull:
    """Planned where GitHub takes short comments only, so that a hundred digests are too many; then merged."""
    made = github.repository.open_pull("topic")
    tags = ", ".join(f"k{number}: v" for number in range(20))
    checkout.edit(("tags: { team: video }", f"tags: {{ team: video, {tags} }}"))
    github.repository.longest_body = 15_000
    jobs.plan(made).ended(0)
    github.repository.longest_body = 65_536
    github.repository.merge(made)
    return made


def repacked(data: bytes, plan: bytes | None) -> bytes:
    """The artifact with another plan.json, or none."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != "plan.json":
                new.writestr(name, old.read(name))
            elif plan is not None:
                new.writestr(name, plan)
    return out.getvalue()


@pytest.mark.parametrize("server", ["own"], indirect=True)
def test_what_was_reviewed_is_read_from_the_artifact(
    pull: Pull, jobs: Jobs, github: GitHub, server: Server
) -> None:
    server.forget_calls()
    jobs.apply().ended(0)
    assert server.changes().count("TagResource") > 5
    assert " 0 failed" in github.repository.said(pull.number)[0]
    assert any("/store/" in one for one in github.requests), "which answers 400 to whoever shows it a token"


@pytest.mark.parametrize("how", ["other", "unpacked", "missing", "expired", "deleted"])
def test_an_artifact_that_is_not_the_reviewed_one_grants_nothing(
    how: str, pull: Pull, jobs: Jobs, github: GitHub, server: Server
) -> None:
    repository = github.repository
    (number,) = repository.artifacts
    data = repository.zips[number]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        plan = json.loads(archive.read("plan.json"))
    plan["changes"][0]["grants"].append("0" * 32)
    said = {
        "other": "is another one",
        "unpacked": "has no readable plan.json",
        "missing": "has no readable plan.json",
        "expired": "has expired",
        "deleted": "has no artifact",
    }[how]
    if how == "other":
        repository.zips[number] = repacked(data, json.dumps(plan).encode())
    elif how == "unpacked":
        repository.zips[number] = b"PK\x03\x04 not a zip"
    elif how == "missing":
        repository.zips[number] = repacked(data, None)
    elif how == "expired":
        repository.artifacts[number]["expired"] = True
    else:
        del repository.artifacts[number]
    server.forget_calls()
    done = jobs.apply().ended(1)
    assert server.changes() == []
    assert said in done.said
    assert f"What was reviewed in #{pull.number} cannot be had" in done.said
    (comment,) = repository.said(pull.number)
    assert "Nothing was applied" in comment
    assert said in comment
