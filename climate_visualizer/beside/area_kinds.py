"""Kinds of area in words: what an area is, with what is around it or beside a trail of links that says so already."""

from __future__ import annotations

from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import Language
from climate_visualizer.words.sentences import area_name

KINDS = {
    "county": "county in {parent}",
    "municipality": "municipality in {parent}",
    "nation": "nation in {parent}",
    "region": "region in {parent}",
    "unitary-authority": "unitary authority in {parent}",
    "district": "district in {parent}",
    "metropolitan-borough": "metropolitan borough in {parent}",
    "london-borough": "borough in {parent}",
    "principal-area": "principal area in {parent}",
    "council-area": "council area in {parent}",
    "local-government-district": "district in {parent}",
}
# The same where what is around an area is named beside it already.
KINDS_ALONE = {
    "county": "county",
    "municipality": "municipality",
    "nation": "nation",
    "region": "region",
    "unitary-authority": "unitary authority",
    "district": "district",
    "metropolitan-borough": "metropolitan borough",
    "london-borough": "borough",
    "principal-area": "principal area",
    "council-area": "council area",
    "local-government-district": "district",
}


def place(area: Area, parents: tuple[Area, ...], language: Language) -> str:
    """What and where an area is: kommun i Södermanlands län."""
    if area.kind == "country" or not parents:
        return language.t("country")
    return language.t(KINDS[area.kind], parent=area_name(parents[0], language))


def kind_alone(area: Area, language: Language) -> str:
    """What an area is, after a trail of links that says where: kommun."""
    return language.t(KINDS_ALONE.get(area.kind, "country"))
