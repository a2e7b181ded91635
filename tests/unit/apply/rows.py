"""The kinds that some of these tests need, in brief where the table has no row for them yet."""

from __future__ import annotations

from collections.abc import Iterator

import fake_account
import making
import pytest

from reconciler.apply import work
from reconciler.kinds import KINDS, Kind
from reconciler.kinds.kind import Comparison, Field, Listing, Mutability


def _row(name: str, word: str, **more: object) -> Kind:
    letter = word[0].lower() + word[1:]
    return Kind(
        name=name,
        title=name,
        rank=95,
        place="",
        about="",
        create=f"Create{word}",
        describe=f"Describe{word}",
        update=f"Update{word}",
        delete=f"Delete{word}",
        listing=Listing(
            operation=f"List{word}s", result=f"{letter}s", parent="dataset-group", narrows="datasetGroupArn"
        ),
        document=letter,
        arn_member=f"{letter}Arn",
        resource=f"{name}/{{name}}",
        parents={"dataset-group": "datasetGroupArn"},
        **more,  # type: ignore[arg-type]
    )


_ROWS = (
    _row("recommender", "Recommender", update_record="latestRecommenderUpdate"),
    _row(
        "metric-attribution",
        "MetricAttribution",
        taggable=False,
        fields=(
            Field(
                key="metrics", member="metrics", mutability=Mutability.MUTABLE, comparison=Comparison.SUBSET
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def rows() -> Iterator[None]:
    """Every module here that looks kinds up finds these as well."""
    table = {**{row.name: row for row in _ROWS}, **KINDS}
    with pytest.MonkeyPatch.context() as patch:
        for module in (work, fake_account, making):
            patch.setattr(module, "KINDS", table)
        yield
