"""Rules about translations: what the code says is what a language's file holds, once."""

import io
import re
from collections import Counter
from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from messages import files, in_template, languages, obsolete, of_libraries, texts, written

from climate_visualizer.languages.catalogues import merged


@pytest.fixture(scope="module")
def known():
    return texts() | of_libraries()


@pytest.mark.parametrize("language", languages())
def test_no_text_is_translated_that_nothing_says(language, known):
    assert obsolete(merged(files(language)), known) == [], "run `make messages`"


@pytest.mark.parametrize("language", languages())
def test_no_text_is_translated_twice(language):
    catalogs = [read_po(io.BytesIO(path.read_bytes())) for path in files(language)]
    found = [(message.context, message.id) for catalog in catalogs for message in catalog if message.id]
    assert {key for key, count in Counter(found).items() if count > 1} == set(), "run `make messages`"


@pytest.mark.parametrize("language", languages())
def test_a_file_that_is_written_again_is_the_same(language, tmp_path):
    """Every text, context and plural survives, and the second time nothing changes."""
    first = written(merged(files(language)))
    (tmp_path / "django.po").write_bytes(first)
    again = merged([tmp_path / "django.po"])
    kept, before = (
        {(message.context, message.id): message.string for message in catalog if message.id}
        for catalog in (again, merged(files(language)))
    )
    assert kept == before
    assert written(again) == first


def test_what_a_template_asks_for_is_found_in_its_filters_too():
    source = '{% include "x" with a=_("One") %}{{ name|default:_("Two") }}{% translate "Three" %}'
    assert in_template(source) == {"One", "Two", "Three"}


OWN_WORDS = re.compile(r"\b(?:epost|mail|mailet|vänligen)|[a-zåäö]-mail|\bverifi|\btredjepart", re.IGNORECASE)


def test_allauths_mail_and_messages_are_in_swedish_as_it_is_spoken():
    """Its own Swedish says "Vänligen bekräfta din epost-adress"; a text that it adds is said in our words too."""
    path = Path(allauth.__path__[0]) / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    sent = [
        message.id
        for message in read_po(io.BytesIO(path.read_bytes()))
        if isinstance(message.id, str)
        and any(
            re.search(r"account/(?:email|messages)/|mfa/(?:email|messages)/", place) for place, _ in message.locations
        )
    ]
    assert len(sent) > 50
    with translation.override("sv"):
        assert [text for text in sent if "phone" not in text and OWN_WORDS.search(translation.gettext(text))] == []
