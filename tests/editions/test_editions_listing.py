"""The listing that one node sends another: what is sent comes back the same, and each way to break it has its sentence."""

import json
import re

import pytest

from climate_visualizer.editions.following import offer
from climate_visualizer.editions.following.offer import File, Listing, WrongListing, as_facts, checked

NOW, BEFORE = "2026-06-30-0123456789", "2025-06-30-abcdef0123"
STEP = f"{offer.STEPS}/{BEFORE}{offer.change_history.BETWEEN}{NOW}"
DIGEST = "0a" * 32


def _file(folder=NOW, name="figures.parquet", sha256=DIGEST, size=3):
    return {"folder": folder, "name": name, "sha256": sha256, "bytes": size}


def _facts(**changed):
    files = [_file(BEFORE), _file(STEP, "changes.json"), _file(), _file(name="manifest.json")]
    estimates = [_file(offer.ESTIMATES, f"{NOW}.parquet")]
    return {"current": NOW, "before": [BEFORE], "files": files, "estimates": estimates, **changed}


def test_a_listing_comes_back_as_it_was_sent():
    listing = checked(json.loads(json.dumps(_facts())))
    assert as_facts(listing) == _facts()
    assert listing == Listing(
        NOW,
        (BEFORE,),
        (
            File(BEFORE, "figures.parquet", DIGEST, 3),
            File(STEP, "changes.json", DIGEST, 3),
            File(NOW, "figures.parquet", DIGEST, 3),
            File(NOW, "manifest.json", DIGEST, 3),
        ),
        (File(offer.ESTIMATES, f"{NOW}.parquet", DIGEST, 3),),
    )
    assert listing.folders() == (NOW, STEP, BEFORE)
    assert [file.name for file in listing.of(NOW)] == ["figures.parquet", "manifest.json"]
    assert [file.name for file in listing.of(offer.ESTIMATES)] == [f"{NOW}.parquet"]


def test_a_node_of_an_earlier_version_sends_no_estimates_and_the_first_edition_has_none_before_it():
    facts = _facts(before=[], files=[_file()])
    del facts["estimates"]
    assert checked(facts) == Listing(NOW, (), (File(NOW, "figures.parquet", DIGEST, 3),))


NO_OBJECT = "The listing is no object with 'current', 'before' and 'files'."
MIXED = "The listing has estimates among its files, or files among its estimates."
MANY = "The estimates of the listing are no list of at most 200 files."
TOO_MANY = "The listing has more than 200 folders or 20 files in one."
FOLDERS = [_file(f"2025-06-30-{number:010x}") for number in range(1, offer.MOST_FOLDERS)]
NAMES = [_file(name=f"{'a' * number}.json") for number in range(1, offer.MOST_FILES + 1)]
OWN_ESTIMATES = [_file(offer.ESTIMATES, f"2025-06-30-{number:010x}.json") for number in range(offer.MOST_FOLDERS + 1)]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ([], NO_OBJECT),
        (None, NO_OBJECT),
        (_facts(files={}), NO_OBJECT),
        (_facts(files=None), NO_OBJECT),
        (_facts(current=None), "'None' is no edition's id."),
        (_facts(current="../../etc"), "'../../etc' is no edition's id."),
        (_facts(current="x" * 61), f"'{'x' * 60}' is no edition's id."),
        (_facts(current=f"{NOW}0"), f"'{NOW}0' is no edition's id."),
        (_facts(before=None), "'None' is no edition's id."),
        (_facts(before=BEFORE), "'None' is no edition's id."),
        (_facts(before=[BEFORE, 7]), "'7' is no edition's id."),
        (_facts(estimates={}), MANY),
        (_facts(estimates=OWN_ESTIMATES), MANY),
        (_facts(estimates=[_file()]), MIXED),
        (_facts(files=[_file(), _file(offer.ESTIMATES, f"{NOW}.json")]), MIXED),
        (_facts(files=[_file(BEFORE)]), f"The current edition {NOW} has no files."),
        (_facts(files=[_file(), *FOLDERS, _file(BEFORE)]), TOO_MANY),
        (_facts(files=[_file(), *NAMES]), TOO_MANY),
        (_facts(files=[[]]), "A file of the listing is no object."),
    ],
)
def test_a_listing_that_is_none_is_refused_in_a_sentence(facts, sentence):
    with pytest.raises(WrongListing) as refused:
        checked(facts)
    assert str(refused.value) == sentence


def test_a_listing_may_have_as_much_as_a_node_may_take():
    whole = [_file(), *FOLDERS, *NAMES[1:]]
    listing = checked(_facts(files=whole, estimates=OWN_ESTIMATES[: offer.MOST_FOLDERS]))
    assert len(listing.folders()) == offer.MOST_FOLDERS
    assert len(listing.of(NOW)) == offer.MOST_FILES


@pytest.mark.parametrize("size", [0, offer.LARGEST_FILE])
def test_a_file_may_be_empty_and_as_large_as_any(size):
    assert checked(_facts(files=[_file(size=size)])).files[0].bytes == size


@pytest.mark.parametrize(
    "wrong",
    [
        {"folder": "elsewhere"},
        {"folder": f"{NOW}/.."},
        {"folder": f"/{NOW}"},
        {"folder": None},
        {"name": "../figures.parquet"},
        {"name": "figures.csv"},
        {"name": "a" * 41 + ".json"},
        {"name": 7},
        {"sha256": DIGEST[1:]},
        {"sha256": DIGEST.upper()},
        {"sha256": None},
        {"bytes": -1},
        {"bytes": offer.LARGEST_FILE + 1},
        {"bytes": True},
        {"bytes": 3.0},
        {"bytes": "3"},
        {"bytes": None},
    ],
    ids=str,
)
def test_a_file_that_is_none_of_an_edition_is_refused_by_its_name(wrong):
    file = _file() | wrong
    with pytest.raises(WrongListing) as refused:
        checked(_facts(files=[_file(name="manifest.json"), file]))
    named = f"{str(file['folder'])[:60]}/{str(file['name'])[:60]}"
    assert str(refused.value) == f"{named} is no file of an edition, or above {offer.LARGEST_FILE} bytes."


def test_a_name_that_is_refused_is_told_in_sixty_letters():
    with pytest.raises(WrongListing, match=re.escape(f"{'x' * 60}/{'y' * 60} is no file")):
        checked(_facts(files=[_file("x" * 61, "y" * 61)]))
