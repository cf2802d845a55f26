"""Area search by name: current, former and other names, from ``data/areas``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel import Locale

from climate_visualizer.beside.area_kinds import place
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language, plain
from climate_visualizer.places import DATA
from climate_visualizer.words.sentences import area_name

AREAS = DATA / "areas"
NAMED_IN = ("en", "sv", "fi", "nb", "de")
MISSPELT, WITHIN, NEARLY, NOT_FOUND = 4, 5, 6, 9  # how well a place answers; below these: `_nearness`
FEWEST_LETTERS = 4  # of a word in which one letter may be wrong: of three letters too much is another word
# What a place is, which people write beside its name; folded as names are.
KINDS = frozenset(
    (
        *("kommun", "kommunen", "kommuns", "lan", "lanet", "stad", "staden", "region", "regionen"),
        *("municipality", "county", "council", "city", "of", "district", "borough", "the"),
        *("fylke", "kunta", "kaupunki", "laani", "maakunta"),
    )
)
# Words for what lies around a municipality: who writes one means the county of a name that both have.
AROUND = frozenset(("lan", "lanet", "county", "region", "regionen", "fylke", "laani", "maakunta"))
# Letters from which on one wrong letter is likelier than a part of another word: Karshamn is Karlshamn, not in Oskarshamn.
LIKELIER = 5
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "’": "'"})


def folded(text: str) -> str:
    """A name as it is compared: lower case, without accents, and letters that have none as they are typed without them."""
    return " ".join(plain(text.casefold().translate(LETTERS)).split())


@lru_cache(maxsize=512)
def country_names(code: str) -> tuple[str, ...]:
    """A country's names in the languages of the site's readers and of its neighbours."""
    return tuple(dict.fromkeys(filter(None, (str(Locale(one).territories.get(code, "")) for one in NAMED_IN))))


@dataclass(frozen=True)
class Tile:
    """Where an area stands on a tile map, from the upper left, and its label in lines."""

    column: int
    row: int
    label: tuple[str, ...]


@lru_cache(maxsize=1)
def other_names() -> dict[str, tuple[str, ...]]:
    """Former and other names of areas, by the area's id."""
    names_of: dict[str, tuple[str, ...]] = {}
    with (AREAS / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names_of[row["area_id"]] = (*names_of.get(row["area_id"], ()), row["name"])
    return names_of


@lru_cache(maxsize=1)
def tiles() -> dict[str, Tile]:
    """The tile map's places, by the area's id."""
    with (AREAS / "tiles.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["area_id"]: Tile(int(row["column"]), int(row["row"]), tuple(row["label"].split("|")))
            for row in csv.DictReader(file)
        }


@dataclass(frozen=True)
class Place:
    """One area as it is searched for: its name, what and where it is, and every name it goes by."""

    area: Area
    name: str
    where: str
    others: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.area.name, *self.others)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every name as it is compared, its own first."""
        return tuple(dict.fromkeys(folded(name) for name in self.names))

    def is_spelt(self, spellings: tuple[str, ...]) -> bool:
        """Whether a name of it is written just so, accents and all: Håbo is not Habo."""
        return any(name.casefold() in spellings for name in self.names)

    @property
    def codes(self) -> tuple[str, ...]:
        """Its codes as they are compared: SE-0480 and 0480."""
        return (self.area.id.casefold(), self.area.id.rpartition("-")[2].casefold())


@remembered
def places(edition: Edition, language: Language) -> tuple[Place, ...]:
    """Every area of an edition, in the language's alphabetical order."""
    other = other_names()
    places_with_names = [
        Place(
            area,
            area_name(area, language),
            place(area, edition.parents(area.id), language),
            (*other.get(area.id, ()), *(country_names(area.country) if area.kind == "country" else ())),
        )
        for area in edition.areas
    ]
    return tuple(sorted(places_with_names, key=lambda one: language.alphabetical(one.name)))


def variants(query: str) -> tuple[str, ...]:
    """What a query may mean: itself, and itself without what a place is, in the genitive or not (Göteborgs kommun)."""
    return tuple(dict.fromkeys(filter(None, map(folded, _spellings(query)))))


def _spellings(query: str) -> tuple[str, str, str]:
    """The same as they are spelt, accents and all."""
    wanted = query.strip().casefold()
    bare = " ".join(word for word in wanted.split() if folded(word) not in KINDS)
    return wanted, bare, bare[:-1] if bare != " ".join(wanted.split()) and bare.endswith("s") else bare


