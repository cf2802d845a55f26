"""Template values of an embedded figure."""

from __future__ import annotations

from climate_visualizer.charts.catalogue import NAMES
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.sizes import NARROW, PAPER
from climate_visualizer.charts.drawing.svg import Look
from climate_visualizer.exports.facts import Facts
from climate_visualizer.web import published_plans
from climate_visualizer.web.embed_options import FIGURES, Options
from climate_visualizer.web.embeds.palette import palette
from climate_visualizer.words.sentences import parts

MOST_PARTS, MOST_WAITS = 8, 7


def title(facts: Facts, figure: str) -> str:
    """A figure's name with the area's: what a frame is called."""
    return f"{facts.name}: {facts.language.t(FIGURES[figure])}"


def values(facts: Facts, figure: str, chosen: Options, *, both_widths: bool, narrow: bool) -> dict[str, object]:
    """Everything a template needs: `both_widths` gives a picture for wide and for narrow frames, else one of them."""
    return {
        "figure": figure,
        "facts": facts,
        "language": facts.language,
        "title": title(facts, figure),
        "headline": parts(facts.headline),
        **_matter(facts, figure, chosen, both_widths=both_widths, narrow=narrow),
    }


def _matter(facts: Facts, figure: str, chosen: Options, *, both_widths: bool, narrow: bool) -> dict[str, object]:
    if figure in NAMES:
        sizes = (PAPER, NARROW) if both_widths else (NARROW if narrow else PAPER,)
        target = published_plans.target(facts.a) if figure == "history" else None
        bundles = [facts.figure(figure, size=size, target=target) for size in sizes]
        pictures = [
            (_picture(bundle, facts, figure, chosen), size.narrow) for bundle, size in zip(bundles, sizes, strict=True)
        ]
        return {"pictures": pictures, "unit": bundles[0].unit}
    if figure == "findings":
        return {"findings": facts.findings}
    if figure == "sectors":
        return {"bars": _bars(facts, chosen), "majority": facts.majority}
    if figure == "waiting":
        return {"waits": _waits(facts), "waiting": facts.waiting}
    return {"lead": facts.lead}


def _picture(bundle: Bundle, facts: Facts, figure: str, chosen: Options) -> str:
    """A picture that can stand beside others on one page: its own names, and colours that hold without a stylesheet."""
    return bundle.drawn(Look(_colours(chosen), prefix=f"cb-{figure}-{facts.a.area.id}-{facts.language.code}-"))


def _colours(chosen: Options) -> dict[str, str]:
    """Every colour by its meaning: the name that the frame's stylesheet gives it, and its value where there is none."""
    colours = palette("dark" if chosen.theme == "dark" else "light", chosen.colour)
    return {name: f"var(--cb-{name},{colour})" for name, colour in colours.items()}


def _bars(facts: Facts, chosen: Options) -> list[dict[str, str]]:
    largest_parts, colours = facts.parts[:MOST_PARTS], _colours(chosen)
    largest = max((part.tonnes for part in largest_parts), default=1.0)
    language = facts.language
    return [
        {
            "name": part.name,
            "length": f"{100 * part.tonnes / largest:.1f}",
            "fill": colours[colour_of(part.sector)],
            "tonnes": language.kilotonnes(part.tonnes),
            "share": language.percent(part.share, 0 if part.share >= 0.1 else 1),
        }
        for part in largest_parts
    ]


def _waits(facts: Facts) -> list[dict[str, object]]:
    """The yearly cut by year of start, up to and with the first for which no path is left."""
    language, bars = facts.language, []
    for delay in facts.a.delays[:MOST_WAITS]:
        cut = delay.required_cut
        cut_words = language.t("no path left") if cut is None else language.change(cut, 0 if cut >= 0.1 else 1)
        bars.append(
            {"year": delay.year, "length": f"{100 * (cut or 1.0):.1f}", "said": cut_words, "possible": cut is not None}
        )
        if cut is None:
            break
    return bars if bars and bars[0]["possible"] else []
