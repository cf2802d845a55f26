"""A year's plan kept as it is published: goals, measures and climate budget, frozen, so that last year's can be read."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from climate_visualizer.budget.assess import assess
from climate_visualizer.editions.read import Area
from climate_visualizer.web import current, published, published_plans
from climate_visualizer.web.number_input import number
from climate_visualizer.web.page_language import CODES, language, stand_in
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.words import plan_words

FIRST_YEAR, LAST_YEAR = 2000, 2100
KEPT = kinds.register(
    kinds.Kind(
        "kept-plan",
        title=gettext_lazy("Kept plan"),
        several=gettext_lazy("Kept plans"),
        help=gettext_lazy("A year’s plan as it was published, kept to be read. It is made in the archive."),
        form=kinds.ContentForm,
        page="archive-with",
        labels={"year": gettext_lazy("Year"), "day": gettext_lazy("Kept on"), "edition": gettext_lazy("Edition")},
        reckoned=("goals", "measures", "budget", "verdict"),
        called=lambda content: str(content.get("year", "")),
    )
)


def snapshot(actor: Actor, area: Area, year: int) -> dict[str, object] | None:
    """What the organisation has published for an area, as it stands; None where that is nothing."""
    a = assess(current.question(area.id))
    plan = next(
        (public_plan for public_plan in published_plans.of(a) if public_plan.by.id == str(actor.organisation.pk)), None
    )
    if plan is None:
        return None
    languages = [language(code) for code in CODES if not stand_in(code)]
    return {
        "year": year,
        "day": current.as_of().isoformat(),
        "edition": plan.outset.edition_id,
        "verdict": {spoken.code: plan_words.goal(plan.standing, spoken) for spoken in languages}
        if plan.standing
        else {},
        "goals": [goal.content for goal in plan.goals],
        "measures": [
            {**measure.content, "key": measure.key, "saves_t": plan.effect.total(index)}
            for index, measure in enumerate(plan.measures)
        ],
        "budget": plan.budget.content if plan.budget else None,
    }


@require_POST
@for_members(Action.PUBLISH)
def keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep what is published today as the plan of a year, and show it beside the living one."""
    area, year = actor.area(request.POST.get("area", "")), number(request.POST.get("year", ""))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise policies.NotNow(_("Write a year, such as 2026."))
    content = snapshot(actor, area, year)
    if content is None:
        raise policies.NotNow(_("Nothing of a plan is published for the area, so there is nothing to keep."))
    try:
        with transaction.atomic():
            version = documents.make(actor.organisation, area.id, KEPT.name, content, by=actor.user, key=str(year))
            documents.publish(version.document, version.number, by=actor.user)
    except documents.Collision:
        raise policies.NotNow(_("The plan of that year is kept already. Put that one in the archive first.")) from None
    published.forget()
    messages.success(request, _("The plan is kept as it stands, and can be read on the public page of the plan."))
    return HttpResponseRedirect(actor.path("archive"))
