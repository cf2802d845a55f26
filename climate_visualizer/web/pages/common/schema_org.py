"""What a page is about, for machines that read: schema.org's words as JSON-LD, which a browser never runs."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString, mark_safe

from climate_visualizer.editions.read import Area, Edition, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import publisher, title
from climate_visualizer.strict_json import json_text
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.words.sentences import area_name

register = template.Library()
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "Open Government Licence v3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
KEYWORDS = ("carbon budget", "carbon dioxide", "emissions", "climate")


class _Again(template.Node):
    """A block's content a second time."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        blocks = context.render_context[BLOCK_CONTEXT_KEY]
        content: SafeString = blocks.get_block(self.name).render(context)
        return content


@register.tag
def again(parser: Parser, token: Token) -> _Again:
    """``{% again title %}`` writes what stands in the block of that name once more."""
    _, name = token.split_contents()
    return _Again(name)


def written(facts: list[dict[str, object]]) -> SafeString:
    """JSON that can stand in markup: no sign in it can end the element."""
    body = json_text({"@context": "https://schema.org", "@graph": facts}, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        body = body.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(body)


def _place(area: Area, edition: Edition, language: Language) -> dict[str, object]:
    """An area with what it lies in."""
    kind = "Country" if area.kind == "country" else "AdministrativeArea"
    facts: dict[str, object] = {
        "@type": kind,
        "name": area_name(area, language),
        "identifier": area.id,
        "url": url_to("area", language.code, area),
    }
    parents = edition.parents(area.id)
    if parents:
        facts["containedInPlace"] = {"@type": "AdministrativeArea", "name": area_name(parents[0], language)}
    return facts


def _publisher(card: dict[str, str], language: Language) -> dict[str, object]:
    if not card:
        return {}
    facts: dict[str, object] = {
        "creator": {"@type": "Organization", "name": publisher(card, language.code), "url": card["url"]},
        "isBasedOn": card["url"],
        "datePublished": card["release_date"],
        "dateModified": card["release_date"],
    }
    if card["licence"] in LICENCES:
        facts["license"] = LICENCES[card["licence"]]
    return facts


def _download(name: str, kind: str, url: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": url}


def _area_data(area: Area, edition: Edition, language: Language) -> dict[str, object]:
    """The area's figures as a dataset with its files."""
    page = url_to("area", language.code, area)
    years = sorted(edition.emissions_of(area.id, edition.gas_of(area))["year"].to_list())
    covered = {"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}
    return {
        "@type": "Dataset",
        "@id": f"{page}#data",
        "name": language.t("Carbon budget and emissions of {area}", area=area_name(area, language)),
        "description": language.t(
            "Emissions of carbon dioxide by sector and year in {area}, what is left of its carbon budget, how long that "
            "lasts and the cut that is needed.",
            area=area_name(area, language),
        ),
        "identifier": area.id,
        "keywords": [language.t(word) for word in KEYWORDS],
        **covered,
        "url": page,
        "version": edition.id,
        "isAccessibleForFree": True,
        "inLanguage": language.code,
        "spatialCoverage": _place(area, edition, language),
        "variableMeasured": ["CO2 emissions", "remaining carbon budget", "required yearly cut"],
        "distribution": [
            _download("CSV", "text/csv", url_to("area-file", language.code, area, name="figures.csv")),
            _download("JSON", "application/json", url_to("api:budget", area_id=area.id)),
            _download(
                "XLSX",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                url_to("area-file", language.code, area, name="figures.xlsx"),
            ),
        ],
        **_publisher(edition.origin(area.country, edition.gas_of(area)), language),
    }


def _crumbs(area: Area, edition: Edition, language: Language) -> dict[str, object]:
    """The way from the first page to the area."""
    trail = [*reversed(edition.parents(area.id)), area]
    items = [("Climate Visualizer", url_to("home", language.code))]
    items += [(area_name(ancestor, language), url_to("area", language.code, ancestor)) for ancestor in trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": index + 1, "name": name, "item": url}
            for index, (name, url) in enumerate(items)
        ],
    }


def _site(language: Language) -> dict[str, object]:
    home = url_to("home", language.code)
    return {
        "@type": "WebSite",
        "name": "Climate Visualizer",
        "url": home,
        "inLanguage": language.code,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}?q={{search_term_string}}&go=1"},
            "query-input": "required name=search_term_string",
        },
    }


def _whole(edition: Edition, language: Language) -> list[dict[str, object]]:
    """Each country's statistics as a dataset."""
    facts = []
    for country in edition.countries:
        card = edition.origin(country)
        if card and any(area.country == country and area.parent_id for area in edition.areas):
            facts.append(
                {
                    "@type": "Dataset",
                    "@id": f"{url_to('data', language.code)}#{country}",
                    "name": f"{title(card['source'], language.base)} ({country})",
                    "description": language.t("Emissions and carbon budgets of every area, by sector and year."),
                    "url": url_to("data", language.code),
                    "version": edition.id,
                    "isAccessibleForFree": True,
                    "distribution": [_download("JSON", "application/json", f"{url_to('api:areas')}?country={country}")],
                    **_publisher(card, language),
                }
            )
    return facts


def structured(request: HttpRequest, edition: Edition, language: Language) -> SafeString | str:
    """What a page's address is about; nothing for pages that are about no thing of their own."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.view_name == "home":
        return written([_site(language), *_whole(edition, language)])
    if match.view_name == "data":
        return written(_whole(edition, language))
    if match.view_name == "area":
        try:
            area = edition.find(match.kwargs["country"], match.kwargs["slug"])
        except UnknownArea:
            return ""
        return written([_area_data(area, edition, language), _crumbs(area, edition, language)])
    return ""
