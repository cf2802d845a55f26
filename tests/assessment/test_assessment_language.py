"""A language is a folder; a variant falls back to the language it is of."""

from datetime import date

import pytest
from babel.numbers import format_decimal
from django.conf import settings

from climate_visualizer.languages.catalogues import compile_texts
from climate_visualizer.languages.language import load_language, locale_folder
from climate_visualizer.methods.recipes import Words
from climate_visualizer.sources.labels import sector_names

HEAD = 'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def write(folder, code, texts, more=""):
    home = folder / locale_folder(code)
    (home / "LC_MESSAGES").mkdir(parents=True)
    (home / "language.toml").write_text(f'code = "{code}"\nname = "x"\norder = 1\n{more}', encoding="utf-8")
    body = HEAD.format(code=code.partition("-")[0]) + "".join(
        f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in texts.items()
    )
    (home / "LC_MESSAGES" / "django.po").write_text(body, encoding="utf-8")


def test_a_variant_has_its_own_texts_and_otherwise_those_it_falls_back_to(tmp_path):
    write(tmp_path, "sv", {"budget": "budget", "emissions": "utsläpp"}, '[genitive]\n"" = "{name}s"\n')
    write(tmp_path, "sv-x-lattlast", {"budget": "hur mycket vi får släppa ut"}, 'falls_back_to = "sv"\n')
    assert compile_texts(tmp_path, tmp_path / "compiled") == 2
    assert load_language("sv-x-lattlast", tmp_path).t("emissions") == "utsläpp"  # from the sources themselves
    easy = load_language("sv-x-lattlast", tmp_path / "compiled")
    assert (easy.t("budget"), easy.t("emissions")) == ("hur mycket vi får släppa ut", "utsläpp")
    assert easy.decimal(1234.5) == "1\u202f234,5"
    assert easy.month(date(2031, 3, 1)) == "mars 2031"
    assert easy.genitive("Nyköping") == "Nyköpings"


@pytest.mark.parametrize(
    ("code", "folder"), [("sv", "sv"), ("sv-x-lattlast", "sv_X-lattlast"), ("pt-br", "pt_BR"), ("sr-latn", "sr_Latn")]
)
def test_a_folder_is_named_as_gettext_has_it(code, folder):
    assert locale_folder(code) == folder


def test_words_fall_back_to_the_language_they_are_a_variant_of_and_then_to_english():
    words = Words(sv="ton", en="tonnes")
    assert [words[code] for code in ("sv", "sv-x-lattlast", "fi", "en")] == ["ton", "ton", "tonnes", "tonnes"]
    with pytest.raises(KeyError):
        Words(sv="ton")["en"]
    assert sector_names("SE", "sv-x-lattlast")["industry"] == sector_names("SE", "sv")["industry"]
    assert sector_names("SE", "sv-x-lattlast")["heating"] == "Uppvärmning av hus"
    assert sector_names("SE", "fi")["heating"] == "Rakennusten lämmitys"
    assert sector_names("SE", "da")["heating"] == sector_names("SE", "en")["heating"]


def test_a_languages_grammar_is_data(tmp_path):
    more = (
        'last_letters = "åäö"\nday = "d. MMMM y"\nwritten_as = "fi"\n[genitive]\n"" = "{name}:n"\n"köping" = "{name}in"\n'
        '[months]\ninto = "{month}hun {year}"\n[years]\ninto = "vuoteen {year}"\n'
    )
    write(tmp_path, "fit", {"until {when}": "{when:into} ({when}, {when:unknown})"}, more)
    language = load_language("fit", tmp_path)
    assert (language.genitive("Nyköping"), language.genitive("Borås")) == ("Nyköpingin", "Borås:n")
    assert language.t("until {when}", when=language.month(date(2031, 3, 1))) == (
        "maaliskuuhun 2031 (maaliskuu 2031, maaliskuu 2031)"
    )
    assert language.t("until {when}", when=language.year(2065)) == "vuoteen 2065 (2065, 2065)"
    assert f"{language.year(2065).between('<', '>'):into}" == "<vuoteen 2065>"
    assert language.day(date(2026, 11, 23)) == "23. marraskuuta 2026"
    assert language.decimal(-1234.5) == "\u22121\u202f234,5"
    assert sorted(["Örebro", "Åre", "Zinkgruvan", "Älmhult", "Ale"], key=language.alphabetical) == [
        *("Ale", "Zinkgruvan", "Åre", "Älmhult", "Örebro")
    ]


