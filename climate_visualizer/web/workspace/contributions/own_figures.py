"""Own figures for a sector, with source and reason: shown beside the official ones, never instead of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.content.form_fields import offer
from climate_visualizer.web.workspace.contributions import contribution_fields


class FigureForm(kinds.ContentForm):
    """A sector, tonnes by year, where they come from, and why they differ."""

    sector = forms.ChoiceField(label=_("Sector"))
    tonnes = contribution_fields.SeriesField(label=_("Tonnes of carbon dioxide"))
    source = forms.CharField(label=_("Source"), max_length=200)
    link = contribution_fields.link(label=_("Link to the source"))
    body_sv = contribution_fields.words(_("Why it differs, in Swedish"))
    body_en = contribution_fields.words(_("Why it differs, in English"))

    def offer_choices(self) -> None:
        offer(self, "sector", contribution_fields.sectors(self.area))

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not (cleaned.get("body_sv") or cleaned.get("body_en")):
            raise forms.ValidationError(
                _("Say in at least one language why your figure differs from the official one.")
            )
        return cleaned


FIGURE = kinds.register(
    kinds.Kind(
        "figure",
        title=_("Own figure"),
        new=_("New own figure"),
        several=_("Own figures"),
        help=_("From a local inventory, a plant’s report or district heating. It stands beside the official figure."),
        form=FigureForm,
        called=lambda content: str(content.get("source", "")),
    )
)
