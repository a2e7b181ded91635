"""Write interactions.csv, items.csv and users.csv: half a year of an invented video site.

The same seed gives the same bytes on every machine: chance comes from `Random.random` alone, whose sequence
Python guarantees. Usage: `python generate.py [DIRECTORY]`, by default beside this file.
"""

import csv
import io
import sys
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

SEED = 20260401
USERS = 300
VIDEOS = 500
START = 1_775_001_600  # 2026-04-01T00:00:00Z
END = 1_790_812_800  # 2026-10-01T00:00:00Z
DAY = 86_400

# Two halves of a title per genre: about 12 x 12 titles each, more than any genre needs.
GENRES: dict[str, tuple[str, str]] = {
    "Action": (
        "Midnight Steel Iron Burning Last Silent Crimson Broken Hollow Savage Rapid Final",
        "Pursuit Convoy Vendetta Strike Horizon Bullet Fortress Reckoning Outpost Breach Siege Runner",
    ),
    "Comedy": (
        "Awkward Accidental Reluctant Borrowed Second-Hand Clumsy Overbooked Lucky Suburban Rented Unwed",
        "Groom Roommates Holiday Landlord Detectives Reunion Bakery Uncle Wedding Neighbours Intern Heist",
    ),
    "Cooking": (
        "Rustic Weeknight Charcoal Coastal Grandmother's Slow Spicy Green Winter Market Copper Wild",
        "Kitchen Table Bread Noodles Harvest Feast Broth Pantry Oven Supper Pickles Dumplings",
    ),
    "Crime": (
        "Cold Harbour Second Unmarked Northern Paper Dockside Quiet Forged Missing Seventh Glass",
        "Witness Ledger Alibi Verdict Informant Motive Precinct Confession Trail Suspect Cipher File",
    ),
    "Documentary": (
        "Inside Beneath Beyond After Behind Across Among Before Between Saving Tracing Charting",
        "Glaciers Railways Coral Bees Deserts Lighthouses Satellites Rivers Forgers Mountains Tides Cities",
    ),
    "Drama": (
        "Distant Autumn Paper Unfinished Borrowed Quiet Fragile Salt Faded Long Empty Amber",
        "Letters House Daughters Shore Promise Orchard Winter Piano Inheritance Summer Rooms Bridge",
    ),
    "Gaming": (
        "Pixel Speedrun Hardcore Co-op Retro Indie Boss Ranked Sandbox Hidden Modded Zero-Damage",
        "Dungeon Marathon Builder Legends Finals Quest Arena Farm Kingdom Glitch Factory Expedition",
    ),
    "Horror": (
        "Whispering Rotten Drowned Pale Locked Crawling Nameless Withered Bleeding Sleepless Buried Ashen",
        "Cellar Orchard Nursery Lake Attic Chapel Mirror Guests Manor Lullaby Corridor Scarecrow",
    ),
    "Science": (
        "Curious Quantum Tiny Deep Strange Everyday Fossil Stellar Electric Frozen Living Dark",
        "Machines Particles Oceans Brains Genes Orbits Numbers Fungi Signals Skeletons Matter Storms",
    ),
    "Travel": (
        "Slow Overnight Barefoot Hidden Southern Island Backroad Winter Solo Border Highland Lagoon",
        "Trains Ferries Passage Postcards Trails Markets Backpack Villages Caravan Coastline Map Hostels",
    ),
}
# How many of the catalogue's titles, and of the audience's hearts, each genre has: not the same.
SUPPLY = (14, 13, 8, 9, 9, 13, 11, 8, 7, 8)
DEMAND = (16, 15, 9, 9, 7, 12, 13, 7, 6, 6)
KIN = {
    "Action": "Crime",
    "Comedy": "Drama",
    "Cooking": "Travel",
    "Crime": "Drama",
    "Documentary": "Science",
    "Drama": "Comedy",
    "Gaming": "Action",
    "Horror": "Crime",
    "Science": "Documentary",
    "Travel": "Documentary",
}
LANGUAGES = ("en", "de", "es", "fr", "ja")
AGE_GROUPS = ("18-24", "25-34", "35-44", "45-54", "55+")
COUNTRIES = ("DE", "ES", "FR", "GB", "IE", "JP", "US")


