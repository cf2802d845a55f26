"""Effort sharing on a page: a nation by every principle, with the choices that no science decides and the spread they make."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.budget.comparing.fair_shares import HORIZONS, SINCE, WEIGHTS, FairShare, fair_shares
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import common_step, tonnes_to
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.choices import text as written
from climate_visualizer.methods.recipes import Method, load_methods
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common.choice_links import vintage_label
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.words import sentences

UNTIL = {"net-zero": "the world\u2019s net zero", "2050": "2050", "2070": "2070", "2100": "2100"}
Options = list[tuple[str, str, bool]]


def takes_part(area: Area) -> bool:
    """Whether an area is a nation that the principles have statistics of."""
    nations = next(
        method for method in load_methods(current.edition()).values() if method.share_world is not None
    ).world.nations
    return area.kind == "country" and area.country in nations.countries.codes


def _sharing() -> list[Method]:
    return [method for method in load_methods(current.edition()).values() if method.share_world is not None]


def _asked(request: HttpRequest) -> dict[str, str]:
    """What is chosen, written as in the address; the methods' own where nothing is."""
    rights = next(
        method.share_world
        for method in _sharing()
        if method.share_world and method.share_world.weight and method.share_world.since
    )
    names = {str(until): name for name, until in HORIZONS.items()}
    default = {
        "pair": "2.0-83",
        "vintage": _sharing()[0].vintages[0],
        "since": str(rights.since),
        "weight": f"{rights.weight:g}",
        "horizon": names.get(str(rights.until), "2100"),
    }
    return {name: request.GET.get(name) or value for name, value in default.items()}


def _fields(asked: dict[str, str], language: Language) -> dict[str, Options]:
    method, t = _sharing()[0], language.t
    pairs = method.pairs(asked["vintage"]) if asked["vintage"] in method.vintages else ()
    named = {
        f"{written(limit)}-{chance}": f"{language.decimal(limit, 1)}° · {language.per_cent(chance)}"
        for limit, chance in pairs
    }
    return {
        "pair": [(value, words, asked["pair"] == value) for value, words in named.items()],
        "vintage": [(name, vintage_label(name, language), asked["vintage"] == name) for name in method.vintages],
        "since": [(str(year), str(year), asked["since"] == str(year)) for year in SINCE],
        "weight": [(f"{weight:g}", language.percent(weight), asked["weight"] == f"{weight:g}") for weight in WEIGHTS],
        "horizon": [(name, t(words), asked["horizon"] == name) for name, words in UNTIL.items()],
    }


def _answers(area: Area, asked: dict[str, str], fields: dict[str, Options]) -> tuple[FairShare, ...]:
    """Every principle's answer; `WrongChoice` for a value that is none of those on the page."""
    for name, options in fields.items():
        if asked[name] not in [value for value, *_ in options]:
            raise WrongChoice(name, asked[name], tuple(value for value, *_ in options))
    limit, _, chance = asked["pair"].partition("-")
    return fair_shares(
        current.edition(),
        area.country,
        limit=float(limit),
        likelihood=int(chance),
        vintage=asked["vintage"],
        chosen={
            "since": int(asked["since"]),
            "weight": float(asked["weight"]),
            "until": HORIZONS[asked["horizon"]],
        },
    )


def _row(share: FairShare, language: Language) -> dict[str, object]:
    names = {method.id: method.name[language.code] for method in _sharing()}
    step = common_step((share.budget_t, share.low_t, share.high_t))
    spread = (
        ""
        if not share.free
        else language.t(
            "{low} to {high}", low=tonnes_to(share.low_t, step, language), high=tonnes_to(share.high_t, step, language)
        )
    )
    per_head = language.t("{number} tonnes", number=language.decimal(share.per_head_year_t, 1))
    return {
        "method": share.method,
        "name": names[share.method],
        "budget": tonnes_to(share.budget_t, step, language),
        "spread": spread,
        "per_head": per_head,
        "debt": share.is_debt,
    }


@wholly
@versioned
@spoken
def fair_shares_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """A nation by every principle; what cannot be chosen is a page that says what can."""
    area = current.edition().find(country, slug)
    if not takes_part(area):
        raise Http404(f"{area.name} is not among the countries that the principles share among.")
    asked = _asked(request)
    fields = _fields(asked, language)
    try:
        answers = _answers(area, asked, fields)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    name = sentences.area_name(area, language)
    context = {
        "area": area,
        "language": language,
        "name": name,
        "owner": language.genitive(name),
        "fields": fields,
        "rows": [_row(share, language) for share in answers],
        "start": answers[0].start,
        "api": path_to("api:shares", country=area.country),
    }
    return HttpResponse(render_to_string("pages/fair_shares.html", context, request=request))
