"""Reading every kind of page of an area: which figures each may state, and what of its text none of them founds."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from page_reading.area_figures import area_figures, measures
from page_reading.known import Known
from page_reading.other_figures import (
    budgets_figures,
    compare_figures,
    equivalents_figures,
    explore_figures,
    goal_figures,
    group_figures,
    sector_figures,
    standing_figures,
)
from page_reading.passages import Passage, passages
from page_reading.written import written

EMBEDS = ("headline", "findings", "dots", "history", "cumulative", "sectors", "waiting")
ADDRESS = re.compile(r"\S+://\S+")
MOST_KEPT = 2000  # answers of the API that are kept
WHOLE_COUNTRY = "/files/"  # of which there are few, and each is asked of every one of its places


@dataclass(frozen=True)
class Page:
    """A page that was read: its kind, how many numbers it has, and those that nothing founds, each with its passage."""

    kind: str
    address: str
    numbers: int
    unfounded: tuple[tuple[str, str], ...]


def language_of(body: str) -> str:
    """The language that a page says it is in: a page that a language lacks is read in the one that stands in for it."""
    found = re.search(r'<html lang="([a-zA-Z]+)', body)
    assert found, "A page says no language."
    return found.group(1)


class Reader:
    """Reads pages by Django's test client, and holds them against what the same site's API says."""

    def __init__(self, client: Any, language: str) -> None:
        self.client, self.language = client, language
        self.locale = language.partition("-")[0]
        self.kept: dict[str, Any] = {}
        self.own: dict[str, Known] = {}

    def ask(self, address: str) -> Any:
        """An answer of the API; None for what it has none to."""
        if address not in self.kept:
            if len(self.kept) >= MOST_KEPT:
                self.kept = {of: kept for of, kept in self.kept.items() if of.startswith(WHOLE_COUNTRY)}
            answer = self.client.get(address)
            self.kept[address] = answer.json() if answer.status_code == 200 else None
        return self.kept[address]

    def area(self, area_id: str) -> Iterable[Page]:
        """The page of an area, its embeds and its badge."""
        root, known = self._root(area_id), self._known(area_id)
        body = self._body(root)
        measures(known, self.ask, area_id, " ".join(one.text for one in passages(body)), self.language)
        yield self._page("area", root, known, passages(body), language_of(body))
        for figure in EMBEDS:
            yield self.page("embed", f"/embed/{figure}/{area_id}?language={self.language}", known)
        badge = f"/badge/{area_id}.svg?language={self.language}"
        words = re.findall(r"<(?:text|title)[^>]*>([^<]+)", self._body(badge))
        yield self._page("badge", badge, known, [Passage(unescape(one)) for one in words], self.locale)

    def beside_it(self, area_id: str) -> Iterable[Page]:
        """The pages that lead on from an area's: its sectors, its budgets, its goal, what if."""
        root = self._root(area_id)
        for sector in self.ask(f"/api/v1/areas/{area_id}/scenario")["sectors_t"]:
            yield self.page("sector", f"{root}sectors/{sector}/", sector_figures(self.ask, area_id, sector))
        yield self.page("budgets", f"{root}budgets/", budgets_figures(self.ask, area_id))
        yield self.page("goal", f"{root}goal/", goal_figures(self._known(area_id), self.ask, area_id, self.language))
        yield self.page("explore", f"{root}explore/", explore_figures(self.ask, area_id))

    def poster(self, area_id: str) -> Page:
        """The poster, as pdftotext reads it, in the language that it is in: not every one has posters."""
        address = f"{self._root(area_id)}poster.pdf"
        answer = self._answer(address)
        locale = answer.request["PATH_INFO"].split("/")[1].partition("-")[0]
        told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True)
        text = [Passage(ADDRESS.sub(" ", " ".join(told.stdout.decode().split())))]
        return self._page("poster", address, self._known(area_id), text, locale)

    def equivalents(self, area_id: str) -> Page:
        """The page of an area that has no budget."""
        return self.page("equivalents", self._root(area_id), equivalents_figures(self.ask, area_id))

    def standing(self, country: str) -> Iterable[Page]:
        """The rankings of a country, by kind of place."""
        known = standing_figures(self.ask, country, self.language)
        kinds = {row["kind"] for row in self.ask(f"/files/{country}/findings.json")["rows"]} - {"country"}
        for kind in sorted(kinds):
            yield self.page("ranking", f"/{self.language}/ranking/?country={country}&kind={kind}", known)

    def first_page(self, country: str) -> Page:
        """The first page, which is of one country."""
        return self.page("home", f"/{self.language}/", standing_figures(self.ask, country, self.language))

    def together(self, area_ids: Sequence[str]) -> Iterable[Page]:
        """Places compared, and as a group."""
        asked = ",".join(area_ids)
        yield self.page("compare", f"/{self.language}/compare/?areas={asked}", compare_figures(self.ask, area_ids))
        yield self.page("group", f"/{self.language}/group/?areas={asked}", group_figures(self.ask, area_ids))

    def page(self, kind: str, address: str, known: Known) -> Page:
        """One page by its address."""
        body = self._body(address)
        return self._page(kind, address, known, passages(body), language_of(body))

    def _page(self, kind: str, address: str, known: Known, text: Sequence[Passage], locale: str) -> Page:
        unfounded = [(one.text, passage.text) for passage in text for one in known.unfounded(passage, locale)]
        return Page(kind, address, sum(len(written(one.text, locale)) for one in text), tuple(unfounded))

    def _known(self, area_id: str) -> Known:
        """An area's own figures, kept while its pages are read."""
        if area_id not in self.own:
            self.own = {area_id: area_figures(self.ask, area_id, self.language)}
        return self.own[area_id]

    def _root(self, area_id: str) -> str:
        page = self.ask(f"/api/v1/areas/{area_id}")["page"]
        return page.replace("/en/", f"/{self.language}/", 1)

    def _body(self, address: str) -> str:
        return self._answer(address).content.decode()

    def _answer(self, address: str) -> Any:
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        return answer
