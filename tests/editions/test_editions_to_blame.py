"""Which of many files is to blame that no edition can be built, by a plain rule in place of a build, in every mixture."""

import random

import pytest

from climate_visualizer.editions.importing.files_aside import LeftOut
from climate_visualizer.editions.importing.ingest import Batch
from climate_visualizer.editions.importing.reading_order import Import
from climate_visualizer.editions.importing.setting_aside import (
    Editions,
    _longest_beginning,
    _sound_part,
    _with_more,
    without_unbuildable,
)
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import AREAS, SourceError, SourceTables


class ByRule(Editions):
    """An edition is left by files of which none is bad, and one is there that all others stand on, if any has to be."""

    def __init__(self, bad, base=None):
        super().__init__(())
        self.bad, self.base, self.asked = bad, base, 0

    def trouble(self, read):
        self.asked += 1
        numbers = [int(tables.origin.sha256, 16) for tables in read]
        wrong = [number for number in numbers if number in self.bad]
        if wrong:
            return f"File {wrong[0]} is bad."
        return "" if self.base is None or self.base in numbers else "Nothing to stand on."


def _file(number, **tables):
    origin = Origin("se_smhi", "P", f"T{number}", "2024-04-18", "CC0", "U", f"{number:x}", f"{number}.xlsx")
    return SourceTables(origin, **tables)


FILES = [_file(number) for number in range(12)]
ENTRIES = [Import("se_smhi", f"{number}.xlsx", f"{number:x}") for number in range(12)]


def _numbers(read):
    return [int(tables.origin.sha256, 16) for tables in read]


@pytest.mark.parametrize("count", range(1, 13))
def test_the_longest_beginning_is_what_comes_before_the_first_bad_file(count):
    for first in range(1, count):
        assert _longest_beginning(FILES[:count], ByRule({first, first + 3})) == first
    assert _longest_beginning(FILES[:count], ByRule({0})) == 0
    assert _longest_beginning(FILES[:count], ByRule({0}, base=0)) is None


@pytest.mark.parametrize("seed", range(30))
def test_the_sound_part_is_all_that_is_not_bad(seed):
    dice = random.Random(seed)
    bad = set(dice.sample(range(1, 12), dice.randrange(1, 6)))
    rule = ByRule(bad)
    assert _numbers(_sound_part(FILES, rule)) == [number for number in range(12) if number not in bad]
    assert _numbers(_with_more(FILES[:1], FILES[1:], rule)) == [number for number in range(12) if number not in bad]
    assert _with_more(FILES[:3], [], ByRule({0})) == FILES[:3]


def test_all_but_one_where_no_beginning_leaves_an_edition():
    assert _numbers(_sound_part(FILES[:5], ByRule({0}, base=4))) == [1, 2, 3, 4]
    assert _sound_part(FILES[:5], ByRule({0, 1}, base=4)) is None
    assert _numbers(_sound_part(FILES[:3], ByRule({1}, base=2))) == [0, 2]
    assert ByRule(set(range(12))).trouble([]) == ""


def test_few_editions_are_tried_for_one_bad_file_of_many():
    rule = ByRule({10})
    _sound_part(FILES, rule)
    assert rule.asked <= 6


def _batch(old, count):
    earlier = LeftOut("se_scb", "lists.xlsx", "ff", "It is lost.")
    return Batch(
        imports=tuple(ENTRIES[:count]),
        new=tuple(FILES[old:count]),
        read=tuple(FILES[:count]),
        old=old,
        problems=("One could not be read.",),
        left_out=(earlier,),
    )


@pytest.mark.parametrize("seed", range(60))
def test_bad_files_from_earlier_are_left_out_and_bad_new_ones_are_problems(seed):
    dice = random.Random(seed)
    old, count = dice.randrange(1, 7), 12
    count = dice.choice([old, dice.randrange(old, 12)])
    bad = {number for number in range(1, count) if dice.random() < 0.3}
    if not bad:
        return
    batch, rule = _batch(old, count), ByRule(bad)
    bad_old, bad_new = (sorted(number for number in bad if (number < old) == early) for early in (True, False))
    said = [
        f"{number}.xlsx leaves no edition, so it does not count as imported: File {number} is bad."
        for number in bad_new
    ]
    if bad_new and len(bad_new) == count - old:
        with pytest.raises(SourceError) as refused:
            without_unbuildable(batch, rule, f"File {min(bad)} is bad.")
        assert str(refused.value) == " ".join(said)
        return
    found = without_unbuildable(batch, rule, f"File {min(bad)} is bad.")
    assert _numbers(found.read) == [number for number in range(count) if number not in bad]
    assert found.problems == ("One could not be read.", *said)
    why = f"It leaves no edition: File {bad_old[0]} is bad." if bad_old else ""
    assert found.left_out[1:] == tuple(LeftOut("se_smhi", f"{n}.xlsx", f"{n:x}", why) for n in bad_old)
    assert found.left_out[0].file_name == "lists.xlsx"
    assert found.imports == tuple(ENTRIES[number] for number in range(count) if number not in bad_new)
    assert _numbers(found.new) == [number for number in range(old, count) if number not in bad_new]


def test_what_was_left_out_before_is_tried_first_and_comes_back_where_it_can():
    batch = _batch(6, 6)
    found = without_unbuildable(batch, rule := ByRule({4}), "File 4 is bad.", suspects=["3", "4"])
    assert _numbers(found.read) == [0, 1, 2, 3, 5] and rule.asked == 4
    assert found.left_out[1:] == (LeftOut("se_smhi", "4.xlsx", "4", "It leaves no edition: File 4 is bad."),)
    alone = without_unbuildable(batch, rule := ByRule({4}), "File 4 is bad.", suspects=["4"])
    assert _numbers(alone.read) == [0, 1, 2, 3, 5] and rule.asked == 1
    wrong = without_unbuildable(batch, ByRule({4}), "File 4 is bad.", suspects=["2"])
    assert _numbers(wrong.read) == [0, 1, 2, 3, 5]


def test_nothing_is_to_blame_where_nothing_leaves_an_edition_or_a_list_comes_first():
    assert without_unbuildable(_batch(3, 3), ByRule({0, 1, 2}, base=0), "File 0 is bad.") is None
    assert without_unbuildable(_batch(2, 4), ByRule({0, 1}, base=0), "File 0 is bad.") is None
    listed = _file(3, areas=AREAS)
    batch = Batch(imports=tuple(ENTRIES[:4]), new=(listed,), read=(*FILES[:3], listed), old=3)
    assert without_unbuildable(batch, ByRule({3}), "File 3 is bad.") is None
    both = _file(3, areas=AREAS, emissions=AREAS)
    batch = Batch(imports=tuple(ENTRIES[:4]), new=(both,), read=(*FILES[:3], both), old=3)
    with pytest.raises(
        SourceError, match=r"^3.xlsx leaves no edition, so it does not count as imported: File 3 is bad.$"
    ):
        without_unbuildable(batch, ByRule({3}), "File 3 is bad.")
