"""What machines ask a site for: the way in, a map of it, its icon and its health."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_vary_headers

from climate_visualizer import __version__
from climate_visualizer.charts.bundle import escape
from climate_visualizer.editions.read import NoEdition
from climate_visualizer.web import current
from climate_visualizer.web.spoken import CODES, preferred
from climate_visualizer.web.versioned import versioned

PAGES = ("", "method/", "data/", "about/", "accessibility/")
WITHIN = ("", "explore/")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="7" fill="#d9443f"/>'
    '<circle cx="16" cy="16" r="13" fill="none" stroke="#dcbdb5" stroke-width="4" stroke-dasharray="2.4 4.4"/></svg>'
)


def root(request: HttpRequest) -> HttpResponse:
    """To the language that the reader's browser asks for."""
    response = HttpResponseRedirect(f"/{preferred(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def robots(request: HttpRequest) -> HttpResponse:
    lines = ("User-agent: *", "Allow: /", "Disallow: /*?", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def icon(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(ICON, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _entry(request: HttpRequest, rest: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(request.build_absolute_uri(f"/{code}/{rest}"))}"/>'
        for code in CODES
    )
    return "".join(
        f"<url><loc>{escape(request.build_absolute_uri(f'/{code}/{rest}'))}</loc>{links}</url>" for code in CODES
    )


@versioned
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page in every language, each with its other languages."""
    areas = tuple(f"{area.country.lower()}/{area.slug}/{rest}" for area in current.edition().areas for rest in WITHIN)
    entries = "".join(_entry(request, rest) for rest in (*PAGES, *areas))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{entries}</urlset>'
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def health(request: HttpRequest) -> HttpResponse:
    """Whether this process can answer: 200 with the edition it serves, 503 with the reason."""
    try:
        facts = {
            "status": "ok",
            "edition": current.edition().id,
            "version": __version__,
            "as_of": current.as_of().isoformat(),
        }
        return JsonResponse(facts)
    except NoEdition as problem:
        return JsonResponse({"status": "no edition", "reason": str(problem), "version": __version__}, status=503)
