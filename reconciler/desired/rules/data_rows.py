"""Rows of imported files and the values in them.

Their checks are in reconciler/data, since they look at rows and not at the file.
"""

from __future__ import annotations

from reconciler.desired.rules.data_sources import ERRORS, FORMAT, OWN, QUOTAS
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule

RULES = (
    Rule(
        id="data/row-length",
        severity=Severity.WARNING,
        title="a row has more or fewer values than the header has columns",
        why="Its values belong to other columns than they stand in, or to none; the import may fail.",
        fix="Quote values that hold commas, and write every value, be it nothing between two commas.",
        source=OWN,
        bad=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,A film\n"),
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,,1735689600\n"),
    ),
    Rule(
        id="data/quotes",
        severity=Severity.WARNING,
        title="quotes in a row do not fit together",
        why="What is inside is read as another text, or the row as several.",
        fix='Put the whole text in quotes, and write \\" for a quote inside.',
        source=FORMAT,
        bad=('ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,"A "great" film",1735689600\n'),
        good=(
            'ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,"A \\"great\\" film",1735689600\n'
        ),
    ),
    Rule(
        id="data/line-break",
        title="a value has a line break inside",
        why="One record stands on one line: what follows is read as another record.",
        fix="Write a space instead.",
        source=FORMAT,
        bad=(
            'ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,"A film\nabout nothing",1735689600\n'
        ),
        good=(
            'ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,"A film, about nothing",1735689600\n'
        ),
    ),
    Rule(
        id="data/type",
        title="a value is not of its column's type",
        why="The import fails, since rows must conform to the schema.",
        fix="Write a value of the type, or nothing where the column may be null.",
        source=ERRORS,
        bad=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,cheap,A film,1735689600\n"),
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9,A film,1735689600\n"),
    ),
    Rule(
        id="data/decimal-comma",
        title="a number has a comma",
        why="Numbers are written with a dot.",
        fix="Write a dot.",
        source=FORMAT,
        bad=('ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,"9,5",A film,1735689600\n'),
        good=('ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,9.5,"A film, 9,5",1735689600\n'),
    ),
    Rule(
        id="data/null",
        title="a value is missing that must be there",
        why="The schema does not allow null in this column, or it is the id.",
        fix="Write a value, leave the row out, or let the schema allow null.",
        source=ERRORS,
        bad=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n,Drama,9.5,A film,1735689600\n"),
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,Drama,,A film,1735689600\n"),
    ),
    Rule(
        id="data/empty-text",
        severity=Severity.WARNING,
        title="a text is empty, and the schema does not allow null",
        why="Whether an empty text counts as null is not documented.",
        fix="Write a text, or let the schema allow null.",
        source=OWN,
        bad=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,,9.5,A film,1735689600\n"),
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,none,9.5,A film,1735689600\n"),
    ),
    Rule(
        id="data/null-word",
        severity=Severity.WARNING,
        title="a text is NULL, null, None, nan, NaN, <NA>, N/A or \\N",
        why=(
            "Programs write these for a missing value. The guide knows none of them, so each is most likely "
            "taken as a text: a category or an id of that name."
        ),
        fix="Write nothing between the commas; where the word is meant, name the rule in validate.ignore.",
        source=OWN,
        bad=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,NULL,9.5,A film,1735689600\n"),
        good=("ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\ni1,None of these,9.5,,1735689600\n"),
    ),
    Rule(
        id="data/timestamp-milliseconds",
        title="a time is in milliseconds",
        why="Times are in seconds since 1970; as seconds this is thousands of years ahead.",
        fix="Write whole seconds: divide milliseconds by 1,000, microseconds by 1,000,000.",
        source=FORMAT,
        bad=("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nu1,i1,watch,1735689600000\n"),
        good=("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nu1,i1,watch,1735689600\n"),
    ),
    Rule(
        id="data/timestamp-range",
        severity=Severity.WARNING,
        title="an interaction is from before 1980, or more than a day ahead",
        why="Times decide what is recent and what is learnt from; such a one is most often a mistake.",
        fix="Correct the times, or leave the rows out.",
        source=OWN,
        bad=("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nu1,i1,watch,20250101\n"),
        good=("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nu1,i1,watch,1735689600\n"),
    ),
    Rule(
        id="data/too-long",
        title="a value is longer than the service takes",
        why="Ids take 256 characters, other texts and each single categorical value 1,000: the import fails.",
        fix="Shorten the value; or declare the column textual in Items, which takes 20,000.",
        source=ERRORS,
    ),
    Rule(
        id="data/text-cut",
        severity=Severity.WARNING,
        title="a textual value is longer than 20,000 characters",
        why="The service cuts it; of Chinese and Japanese it takes 7,000.",
        fix="Shorten it, so that what matters is kept.",
        source=QUOTAS,
    ),
    Rule(
        id="data/odd-id",
        severity=Severity.WARNING,
        title="an id has quotes, commas, pipes, backslashes, unseen characters, or white space around it",
        why=(
            "The guide advises against them: they are easily misread, and pipes separate impressions. An id "
            "with a character that is not seen, such as U+200B, is another one than the same without it."
        ),
        fix="Write ids of letters, digits and hyphens.",
        source=FORMAT,
        bad=("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nu1,i|1,watch,1735689600\n"),
        good=("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nu1,i-1_é,watch,1735689600\n"),
    ),
)
