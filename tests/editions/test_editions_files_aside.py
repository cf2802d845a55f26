"""What is written down of files that cannot be used: kept whole between starts, and told in whole sentences."""

import json

import pytest

from climate_visualizer.editions.importing import source_states
from climate_visualizer.editions.importing.files_aside import (
    LEFT_OUT,
    SET_ASIDE,
    LeftOut,
    SetAside,
    files_left_out,
    files_set_aside,
    note_left_out,
    note_set_aside,
)
from climate_visualizer.editions.importing.operator_choices import _named
from climate_visualizer.sources.table import SourceError

FIRST = SetAside("se_smhi", "utsläpp.xlsx", "0123456789abcdef", "Fel år.", "2026-11-23")
SECOND = SetAside("world_gcb", "nations.csv", "01234567ffffffff", "It has one nation", "2026-11-24")
OUT = LeftOut("se_smhi", "utsläpp.xlsx", "0123456789abcdef", "The columns are others.")


def test_what_is_set_aside_is_kept_in_its_order_and_readable(tmp_path):
    assert files_set_aside(tmp_path) == ()
    note_set_aside([FIRST, SECOND], tmp_path)
    assert files_set_aside(tmp_path) == (FIRST, SECOND)
    text = (tmp_path / SET_ASIDE).read_text(encoding="utf-8")
    assert "utsläpp.xlsx" in text and len(text.splitlines()) > 10
    note_set_aside([], tmp_path)
    assert files_set_aside(tmp_path) == () and (tmp_path / SET_ASIDE).exists()


@pytest.mark.parametrize("damaged", ["", "[{", "7", "[7]", '[{"source": "se_smhi"}]', '[{"odd": "x"}]'])
def test_a_damaged_list_of_what_is_set_aside_is_a_sentence_and_one_of_what_is_left_out_is_nothing(tmp_path, damaged):
    (tmp_path / SET_ASIDE).write_text(damaged, encoding="utf-8")
    (tmp_path / LEFT_OUT).write_text(damaged, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        files_set_aside(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / SET_ASIDE} is damaged; delete it, and set files aside again where that is needed."
    )
    assert files_left_out(tmp_path) == ()


def test_what_is_left_out_is_written_where_there_is_something_or_was(tmp_path):
    note_left_out([], tmp_path)
    assert not (tmp_path / LEFT_OUT).exists() and files_left_out(tmp_path) == ()
    note_left_out([OUT], tmp_path)
    assert files_left_out(tmp_path) == (OUT,)
    text = (tmp_path / LEFT_OUT).read_text(encoding="utf-8")
    assert "utsläpp.xlsx" in text and len(text.splitlines()) > 5
    note_left_out([], tmp_path)
    assert json.loads((tmp_path / LEFT_OUT).read_text(encoding="utf-8")) == []


def test_a_file_that_is_set_aside_says_since_when_why_and_how_it_is_used_again():
    again = "; to use it again: python manage.py sources take-back "
    assert FIRST.refusal == f"utsläpp.xlsx was set aside on 2026-11-23 (Fel år){again}0123456789ab"
    assert SECOND.refusal == f"nations.csv was set aside on 2026-11-24 (It has one nation){again}01234567ffff"


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (OUT, "is left out until that is mended. utsläpp.xlsx: The columns are others."),
        (
            LeftOut("se_smhi", "a.xlsx", "0123456789abcdef", "In a.xlsx a year is odd", "goes on as it was read"),
            "goes on as it was read. In a.xlsx a year is odd.",
        ),
    ],
)
def test_a_file_that_is_left_out_says_why_and_how_to_go_on_without_it(left, told):
    assert left.sentence == (
        f"se_smhi has a file from earlier that {told} "
        "To go on without it: python manage.py sources set-aside 0123456789ab --reason '...'"
    )


def test_a_file_is_named_by_its_name_or_eight_letters_of_its_checksum():
    twin = SetAside("gb_desnz", "nations.csv", "fedcba9876543210", "Old.", "2026-11-24")
    entries = (FIRST, SECOND, twin)
    assert _named("utsläpp.xlsx", entries, "imported") == FIRST
    assert _named("fedcba98", entries, "imported") == twin
    assert _named("01234567f", entries, "imported") == SECOND
    lacking = "No file that is {} is called '{}'; 'python manage.py sources files' lists them."
    several = "'{}' is the name of 2 files; choose one by its checksum: {}."
    for name, what, sentence in (
        ("fedcba9", "imported", lacking.format("imported", "fedcba9")),
        ("xlsx", "set aside", lacking.format("set aside", "xlsx")),
        ("01234567", "imported", several.format("01234567", "0123456789ab, 01234567ffff")),
        ("nations.csv", "imported", several.format("nations.csv", "01234567ffff, fedcba987654")),
    ):
        with pytest.raises(SourceError) as refused:
            _named(name, entries, what)
        assert str(refused.value) == sentence
    same = [SetAside("se_smhi", "a.xlsx", f"{number:064x}", "Old.", "2026-11-24") for number in range(7)]
    with pytest.raises(SourceError, match=r"is the name of 7 files; .*: (000000000000, ){6}000000000000\.$"):
        _named("a.xlsx", same, "imported")


def test_how_each_source_fares_is_kept_and_told_in_columns(tmp_path):
    assert source_states.states(tmp_path) == {}
    source_states.note_state("se_smhi", tmp_path, came="2024", wrong="")
    first = source_states.states(tmp_path)["se_smhi"]
    assert first.checked == first.good and first.checked.endswith("+00:00") and len(first.checked) == 25
    assert (first.came, first.wrong) == ("2024", "")
    source_states.note_state("se_smhi", tmp_path, came="", wrong="No answer.")
    source_states.note_state("fi", tmp_path, came="", wrong="404")
    known = source_states.states(tmp_path)
    assert (known["se_smhi"].came, known["se_smhi"].wrong, known["se_smhi"].good) == ("2024", "No answer.", first.good)
    assert (known["fi"].good, known["fi"].came, known["fi"].wrong) == ("", "", "404")
    assert source_states.as_table(["se_smhi", "fi", "norway_long"], tmp_path) == [
        "source       last good   what came; what is wrong",
        f"se_smhi      {first.good[:10]}  2024; WRONG: No answer.",
        "fi           never       nothing yet; WRONG: 404",
        "norway_long  never       nothing yet",
    ]
    assert source_states.as_table(["fi"], tmp_path)[0] == "source  last good   what came; what is wrong"
    (tmp_path / source_states.FILE).write_text("[]", encoding="utf-8")
    assert source_states.states(tmp_path) == {}
