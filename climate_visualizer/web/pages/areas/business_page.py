"""A business that has joined: its own page with report, plan and the path that keeps to the area's budget, and its badge."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.budget.assess import assess
from climate_visualizer.charts.drawing.svg import escape
from climate_visualizer.editions.read import Area, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.web import current, published
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.areas import contributed
from climate_visualizer.words import sentences

WIDTH, HEIGHT = 640, 260


def _joined(country: str, slug: str, key: str, language: Language) -> tuple[Area, contributed.Joined]:
    area = current.edition().find(country, slug)
    document = next((document for document in published.of(area.id, "business") if document.key == key), None)
    if document is None:
        raise Http404(f"There is no business '{key}' in {area.name}.")
    return area, contributed.business(assess(current.question(area.id)), document, language)


def _lines(joined: contributed.Joined) -> dict[str, object]:
    """The picture's lines as points: reported, planned, and what the budget allows; the highest value and the years."""
    reported = contributed.series(joined.document.content)
    standing = joined.standing
    first, top = min(reported), max([*reported.values(), *standing.planned_t, 1.0])

    def points(pairs: list[tuple[int, float]]) -> str:
        across, up = WIDTH / (LAST_YEAR - first), (HEIGHT - 20) / top
        return " ".join(f"{(year - first) * across:.1f},{HEIGHT - tonnes * up:.1f}" for year, tonnes in pairs)

    last = (standing.latest_year, standing.latest_t)
    required = list(zip(standing.years, standing.required_t or (), strict=False))
    return {
        "reported": points(list(reported.items())),
        "planned": points([last, *zip(standing.years, standing.planned_t, strict=True)]),
        "required": points([last, *required]) if required else "",
        "first": first,
        "last": LAST_YEAR,
        "top": top,
    }


@wholly
@versioned
@spoken
def business(request: HttpRequest, language: Language, country: str, slug: str, key: str) -> HttpResponse:
    """One business."""
    area, joined = _joined(country, slug, key, language)
    rows = [
        (year, allowed, plan)
        for year, allowed, plan in zip(
            joined.standing.years,
            joined.standing.required_t or joined.standing.planned_t,
            joined.standing.planned_t,
            strict=True,
        )
        if year % 5 == 0 or year == joined.standing.years[0]
    ]
    values = {
        "area": area,
        "name": sentences.area_name(area, language),
        "joined": joined,
        "language": language,
        "lines": _lines(joined),
        "rows": rows,
        "cut": language.change(joined.standing.required_cut, 0) if joined.standing.required_cut else "",
    }
    return HttpResponse(render_to_string("pages/business.html", values, request=request))


@versioned
@spoken
def badge(request: HttpRequest, language: Language, country: str, slug: str, key: str) -> HttpResponse:
    """A small picture that a business may show: that it has joined, and what it plans."""
    area, joined = _joined(country, slug, key, language)
    left = language.t("{area} together", area=sentences.area_name(area, language))
    right = language.t(
        "{cut} by {year}",
        cut=language.change(float(joined.document.content["goal_percent"]) / 100, 0),
        year=joined.document.content["goal_year"],
    )
    alt = escape(f"{joined.document.content['name']}: {left}, {right}")
    wide, more = 20 + 7.2 * len(left), 20 + 7.2 * len(right)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide + more:.0f}" height="28" role="img" aria-label="{alt}" '
        f'font-family="ui-sans-serif, system-ui, sans-serif" font-size="13"><title>{alt}</title>'
        f'<rect width="{wide + more:.0f}" height="28" rx="6" fill="#1f1a1c"/>'
        f'<path d="M{wide:.0f} 0h{more - 6:.0f}a6 6 0 0 1 6 6v16a6 6 0 0 1 -6 6h-{more - 6:.0f}z" fill="#0d6a66"/>'
        f'<text x="10" y="18.5" fill="#fff">{escape(left)}</text>'
        f'<text x="{wide + 10:.0f}" y="18.5" fill="#fff" font-weight="600">{escape(right)}</text></svg>'
    )
    response = HttpResponse(picture, content_type="image/svg+xml")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@versioned
def look(request: HttpRequest, lang: str, country: str, slug: str) -> HttpResponse:
    """The colour of who speaks for an area, for its page; it was held against both grounds when it was chosen."""
    look = published.look(current.edition().find(country, slug).id)
    if look is None or not look.colour:
        raise Http404("Nobody has chosen a colour here.")
    return HttpResponse(f".area {{ --act: {look.colour}; }}\n", content_type="text/css; charset=utf-8")


def logo(request: HttpRequest, lang: str, country: str, slug: str) -> HttpResponse:
    """The logo of who speaks for an area."""
    try:
        picture = published.logo(current.edition().find(country, slug).id)
    except UnknownArea as unknown:
        raise Http404(str(unknown)) from unknown
    if picture is None:
        raise Http404("There is no logo here.")
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
