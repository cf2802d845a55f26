"""Businesses that have joined: what they emit and plan, reported by themselves and let in by the organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.content.form_fields import NumberField, offer
from climate_visualizer.web.workspace.contributions import contribution_fields, senders


class BusinessForm(kinds.ContentForm):
    """Name, sector, emissions by year, and the plan: so many per cent less by a year."""

    name = forms.CharField(label=_("Name of the business"), max_length=120)
    website = contribution_fields.link(label=_("Website"))
    sector = forms.ChoiceField(
        label=_("Sector"), help_text=_("Where most of its emissions are counted in the area’s statistics.")
    )
    tonnes = contribution_fields.SeriesField(label=_("Tonnes of carbon dioxide within the area"))
    goal_year = contribution_fields.year(label=_("Year of the goal"))
    goal_percent = NumberField(
        label=_("Less by then than in the first year above, per cent"), min_value=0, max_value=100
    )
    body_sv = contribution_fields.words(_("What you are doing, in Swedish"))
    body_en = contribution_fields.words(_("What you are doing, in English"))

    def offer_choices(self) -> None:
        offer(self, "sector", contribution_fields.sectors(self.area))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        series, goal = cleaned.get("tonnes"), cleaned.get("goal_year")
        if series and goal and goal <= int(max(series)):
            self.add_error("goal_year", _("The goal lies after the last year that is reported."))
        return cleaned


BUSINESS = kinds.register(
    kinds.Kind(
        "business",
        title=_("Business"),
        new=_("New business"),
        several=_("Businesses"),
        help=_("Most come in through the public page, and wait here until a publisher lets them in."),
        form=BusinessForm,
        when_shown=senders.tell_of_showing,
        when_withdrawn=senders.tell_of_withdrawal,
    )
)
