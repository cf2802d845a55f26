"""Every number, date and rank in the text of each kind of page is one that the API says; a false one is noticed."""

import re
import shutil

import pytest
from page_reading.area_figures import area_figures
from page_reading.passages import Passage, passages
from page_reading.reader import Reader
from page_reading.written import written

pytestmark = pytest.mark.usefixtures("on_starter")
NYKOPING = "SE-0480"
GOTLAND = "SE-0980"  # its cement works is in what was published, and not in what the budget counts


def unfounded(pages):
    """What nothing founds, and how many numbers there were."""
    read = list(pages)
    assert sum(page.numbers for page in read) > 20 * len({page.kind for page in read})
    return {(page.address, *one) for page in read for one in page.unfounded}


@pytest.mark.parametrize(("language", "area"), [("sv", NYKOPING), ("fi", "SE")])
def test_an_area_says_what_the_api_says(client, language, area):
    assert not unfounded(Reader(client, language).area(area))


def test_the_pages_that_lead_on_from_an_area_do(client):
    assert not unfounded(Reader(client, "sv").beside_it(GOTLAND))


def test_places_beside_each_other_do(client):
    reader = Reader(client, "en")
    assert not unfounded([reader.first_page("SE"), *reader.standing("SE"), *reader.together([NYKOPING, "SE-0481"])])


@pytest.mark.parametrize("language", ["sv", "de"])  # German has no posters of its own: an English one is read
def test_the_poster_does(client, language):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not here; on Debian: apt-get install poppler-utils")
    assert not Reader(client, language).poster(NYKOPING).unfounded


def test_a_false_number_is_noticed(client):
    reader = Reader(client, "en")
    known, body = area_figures(reader.ask, NYKOPING, "en"), client.get("/en/se/nykoping/").content.decode()
    told = [(one.text, passage) for passage in passages(body) for one in written(passage.text, "en")]
    assert len(told) > 400
    missed = [text for text, passage in told if not is_noticed(known, text, passage)]
    assert len(missed) <= len(told) / 20, missed  # most are small whole per cent, of which a page has many


def is_noticed(known, text, passage):
    """Whether it is noticed that the first figure of a number is another."""
    false = re.sub(r"\d", lambda first: str(int(first.group()) % 9 + 1), text, count=1)
    cells = tuple(cell.replace(text, false) for cell in passage.cells)
    return bool(known.unfounded(Passage(passage.text.replace(text, false), cells, passage.heads), "en"))
