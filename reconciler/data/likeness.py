"""Which columns of a file look like those that the service wants by name: words that data usually has."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

_WORDS: Mapping[str, str] = {
    "USER_ID": "user userid customer customerid visitor visitorid account accountid member memberid client "
    "clientid uid person personid profileid subscriberid",
    "ITEM_ID": "item itemid product productid sku article articleid movie movieid video videoid content "
    "contentid asin track trackid song songid book bookid post postid listing listingid",
    "ACTION_ID": "action actionid offerid campaignid",
    "TIMESTAMP": "time ts timestamp unixtime epoch datetime date eventtime eventtimestamp eventdate when "
    "createdat occurredat",
    "EVENT_TYPE": "event eventtype eventname action actiontype interaction interactiontype "
    "behavior behaviour",
    "EVENT_VALUE": "eventvalue value rating score",
    "CREATION_TIMESTAMP": "creationtimestamp created createdat creationdate creationtime releasedate "
    "published publishedat addedat",
    "PRICE": "price unitprice amount cost",
    "CATEGORY_L1": "category categoryl1 category1 categoryname maincategory department",
    "GENRES": "genre genres genresl1",
}
_OF_ROWS: Mapping[str, str] = {"items": "ITEM_ID", "users": "USER_ID", "actions": "ACTION_ID"}
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def bare(name: str) -> str:
    """A name without what people write differently: case, white space, underscores, hyphens."""
    return _NOT_IN_A_NAME.sub("", name).lower()


def lookalike(wanted: str, kind: str, names: Sequence[str], taken: Collection[str]) -> str:
    """The column that is probably meant by a name of the service, "" if none is; never one of `taken`."""
    free = [one for one in names if one not in taken]
    same = [one for one in free if bare(one) == bare(wanted)]
    words = _WORDS.get(wanted, "").split()
    if _OF_ROWS.get(kind) == wanted:
        words.append("id")
    by_word = [one for word in words for one in free if bare(one) == word]
    return next(iter([*same, *by_word]), "")


def fitting_name(name: str) -> str:
    """The name as one that the service takes, in its usual spelling: `Movie title` is MOVIE_TITLE."""
    words = _NOT_IN_A_NAME.sub("_", _CAMEL.sub("_", name.strip())).strip("_").upper()
    return f"C_{words}" if not words or words[0].isdigit() else words


def schema_name(stem: str, kind: str) -> str:
    """A name for a schema, of a file's name without its ending; the dataset's type where nothing is left."""
    words = _NOT_IN_A_NAME.sub("-", stem).strip("-")[:50].strip("-")
    return words or kind


def fitting_stack(folder: str) -> str | None:
    """A name for a stack, of its folder's; None where nothing is left of it."""
    return _NOT_IN_A_NAME.sub("-", folder).strip("-").lower()[:40].strip("-") or None
