"""Notes: what an organisation wants to say on an area's page, in its own words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.content import kinds


class NoteForm(kinds.ContentForm):
    """A title and a text in each language; one language is enough."""

    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=120, required=False)
    body_sv = forms.CharField(
        label=_("Text in Swedish"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    body_en = forms.CharField(
        label=_("Text in English"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Markdown: **bold**, *italic*, lists with -, [links](https://example.org)."),
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"title_{code}") and cleaned.get(f"body_{code}") for code in ("sv", "en")):
            raise forms.ValidationError(_("Write a title and a text in at least one language."))
        return cleaned


NOTE = kinds.register(
    kinds.Kind(
        "note",
        title=_("Note"),
        new=_("New note"),
        several=_("Notes"),
        help=_(
            "Something you want to say on the area’s public page: a decision, a report, an invitation to a meeting."
        ),
        form=NoteForm,
        template="workspace/kinds/note.html",
    )
)
