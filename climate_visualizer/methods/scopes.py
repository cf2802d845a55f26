"""Scopes: what is counted of an area's emissions, beside what a method counts by itself.

Published local budgets count otherwise than the default here: large plants are booked with the nation, flights abroad are
added a head. Each is a choice made of the product's own data, so that such figures can be approached. A basis is made for a
tuple of names: processes that are left out ("cement"), `PLANTS` and `FLIGHTS`.
"""

from __future__ import annotations

from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.parameters import flights
from climate_visualizer.methods.plants_and_flights import FLIGHTS, OTHERWISE, PLANTS, plants_of_country
from climate_visualizer.methods.recipes import Method

OWN, WITH_CEMENT, WITHOUT_PLANTS = "territorial", "with-cement", "without-plants"
SCOPES = (OWN, WITH_CEMENT, WITHOUT_PLANTS, "with-flights", "without-plants-with-flights")
# Why a scope is not to be had, where it is not: the first of these that its name has.
REFUSED = {
    WITH_CEMENT: "This method counts cement already.",
    "flights": "What this method shares out has no part for flights abroad, or the statistics here have none.",
    "plants": "There are no figures of large plants here that could be told from the rest.",
}


def counting(method: Method, scope: str) -> tuple[str, ...]:
    """The names that a basis is made for, by a method's own rule and a reader's scope."""
    own = () if scope == "with-cement" else method.share_local.without
    more = ((PLANTS, "without-plants"), (FLIGHTS, "with-flights"))
    return (*own, *(name for name, words_of in more if words_of in scope))


def scopes_for(method: Method, country: str, edition: Edition | None) -> tuple[str, ...]:
    """The scopes that a country's statistics are enough for, the method's own first.

    Flights are taken out of what a national budget keeps for transport abroad, so a method without such a part has none.
    """
    scopes = [OWN, *(("with-cement",) if "cement" in method.share_local.without else ())]
    if edition is None or country not in edition.countries:
        return tuple(scopes)
    sectors = _sectors(edition, country)
    plants = has_plants(edition, country) and set(OTHERWISE) <= set(sectors)
    abroad = flights(country)
    flying = abroad is not None and method.overhead > 0 and abroad.sector in sectors
    scopes += ["without-plants"] if plants else []
    scopes += ["with-flights"] if flying else []
    scopes += ["without-plants-with-flights"] if plants and flying else []
    return tuple(scopes)


def _sectors(edition: Edition, country: str) -> tuple[str, ...]:
    try:
        return edition.cube(country).sectors
    except KeyError:
        return ()


def refused(scope: str) -> str:
    """Why a known scope cannot be chosen with a method and statistics that `scopes_for` leaves it out for."""
    return next((why for name, why in REFUSED.items() if name in scope), "") if scope in SCOPES else ""


@remembered
def has_plants(edition: Edition, country: str) -> bool:
    """Whether an edition has plants of a country's areas."""
    return not plants_of_country(edition, country).is_empty()
