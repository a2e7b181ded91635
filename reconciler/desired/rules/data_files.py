"""Files of imports: whether they are there, their bytes and their headers.

Their checks are in reconciler/data, since they look at rows and not at the file.
"""

from __future__ import annotations

from reconciler.desired.rules.data_sources import ERRORS, FORMAT, OWN, QUOTAS
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule

RULES = (
    Rule(
        id="data/missing-file",
        title="there is no file where an import reads from",
        why="The import fails: there is nothing to read.",
        fix="Write the file, or correct the location below import.",
        source=OWN,
    ),
    Rule(
        id="data/file-beside",
        severity=Severity.WARNING,
        title="a folder has an empty file, or one with a name like _SUCCESS or .part.crc",
        why=(
            "Spark and other programs write such files beside their data. An import reads all files of the "
            "folder; whether it passes over these is not documented. They are not checked."
        ),
        fix="Delete it, or write the data so that no such file comes with it.",
        source=OWN,
    ),
    Rule(
        id="data/empty",
        title="a file has no header, or no row below it",
        why="The import fails, or empties the dataset.",
        fix="Write the header and the rows, or leave the import out.",
        source=OWN,
        bad="ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n",
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,A film,1735689600\n"),
    ),
    Rule(
        id="data/too-large",
        title="the files of an import are larger than the service takes",
        why="An import takes 100 GB, an incremental one 1 GB; for interactions the first can be raised.",
        fix="Import less at once, or ask AWS to raise the quota.",
        source=QUOTAS,
    ),
    Rule(
        id="data/not-utf8",
        title="a file or a row is not in UTF-8",
        why="Characters beyond ASCII must be in UTF-8: others fail or become something else.",
        fix="Save the file as UTF-8.",
        source=FORMAT,
    ),
    Rule(
        id="data/byte-order-mark",
        severity=Severity.WARNING,
        title="a byte order mark stands before the header",
        why="It may be taken for part of the first column's name; what the service does is not documented.",
        fix="Save the file as UTF-8 without a byte order mark.",
        source=OWN,
    ),
    Rule(
        id="data/delimiter",
        title="something else than a comma stands between the columns",
        why="The service reads commas, so that the whole header becomes the name of one column.",
        fix="Write commas.",
        source=FORMAT,
        bad=("ITEM_ID;GENRES;PRICE;ABOUT;CREATION_TIMESTAMP\ni1;Drama;9.5;A film;1735689600\n"),
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama;Comedy,9.5,A film,1735689600\n"),
    ),
    Rule(
        id="data/header-quoted",
        title="the header has quotes",
        why="The guide asks for names without quotes.",
        fix="Write the names without quotes.",
        source=FORMAT,
        bad='"ITEM_ID","GENRES","PRICE","ABOUT","CREATION_TIMESTAMP"\n',
        good=('ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n"i1","Drama","9.5","A film","1735689600"\n'),
    ),
    Rule(
        id="data/header-case",
        title="a column is written in another case, with white space around it, or with unseen characters",
        why="Names are those of the schema: the import fails for missing columns.",
        fix="Write the names as the schema does.",
        source=FORMAT,
        bad="item_id,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n",
        good="ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n",
    ),
    Rule(
        id="data/missing-column",
        title="the header lacks a column of the schema",
        why="The import fails: Input CSV is missing the following columns.",
        fix="Add the column, with empty values where it may be null; or take it out of the schema.",
        source=ERRORS,
        bad=("ITEM_ID,GENRES,PRICE,ABOUT\ni1,Drama,9.5,A film\n"),
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,,A film,1735689600\n"),
    ),
    Rule(
        id="data/extra-column",
        severity=Severity.WARNING,
        title="the header has a column that the schema does not have",
        why="Nothing reads it; what the service does with it is not documented.",
        fix="Leave the column out, or add it to the schema.",
        source=OWN,
        bad="ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP,COLOUR\n",
        good="ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n",
    ),
    Rule(
        id="data/column-twice",
        severity=Severity.WARNING,
        title="the header has one column twice",
        why="Which of the two is read is not documented.",
        fix="Leave one of the two out.",
        source=OWN,
        bad="ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP,PRICE\n",
        good="ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n",
    ),
    Rule(
        id="data/column-order",
        title="the columns stand in another order than in the schema",
        why="The guide asks for the order of the schema's fields.",
        fix="Write the columns in the order of the schema.",
        source=FORMAT,
        bad="GENRES,ITEM_ID,PRICE,ABOUT,CREATION_TIMESTAMP\n",
        good="ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n",
    ),
    Rule(
        id="data/headers-differ",
        title="files of one import have different headers",
        why="All files of one import must have the same header.",
        fix="Write the same header in every file, in the same order.",
        source=FORMAT,
    ),
)
