"""Other ways to count, apart from the territory: the organisation's own operations, and what residents consume."""

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.contributions import contribution_fields

WAYS = [("operations", _("Own operations, as employer and owner")), ("consumption", _("What residents consume"))]


class PerspectiveForm(kinds.ContentForm):
    """Which way of counting, tonnes of equivalents by year, source, and what is in it."""

    way = forms.ChoiceField(label=_("Way to count"), choices=WAYS)
    tonnes = contribution_fields.SeriesField(label=_("Tonnes of carbon dioxide equivalents"))
    source = forms.CharField(label=_("Source"), max_length=200)
    link = contribution_fields.link(label=_("Link to the source"))
    body_sv = contribution_fields.words(_("What is counted, in Swedish"))
    body_en = contribution_fields.words(_("What is counted, in English"))


def called(content: Content) -> str:
    return str(dict(WAYS).get(content.get("way", ""), ""))


PERSPECTIVE = kinds.register(
    kinds.Kind(
        "perspective",
        title=_("Other way to count"),
        new=_("New other way to count"),
        several=_("Other ways to count"),
        help=_("The municipality’s own operations or its residents’ consumption, shown apart from the local budget."),
        form=PerspectiveForm,
        called=called,
    )
)