class Dice:
    """Chance built on `random` alone."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def below(self, limit: int) -> int:
        """An integer from 0 up to, not including, `limit`."""
        return int(self._random() * limit)

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self._random() < probability

    def pick(self, options: Sequence[str], weights: Sequence[float]) -> str:
        """One of the options, likelier the greater its weight."""
        bounds = list(accumulate(weights))
        return options[min(bisect(bounds, self._random() * bounds[-1]), len(options) - 1)]

    def fresh_id(self, prefix: str, taken: set[str]) -> str:
        """A new id of eight hex digits."""
        while (made := f"{prefix}{self.below(1 << 32):08x}") in taken:
            pass
        taken.add(made)
        return made


def videos(dice: Dice) -> list[dict[str, str]]:
    """The catalogue; most of it older than the interactions, some of it published meanwhile."""
    ids: set[str] = set()
    titles: set[str] = set()
    rows = []
    for _ in range(VIDEOS):
        genre = dice.pick(tuple(GENRES), SUPPLY)
        first, second = (half.split() for half in GENRES[genre])
        while (title := f"{first[dice.below(len(first))]} {second[dice.below(len(second))]}") in titles:
            pass
        titles.add(title)
        genres = [genre, KIN[genre]] if dice.chance(0.3) else [genre]
        age = dice.below(150) - 30 if dice.chance(0.2) else 30 + dice.below(900)
        rows.append(
            {
                "ITEM_ID": dice.fresh_id("vid-", ids),
                "TITLE": title,
                "GENRES": "|".join(genres),
                "LANGUAGE": dice.pick(LANGUAGES, (60, 12, 12, 9, 7)),
                "DURATION_MINUTES": str(6 + dice.below(35) if dice.chance(0.5) else 40 + dice.below(100)),
                "CREATION_TIMESTAMP": str(START - age * DAY + dice.below(DAY)),
            }
        )
    return rows


def viewers(dice: Dice) -> list[dict[str, str]]:
    """The audience; a tenth has told nobody what it likes."""
    ids: set[str] = set()
    return [
        {
            "USER_ID": dice.fresh_id("user-", ids),
            "AGE_GROUP": dice.pick(AGE_GROUPS, (22, 30, 22, 15, 11)),
            "COUNTRY": dice.pick(COUNTRIES, (18, 12, 14, 16, 5, 8, 27)),
            "FAVOURITE_GENRE": dice.pick(tuple(GENRES), DEMAND),
        }
        for _ in range(USERS)
    ]


def interactions(
    dice: Dice, catalogue: list[dict[str, str]], audience: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Who watched what and how it pleased, in order of time."""
    ids = [video["ITEM_ID"] for video in catalogue]
    genres = {video["ITEM_ID"]: video["GENRES"].split("|") for video in catalogue}
    born = {video["ITEM_ID"]: int(video["CREATION_TIMESTAMP"]) for video in catalogue}
    # A few hits and a long tail: the catalogue's own order is random, so it may serve as the chart.
    fame = {item: 1 / (rank + 30) for rank, item in enumerate(ids)}
    events: list[tuple[int, str, str, str]] = []
    for viewer in audience:
        favourite = viewer["FAVOURITE_GENRE"]
        weights = [
            fame[item] * (9 if genres[item][0] == favourite else 4 if favourite in genres[item] else 1)
            for item in ids
        ]
        # Most watch a little, some a lot.
        wanted = 8 + dice.below(12) + (dice.below(40) if dice.chance(0.3) else 0)
        seen: set[str] = set()
        while len(seen) < wanted:
            item = dice.pick(ids, weights)
            when = max(START, born[item]) + dice.below(END - max(START, born[item]) - DAY)
            if item in seen:
                continue
            seen.add(item)
            events.append((when, viewer["USER_ID"], item, "watch"))
            liked = favourite in genres[item]
            if dice.chance(0.35 if liked else 0.08):
                events.append((when + 60 + dice.below(3600), viewer["USER_ID"], item, "like"))
            elif dice.chance(0.03 if liked else 0.15):
                events.append((when + 60 + dice.below(900), viewer["USER_ID"], item, "dislike"))
    return [
        {"USER_ID": user, "ITEM_ID": item, "EVENT_TYPE": kind, "TIMESTAMP": str(when)}
        for when, user, item, kind in sorted(events)
    ]


def files() -> dict[str, bytes]:
    """The three files by name."""
    dice = Dice(SEED)
    catalogue, audience = videos(dice), viewers(dice)
    events = interactions(dice, catalogue, audience)
    # What people like shows in what they watch; not all of them say so.
    told = [row | ({"FAVOURITE_GENRE": ""} if dice.chance(0.1) else {}) for row in audience]
    return {"interactions.csv": _csv(events), "items.csv": _csv(catalogue), "users.csv": _csv(told)}


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main() -> None:
    """Write the files and say how many rows each has."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, content in files().items():
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content.splitlines()) - 1} rows")


if __name__ == "__main__":
    main()
