"""robots.txt, sitemap, icon and health check."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_vary_headers

from climate_visualizer import __version__
from climate_visualizer.charts.drawing.svg import escape
from climate_visualizer.editions.read import Area, Edition, NoEdition
from climate_visualizer.web import current
from climate_visualizer.web.database.circuit import answers
from climate_visualizer.web.http.addresses import path_to, url_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.own_place import is_own, opens_on
from climate_visualizer.web.page_language import CODES, language, preferred, stand_in
from climate_visualizer.web.site import rooted

MONITOR_WAITS = 1.0  # seconds once, until it is known that the database is away; then not at all
# Names of pages; all but the first of each need a language with words of its own.
PAGES = ("home", "compare", "group", "ranking", "method", "data", "about", "accessibility")
WITHIN = ("area", "explore", "goal", "footprint", "budgets")
WORDY = (*PAGES[1:], *WITHIN[1:])
# What no crawler needs. Addresses with choices are shared, and drawn by who makes link cards; `canonical` is enough for indexes.
CLOSED = ("/*/workspace/", "/accounts/", "/admin/")
PROGRAMS = ("ranking", "compare", "method", "data")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="7" fill="#d9443f"/>'
    '<circle cx="16" cy="16" r="13" fill="none" stroke="#dcbdb5" stroke-width="4" stroke-dasharray="2.4 4.4"/></svg>'
)


def root(request: HttpRequest) -> HttpResponse:
    """To the language that the reader's browser asks for, and the place that the installation is for."""
    response = HttpResponseRedirect(_opening(preferred(request)))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _opening(code: str) -> str:
    """The path, in a language, of the page that comes first."""
    try:
        area = opens_on(current.edition())
    except NoEdition:
        area = None
    return path_to("area", code, area) if area else path_to("home", code)


def robots(request: HttpRequest) -> HttpResponse:
    sitemap = f"Sitemap: {url_to('sitemaps')}"
    lines = ("User-agent: *", *(f"Disallow: {rooted(path)}" for path in CLOSED), f"Allow: {rooted('/')}", sitemap, "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def icon(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(ICON, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _has(code: str, name: str) -> bool:
    """Whether a language has a page: one that another stands in for has the first page and those of areas only."""
    return not stand_in(code) or name not in WORDY


def _alternates(name: str, area: Area | None) -> str:
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(url_to(name, code, area))}"/>'
        for code in CODES
        if _has(code, name)
    )


def _xml(root: str, body: str, names: str = "") -> HttpResponse:
    head = f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{names}>'
    return HttpResponse(f"{head}{body}</{root}>", content_type="application/xml; charset=utf-8")


@versioned
def sitemaps(request: HttpRequest) -> HttpResponse:
    """The index: a map of the site for each language."""
    addresses = (escape(url_to("sitemap", code)) for code in CODES)
    return _xml("sitemapindex", "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in addresses))


@versioned
def sitemap(request: HttpRequest, lang: str) -> HttpResponse:
    """Every page in one language, each with its other languages; of areas those that the installation is for."""
    language(lang)
    edition = current.edition()
    changed = max(origin["release_date"] for origin in edition.origins)
    own = [area for area in edition.areas if is_own(edition, area)]
    # What needs a budget is there only where statistics are of carbon dioxide.
    within = [(name, area) for area in own for name in WITHIN if name == "area" or edition.gas_of(area) == "CO2"]
    entries = "".join(
        f"<url><loc>{escape(url_to(name, lang, area))}</loc><lastmod>{changed}</lastmod>{_alternates(name, area)}</url>"
        for name, area in (*((name, None) for name in PAGES), *within)
        if _has(lang, name)
    )
    return _xml("urlset", entries, ' xmlns:xhtml="http://www.w3.org/1999/xhtml"')


def _example(edition: Edition) -> Area:
    """An area whose examples can be answered: one with carbon dioxide statistics, a municipality where there is one."""
    with_budget = [area for area in edition.areas if edition.gas_of(area) == "CO2"] or list(edition.areas)
    return next((area for area in with_budget if area.kind == "municipality"), with_budget[0])


def _lines() -> list[str]:
    """The site for a reader that is a program, in Markdown."""
    edition = current.edition()
    kinds = {kind: sum(area.kind == kind for area in edition.areas) for kind in {area.kind for area in edition.areas}}
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    sources = {
        f"{origin['publisher']}, {origin['title']} ({origin['release_date']}, {origin['licence']})"
        for origin in edition.origins
    }
    example = _example(edition)
    return [
        "# Climate Visualizer",
        "",
        "> Local carbon budgets: how much fossil carbon dioxide an area may still emit to keep to the Paris Agreement, how long",
        "> that lasts at today's rate, and the yearly cut it takes, from official statistics.",
        "",
        f"Edition {edition.id}, worked out for {current.as_of().isoformat()}. Areas by kind: {counted}.",
        "Every figure depends on choices (limit of warming, likelihood, sharing, method), which stand in the address: quote them",
        "with the figure, and name the edition and the source. A budget is a measure that follows from choices, not a law.",
        "A negative remainder means that the budget is overdrawn. Years after the last statistics are",
        "estimated by the nation's sectors.",
        "",
        "## Data",
        "",
        f"- [OpenAPI description]({url_to('api:openapi-json')}): open, without a key; ask this first",
        f"- [Areas]({url_to('api:areas')}): every area with its id, such as {example.id}",
        f"- [Budget of one area]({url_to('api:budget', area_id=example.id)}): takes limit, likelihood, sharing, method",
        f"- [Emissions of one area]({url_to('api:emissions', area_id=example.id)}?format=csv): by sector and year",
        f"- [Methods]({url_to('api:methods')}) and [editions]({url_to('api:editions')})",
        "",
        "## Pages",
        "",
        *(
            f"- [{code}]({url_to('home', code)}): [an area]({url_to('area', code, example)})"
            + "".join(f", [{page}]({url_to(page, code)})" for page in PROGRAMS if _has(code, page))
            for code in CODES
        ),
        "",
        "## Sources",
        "",
        *(f"- {source}" for source in sorted(sources)),
        "",
    ]


@versioned
def for_programs(request: HttpRequest) -> HttpResponse:
    """llms.txt: what the site is, where its data are, and how to quote them."""
    return HttpResponse("\n".join(_lines()), content_type="text/plain; charset=utf-8")


def health(request: HttpRequest) -> HttpResponse:
    """Whether this process can answer: 200 with the edition it serves, 503 with the reason; each part by itself.

    Pages are read without the database, so that its being away is no reason to take this process out of service.
    """
    database = "ok" if answers(within=MONITOR_WAITS) else "away"
    try:
        facts = {
            "status": "ok" if database == "ok" else "degraded",
            "parts": {"edition": "ok", "database": database},
            "edition": current.edition().id,
            "version": __version__,
            "as_of": current.as_of().isoformat(),
        }
        return JsonResponse(facts)
    except NoEdition as problem:
        parts = {"edition": "away", "database": database}
        facts = {"status": "no edition", "reason": str(problem), "version": __version__, "parts": parts}
        return JsonResponse(facts, status=503)
