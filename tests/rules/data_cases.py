"""Cases about the rows of CSV files: what stands in the files."""

from __future__ import annotations

from collections.abc import Mapping

from made_cases import Lay
from made_data import (
    ITEM,
    ITEMS,
    SOUND_ITEMS,
    absent,
    beside,
    event,
    events,
    files,
    items,
    many,
    sparse,
    underscored,
)

TRAINED = {"solutions": {"s": {"recipe": "aws-user-personalization-v2"}}}
BY_TYPE = {"solutions": {"s": {"recipe": "aws-user-personalization", "eventType": "buy"}}}
FILTERED = {"filters": {"seen": 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("bought")'}}
OTHER_CASE = {"filters": {"seen": 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Watch")'}}
QUOTED = ITEMS + 'i1,Drama,9.5,"A \\"great\\" film",1735689600\n'

BREAKS: Mapping[str, tuple[Lay, ...]] = {
    "data/missing-file": (absent,),
    "data/file-beside": (beside("_SUCCESS"), beside(".part-0.csv.crc"), beside("part-1.csv")),
    "data/empty": (files(items=ITEMS), files(items="")),
    "data/too-large": (sparse,),
    "data/not-utf8": (
        files(items=SOUND_ITEMS.encode("utf-16")),
        files(items=SOUND_ITEMS.replace("film", "café").encode("latin-1")),
    ),
    "data/byte-order-mark": (files(items=SOUND_ITEMS.encode("utf-8-sig")),),
    "data/delimiter": (files(items=SOUND_ITEMS.replace(",", ";")),),
    "data/header-quoted": (files(items='"' + ITEMS.strip().replace(",", '","') + '"\n' + ITEM),),
    "data/header-case": (
        files(items=SOUND_ITEMS.replace("ITEM_ID", "item_id")),
        files(items=SOUND_ITEMS.replace("GENRES", "GENRES\u200b")),
        files(items=SOUND_ITEMS.replace("PRICE", "\ufeffPR\u2060ICE")),
    ),
    "data/missing-column": (files(items="ITEM_ID,GENRES,PRICE,ABOUT\ni1,Drama,9.5,A film\n"),),
    "data/extra-column": (files(items=ITEMS.strip() + ",COLOUR\n" + ITEM.strip() + ",red\n"),),
    "data/column-twice": (files(items=ITEMS.strip() + ",PRICE\n" + ITEM.strip() + ",9\n"),),
    "data/column-order": (
        files(items="GENRES,ITEM_ID,PRICE,ABOUT,CREATION_TIMESTAMP\nDrama,i1,9.5,A film,1735689600\n"),
    ),
    "data/headers-differ": (
        files(items=(SOUND_ITEMS.encode(), b"ITEM_ID,GENRES,PRICE,CREATION_TIMESTAMP,ABOUT\n")),
    ),
    "data/row-length": (
        files(items=items("i1,Drama,9.5,A film\n")),
        files(items=items("i1,Drama,9.5,A film, the first,1735689600\n")),
        files(items=items("i1,Drama,9.5," + "x" * 2_100_000 + ",1735689600\n")),
        files(items=items("i1,Drama,9.5,A film,1735689600,\n")),
    ),
    "data/quotes": (
        files(items=items('i1,Drama,9.5,"A "great" film",1735689600\n')),
        files(items=items('i1,Drama,9.5,"A ""great"" film",1735689600\n')),
        files(items=items('i1,Drama,9.5,"A "",1735689600\n')),
        files(items=items('i1,Drama,9.5,"A film\\",1735689600\n')),
    ),
    "data/line-break": (
        files(items=items('i1,Drama,9.5,"A film\nabout nothing",1735689600\n')),
        files(items=items("i1,Drama,9.5,A film\rabout nothing,1735689600\n")),
    ),
    "data/type": (
        files(items=items("i1,Drama,cheap,A film,1735689600\n")),
        files(interactions=events("u1,i1,watch,2025-01-01\n")),
        files(interactions=events("u1,i1,watch,1735689600.0\n")),
        files(interactions=events("u1,i1,watch,99999999999999999999\n")),
    ),
    "data/decimal-comma": (files(items=items('i1,Drama,"9,5",A film,1735689600\n')),),
    "data/null": (
        files(items=items(",Drama,9.5,A film,1735689600\n")),
        files(interactions=events("u1,i1,watch,\n")),
    ),
    "data/empty-text": (files(items=items("i1,,9.5,A film,1735689600\n")),),
    "data/null-word": (
        files(items=items("i1,NULL,9.5,A film,1735689600\n")),
        files(items=items("i1,Drama,9.5,\\N,1735689600\n")),
        files(interactions=events("nan,i1,watch,1735689600\n")),
    ),
    "data/timestamp-milliseconds": (
        files(interactions=events("u1,i1,watch,1735689600000\n")),
        files(items=items("i1,Drama,9.5,A film,1735689600000\n")),
    ),
    "data/timestamp-range": (
        files(interactions=events("u1,i1,watch,20250101\n")),
        files(interactions=events("u1,i1,watch,1999999999\n")),
    ),
    "data/too-long": (
        files(items=items(f"{'i' * 257},Drama,9.5,A film,1735689600\n")),
        files(items=items(f"i1,Drama|{'g' * 1001},9.5,A film,1735689600\n")),
    ),
    "data/text-cut": (files(items=items(f"i1,Drama,9.5,{'a' * 20_001},1735689600\n")),),
    "data/odd-id": (
        files(interactions=events("u1,i|1,watch,1735689600\n")),
        files(interactions=events("u1, i1,watch,1735689600\n")),
        files(interactions=events('u1,"i\\"1",watch,1735689600\n')),
        files(interactions=events("u\u200b1,i1,watch,1735689600\n")),
        files(interactions=events("u1,i\ufeff1,watch,1735689600\n")),
    ),
    "data/few-interactions": (files(interactions=events(count=999)),),
    "data/few-users": (
        files(interactions=events(*(event(n, user=f"u{n % 24}") for n in range(1000))), train=TRAINED),
        files(
            interactions=events(
                *(event(n, user=f"u{n}" if n < 2600 else f"u{n % 25}") for n in range(2625)), count=2625
            ),
            train=TRAINED,
        ),
    ),
    "data/few-events": (
        files(interactions=events(*(event(n, kind="buy") for n in range(900))), train=BY_TYPE),
    ),
    "data/event-types": (files(interactions=events(*(event(n, kind=f"e{n}") for n in range(10)))),),
    "data/event-type-absent": (
        files(interactions=events(), train=BY_TYPE),
        files(interactions=events(), train=FILTERED),
    ),
    "data/duplicate-id": (files(items=items(ITEM, "i1,Comedy,7.5,A play,1735689600\n")),),
    "data/unknown-id": (files(interactions=events(event(0, item="i2")), items=SOUND_ITEMS),),
    "data/constant-column": (
        files(items=many(lambda n: f"i{n},{'ab'[n % 2]},9.5,A film,{1735689600 + n}\n")),
        files(items=many(lambda n: f"i{n},{'ab'[n % 2]},{n},,{1735689600 + n}\n")),
    ),
    "data/all-distinct": (
        files(items=many(lambda n: f"i{n},genre{n},{n % 3},About {n % 2},{1735689600 + n}\n")),
    ),
}
SMALL = files(items=SOUND_ITEMS)
PLENTY = files(interactions=events())
PASSES: Mapping[str, tuple[Lay, ...]] = {
    **dict.fromkeys(("data/missing-file", "data/empty", "data/header-case", "data/extra-column"), (SMALL,)),
    **dict.fromkeys(("data/column-twice", "data/column-order", "data/too-large"), (SMALL,)),
    "data/file-beside": (underscored, files(items=(SOUND_ITEMS.encode(),))),
    "data/not-utf8": (files(items=SOUND_ITEMS.replace("film", "café")),),
    "data/byte-order-mark": (SMALL, files(items=SOUND_ITEMS.replace("A film", "\ufeffA film"))),
    "data/delimiter": (files(items=items("i1,Drama;Comedy,9.5,A film,1735689600\n")),),
    "data/header-quoted": (files(items=items('"i1","Drama","9.5","A film","1735689600"\n')),),
    "data/missing-column": (files(items=items("i1,Drama,,A film,1735689600\n")),),
    "data/headers-differ": (
        files(items=(SOUND_ITEMS.encode(), items("i2,Drama,9.5,A film,1735689600\r\n").encode())),
    ),
    "data/row-length": (
        files(items=items("i1,Drama,9.5,,1735689600\n")),
        files(items=items('i1,Drama,9.5,"A film, the first",1735689600\n')),
        files(items=SOUND_ITEMS.replace("\n", "\r\n") + "\r\n\n"),
        files(items=SOUND_ITEMS.strip()),
    ),
    "data/quotes": (
        files(items=items('i1,Drama,9.5,"A \\"film\\", a \\"play\\"",1735689600\n')),
        files(items=items('i1,Drama,9.5,"A film\\\\",1735689600\n')),
        files(items=QUOTED),
        files(items=items("i1,Drama,9.5,'A film',1735689600\n")),
    ),
    "data/line-break": (files(items=items('i1,Drama,9.5,"A film, about nothing",1735689600\n')),),
    "data/type": (
        files(items=items("i1,Drama,9,A film,1735689600\n")),
        files(items=items("i1,Drama,9.5e2,A film,+1735689600\n")),
    ),
    "data/decimal-comma": (files(items=items('i1,Drama,9.5,"A film, 9,5",1735689600\n')),),
    "data/null": (files(items=items("i1,Drama,,A film,1735689600\n")),),
    "data/empty-text": (files(items=items("i1,none,9.5,A film,1735689600\n")),),
    "data/null-word": (
        files(items=items("i1,None of these,9.5,,1735689600\n")),
        files(items=items("null-1,none,9.5,NA,1735689600\n")),
    ),
    "data/timestamp-milliseconds": (
        files(interactions=events("u1,i1,watch,1735689600\n")),
        files(items=items("i1,Drama,9.5,A film,-1735689600\n")),
    ),
    "data/timestamp-range": (
        files(interactions=events("u1,i1,watch,1735689600\n")),
        files(interactions=events("u1,i1,watch,315532800\n")),
    ),
    "data/too-long": (
        files(items=items(f"{'i' * 256},Drama,9.5,A film,1735689600\n")),
        files(items=items(f"i1,{'g' * 1000}|{'h' * 1000},9.5,{'a' * 1001},1735689600\n")),
    ),
    "data/text-cut": (files(items=items(f"i1,Drama,9.5,{'é' * 20_000},1735689600\n")),),
    "data/odd-id": (
        files(interactions=events("u1,i-1_é,watch,1735689600\n")),
        files(items=items("i1,Drama,9.5,\u0645\u06cc\u200c\u0631\u0648\u062f,1735689600\n")),
    ),
    "data/few-interactions": (PLENTY, files(interactions=(events(count=600), events(count=400)))),
    "data/few-users": (
        files(interactions=events(*(event(n, user=f"u{n % 25}") for n in range(1000))), train=TRAINED),
        files(interactions=events(*(event(n, user=f"u{n % 24}") for n in range(1000)))),
    ),
    "data/few-events": (files(interactions=events(kind="buy"), train=BY_TYPE),),
    "data/event-types": (
        files(interactions=events(*(event(n, kind=f"e{n % 9}") for n in range(1000)))),
        files(
            interactions=events(*(event(n, kind=("e" if n % 2 else "E") + str(n % 9)) for n in range(1000)))
        ),
    ),
    "data/event-type-absent": (files(interactions=events(), train=OTHER_CASE),),
    "data/duplicate-id": (files(items=items(ITEM, ITEM.replace("i1", "i2"))),),
    "data/unknown-id": (
        files(interactions=events(), items=SOUND_ITEMS),
        files(mode="INCREMENTAL", interactions=events(event(0, item="i2")), items=SOUND_ITEMS),
    ),
    "data/constant-column": (
        files(items=many(lambda n: f"i{n},{'ab'[n % 2]},{n % 5},About {n % 2},{1735689600 + n}\n")),
        SMALL,
    ),
    "data/all-distinct": (
        files(items=many(lambda n: f"i{n},genre{n % 29},{n % 3},About {n % 2},{1735689600 + n}\n")),
        files(items=many(lambda n: f"i{n},genre{n % 6}|of{n},{n % 3},About {n % 2},{1735689600 + n}\n")),
    ),
}
