"""The report's own headings and explanations."""

from __future__ import annotations

from climate_visualizer.exports.facts import Facts


def labels(facts: Facts) -> dict[str, str]:
    """Every fixed text of the layout by its name."""
    return {**_figures(facts), **_basis(facts)}


def _figures(facts: Facts) -> dict[str, str]:
    t = facts.language.t
    return {
        "short": t("In short"),
        "contents": t("Contents"),
        "measure_title": t("A measure, not a law"),
        "measure": t(
            "A carbon budget says how much carbon dioxide may still be emitted if warming is to stay below a limit with a "
            "certain likelihood. How it is shared is a question of fairness, and other choices give other figures: the "
            "address beside the square code lets you make them."
        ),
        "beside": t("Beside the county and the country") if len(facts.beside) > 1 else t("The figures"),
        "beside_lead": t(
            "All figures are for the same limit, likelihood and method. A budget begins on a fixed day, and what has been "
            "emitted since then is subtracted."
        ),
        "dots": t("The budget in dots"),
        "dots_read": t(
            "Dark dots are what was emitted. Pale dots are what is left, laid along the path that uses it up. Where the "
            "budget is overdrawn, no pale dots are left."
        ),
        "history": t("Emissions, trend and budget"),
        "cumulative": t("The rising sum against the budget"),
        "sectors": t("Where emissions come from"),
        "plants": t("Large plants"),
        "waiting": t("Waiting has a price"),
        "path": t("What each year may emit"),
        "path_lead": t(
            "The path uses exactly the budget. The last column is what decided and new measures must find beyond the trend."
        ),
    }


def _basis(facts: Facts) -> dict[str, str]:
    t = facts.language.t
    return {
        "ladder": t("How {owner} budget came about", owner=facts.language.genitive(facts.name)),
        "ladder_lead": t("From what the world may emit, step by step, to what is left here."),
        "certain": t("How sure is it?"),
        "others": t("What other methods give"),
        "others_lead": t("The same limit by every method that applies here, with the likelihood that lies nearest."),
        "quality": t("How good are the statistics?"),
        "disputes": t("Where the statistics contradict themselves"),
        "changes": t("What the newest statistics changed"),
        "counted": t("What is counted"),
        "left_out": t("What is left out"),
        "assumed": t("What we have assumed"),
        "sources": t("Sources and licence"),
        "method": t("Method"),
        "further": t("Read on and make other choices"),
        "further_lead": t("Every figure with its derivation, other limits, likelihoods and sharings, and all tables:"),
        "qr": t("A QR code that leads to the page of {area}", area=facts.name),
    }