def _nearness(query: str, names: tuple[str, ...], codes: tuple[str, ...]) -> int:
    """How well a place answers: 0 is called so, 1 begins so, 2 a word of it does, 3 another name does, `WITHIN`: a part of it."""
    if query in names or query in codes:
        return 0
    if names[0].startswith(query):
        return 1
    if any(word.startswith(query) for word in names[0].replace("-", " ").split()):
        return 2
    if any(other.startswith(query) for other in names[1:]):
        return 3
    return WITHIN if any(query in other for other in names) else NOT_FOUND


def one_letter_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter: wrong, missing, too many, or changed places (Damerau-Levenshtein 1)."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next((index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if at < 0:
        return True
    rest, others = one[at:], other[at:]
    if len(rest) == len(others):
        return rest[1:] == others[1:] or (rest[:2] == others[:2][::-1] and rest[2:] == others[2:])
    return rest[1:] == others if len(rest) > len(others) else rest == others[1:]


def _misspelt(query: str, names: tuple[str, ...]) -> bool:
    return len(query) >= FEWEST_LETTERS and any(one_letter_apart(query, name) for name in names)


def search(query: str, among: tuple[Place, ...], home: str = "") -> tuple[Place, ...]:
    """The areas that a query may mean, the likeliest first; an empty query means all of them.

    The one search of the site: page, API and the box that answers while one types. Names in any language, former names,
    official codes, with or without accents and "kommun", "län", "stad"; where nothing begins so, one letter may be wrong.
    What is called just so comes first, spelt just so before all, then the places of `home`, the reader's country.
    """
    words_asked, around = variants(query), not AROUND.isdisjoint(folded(query).split())
    if not words_asked:
        return among if not query.strip() else ()
    near = {
        index: min((_nearness(wanted, one.keys, one.codes), at) for at, wanted in enumerate(words_asked))
        for index, one in enumerate(among)
    }
    if min((distance for distance, _ in near.values()), default=NOT_FOUND) >= WITHIN:
        near = {index: _or_misspelt(near[index], words_asked, one) for index, one in enumerate(among)}
    spelt = _spellings(query)
    as_typed = spelt[:1]

    def order(index: int) -> tuple[object, ...]:
        (distance, variant), one = near[index], among[index]
        elsewhere = (
            around and one.area.kind not in ("county", "region") and not one.is_spelt(as_typed)
        )  # Region Gotland
        return elsewhere, distance > 0, one.area.country != home, distance, not one.is_spelt(spelt), variant, index

    return tuple(among[index] for index in sorted(near, key=order) if near[index][0] < NOT_FOUND)


def _or_misspelt(near: tuple[int, int], words_asked: tuple[str, ...], one: Place) -> tuple[int, int]:
    """How well a place answers if a letter may be wrong: before what only has the query within it, if that is long enough."""
    misspelt = [at for at, wanted in enumerate(words_asked) if _misspelt(wanted, one.keys)]
    if not misspelt:
        return near
    likely = len(words_asked[misspelt[0]]) >= LIKELIER
    return min(near, (MISSPELT if likely else NEARLY, misspelt[0]))


def matched(query: str, one: Place) -> str:
    """The other name by which a place answers a query; empty where its own name does."""
    words_asked = variants(query)
    if any(wanted in folded(one.name) for wanted in words_asked):
        return ""
    return next((name for name in one.names[1:] if any(wanted in folded(name) for wanted in words_asked)), "")


def named(query: str, among: tuple[Place, ...]) -> Place | None:
    """The one area that is called so, by any of its names or codes; None where none is, or several are."""
    spelled = query.strip().casefold()
    if not spelled:
        return None
    for known in (lambda one: (one.name, one.area.name), lambda one: one.names):
        exact = [one for one in among if spelled in [name.casefold() for name in known(one)]]
        if len(exact) == 1:
            return exact[0]
    for wanted in variants(query):
        for own_alone in (True, False):
            exact = [one for one in among if wanted in (one.keys[:1] if own_alone else one.keys) or wanted in one.codes]
            if len(exact) == 1:
                return exact[0]
    return None


def meant(query: str, among: tuple[Place, ...]) -> Place | None:
    """The one area that a query names, or that alone matches it; None where it could be several, or none."""
    if one := named(query, among):
        return one
    matches = search(query, among) if query.strip() else ()
    return matches[0] if len(matches) == 1 else None