def test_a_language_without_grammar_writes_names_months_and_years_as_they_are(tmp_path):
    plain = load_language("da", tmp_path)
    assert (plain.genitive("Nyköping"), str(plain.month(date(2031, 3, 1))), str(plain.year(2065))) == (
        *("Nyköping", "marts 2031", "2065"),
    )


@pytest.mark.parametrize("code", ["sv", "en", "fi", "nb", "de", "sv-x-lattlast"])
def test_numbers_are_written_as_the_locale_has_them(code):
    language = load_language(code, settings.LOCALE_PATHS[0])
    rough = [
        sign * 10**power * part for sign in (1, -1) for power in range(-3, 11) for part in (1, 1.25, 3.14159, 9.995)
    ]
    for value in [*rough, 0.0, -0.0, -0.04, 0.05, 999.95, 1000, 28_000_000_000]:
        for digits in (0, 1, 2):
            pattern = "#,##0" + ("." + "0" * digits if digits else "")
            babels = format_decimal(round(value, digits) + 0.0, pattern, locale=language.locale)
            wanted = babels.replace("\u00a0", "\u202f").replace("-", "\u2212")
            assert language.decimal(value, digits) == wanted, (value, digits)
            assert language.read(language.decimal(value, digits)) == round(value, digits)
            assert language.read(language.plain(value)) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("typed", "swedish", "english"),
    [
        ("1,234", 1.234, 1234.0),
        ("-1,234", -1.234, -1234.0),
        ("1,234,567", 1234567.0, 1234567.0),
        ("1,234.5", 1234.5, 1234.5),
        ("1.234.567,5", 1234567.5, 1234567.5),
        ("12,5", 12.5, 12.5),
        ("1.234", 1.234, 1.234),
    ],
)
def test_numbers_are_read_as_the_reader_writes_them(typed, swedish, english):
    for code, wanted in (("sv", swedish), ("en", english)):
        assert load_language(code, settings.LOCALE_PATHS[0]).read(typed) == wanted


@pytest.mark.parametrize("typed", ["", "1,23,4", "1..2", "nan", "inf", "twelve"])
def test_what_is_no_number_is_refused(typed):
    for code in ("sv", "en"):
        with pytest.raises(ValueError, match="."):
            load_language(code, settings.LOCALE_PATHS[0]).read(typed)


def test_a_name_with_an_article_has_it_in_a_sentence_and_a_capital_where_it_opens_one(settings):
    english, swedish = (load_language(code, settings.LOCALE_PATHS[0]) for code in ("en", "sv"))
    assert english.genitive("United Kingdom") == "the United Kingdom’s"
    assert english.opened(english.genitive("Netherlands")) == "The Netherlands’"
    assert english.opened(english.genitive("Nyköping")) == english.genitive("Nyköping") == "Nyköping’s"
    assert swedish.genitive("Storbritannien") == "Storbritanniens"


def test_a_variant_says_it_in_its_own_words_whichever_file_they_stand_in():
    for message, said in (
        ("Does our goal hold?", "Räcker vårt mål?"),
        ("Net zero in {year}", "Inga utsläpp från {year}"),
    ):
        assert load_language("sv-x-lattlast", settings.LOCALE_PATHS[0]).texts.gettext(message) == said
        assert load_language("sv", settings.LOCALE_PATHS[0]).texts.gettext(message) != said
