"""Own words for a section of the area's page, over the default text or beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.contributions import contribution_fields

SECTIONS = [
    ("intro", _("Under the headline")),
    ("dots", _("The dot picture")),
    ("history", _("Emissions, trend and budget")),
    ("sectors", _("Where emissions come from")),
    ("waiting", _("Waiting has a price")),
    ("ladder", _("How the budget came about")),
    ("certain", _("How sure is it?")),
    ("quality", _("How good are the statistics?")),
]


class TextForm(kinds.ContentForm):
    """Which section, and the words in each language."""

    section = forms.ChoiceField(label=_("Section of the page"), choices=SECTIONS)
    body_sv = contribution_fields.words(_("Text in Swedish"))
    body_en = contribution_fields.words(
        _("Text in English"),
        help_text=_("Markdown: **bold**, *italic*, lists with -, [links](https://example.org)."),
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not (cleaned.get("body_sv") or cleaned.get("body_en")):
            raise forms.ValidationError(_("Write a text in at least one language."))
        return cleaned


def called(content: Content) -> str:
    return str(dict(SECTIONS).get(content.get("section", ""), ""))


TEXT = kinds.register(
    kinds.Kind(
        "text",
        title=_("Own words"),
        new=_("New words of your own"),
        several=_("Own words"),
        help=_("A few sentences of your own in one of the page’s sections, such as what you are doing about it."),
        form=TextForm,
        template="workspace/kinds/note.html",
        called=called,
    )
)
