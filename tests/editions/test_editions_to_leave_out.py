"""Which of several files leaves no edition: found in few builds, and the same as by trying every one."""

from __future__ import annotations

from itertools import product

import pytest

from climate_visualizer.editions.importing import setting_aside
from climate_visualizer.editions.importing.files_aside import LeftOut, note_left_out
from climate_visualizer.editions.importing.ingest import Batch, Import
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import SourceTables


def table(name):
    return SourceTables(
        Origin("se_smhi", "P", name, "2024-01-01", "CC BY 4.0", "https://example.org", name, f"{name}.csv")
    )


class Made:
    """Editions of files of which some are bad; with `first` there is none without the first file."""

    def __init__(self, bad, first=False):
        self.bad, self.first, self.tried = bad, first, 0

    def trouble(self, read):
        self.tried += 1
        names = [one.origin.sha256 for one in read]
        if self.first and "a" not in names:
            return "No list of areas."
        wrong = [name for name in names if name in self.bad]
        return f"Bad: {', '.join(wrong)}." if wrong else ""


def batch(names, **facts):
    read = tuple(map(table, names))
    imports = tuple(Import("se_smhi", f"{name}.csv", name) for name in names)
    whole = {"problems": (), "left_out": (), "damaged": (), "as_before": ()} | facts
    return Batch(imports, (), read, len(read), **whole)


@pytest.mark.parametrize("count", [2, 5, 8])
def test_what_came_last_is_to_blame_and_all_that_is_sound_stays(count):
    names = "abcdefgh"[:count]
    lists = (
        (False, True) if count <= 5 else (False,)
    )  # of eight files none of the beginnings that are tried is of one alone
    for first, choice in product(lists, product((False, True), repeat=min(count, 5))):
        bad = [name for name, is_bad in zip(names, choice, strict=False) if is_bad and name != "a"]
        if not bad:
            continue  # asked for where there is one alone
        read = batch(names).read
        sound = setting_aside._sound_part(read, Made(bad, first))
        assert sound is not None
        assert [one.origin.sha256 for one in sound] == [name for name in names if name not in bad], (first, bad)


def test_where_no_beginning_leaves_an_edition_it_is_the_newest_of_those_without_which_there_is_one():
    class Pair(Made):
        """An edition of the last file with any other but one of `bad`: no beginning leaves one."""

        def trouble(self, read):
            names = [one.origin.sha256 for one in read]
            return super().trouble(read) or ("" if "d" in names else "No carbon dioxide.")

    read = batch("abcd").read
    sound = setting_aside._sound_part(read, Pair(["b"]))
    assert [one.origin.sha256 for one in sound] == ["a", "c", "d"]
    assert setting_aside._sound_part(read, Pair(["b", "c"])) is None
    assert setting_aside._longest_beginning(read, Pair(["b"])) is None


def test_files_that_were_left_out_before_are_tried_first_and_those_that_can_be_used_come_back(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(setting_aside, "read_files", lambda *given, **how: asked.append((given, how)) or batch("abcd"))

    def found(bad, left_out=()):
        made = Made(bad)
        monkeypatch.setattr(setting_aside, "Editions", lambda stand_ins: made)
        entries = [LeftOut("se_smhi", f"{name}.csv", name, "why", "goes on" * (name == "d")) for name in left_out]
        note_left_out(entries, tmp_path)
        return {one.sha256: one.why for one in setting_aside.stuck_files(tmp_path, [])}, made.tried

    assert found([]) == ({}, 1)
    told, tried = found(["b"])
    assert told == {"b": "It leaves no edition: Bad: b."}
    again, fewer = found(["b"], ["b"])
    assert again == told and fewer < tried
    assert found(["b"], ["b", "c"])[0] == told, "c can be used again"
    assert found(["b", "c"], ["b", "c"])[0] == dict.fromkeys("bc", "It leaves no edition: Bad: b, c.")
    assert found(["d"], ["d"])[0] == {"d": "It leaves no edition: Bad: d."}
    suspects = []
    monkeypatch.setattr(
        setting_aside, "without_unbuildable", lambda of, made, why, which: suspects.append(sorted(which)) or None
    )
    assert found(["b"], ["b", "d", "c"])[0] == {} and suspects == [["b", "c"]]
    assert {given for given, _ in asked} == {("se_scb", (), tmp_path)}
    assert all(how == {"beside": [], "trial": True, "as_before": True} for _, how in asked)
