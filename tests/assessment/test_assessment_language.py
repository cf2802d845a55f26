"""A language is a folder; a variant falls back to the language it is of."""

from datetime import date

import pytest

from climate_visualizer.assessment.language import load_language, locale_folder
from climate_visualizer.assessment.methods import Words
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.management.commands.prepare import compile_texts

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
    write(tmp_path, "sv", {"budget": "budget", "emissions": "utsläpp"})
    write(tmp_path, "sv-x-lattlast", {"budget": "hur mycket vi får släppa ut"}, 'falls_back_to = "sv"\n')
    compile_texts(tmp_path)
    easy = load_language("sv-x-lattlast", tmp_path)
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
    assert sector_names("SE", "sv-x-lattlast")["heating"] == sector_names("SE", "sv")["heating"]
    assert sector_names("SE", "fi")["heating"] == sector_names("SE", "en")["heating"]
