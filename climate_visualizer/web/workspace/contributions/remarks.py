"""Remarks on a published figure by whoever reads it, shown with the organisation's answer."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.editions.read import Area
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.content.form_fields import offer
from climate_visualizer.web.workspace.contributions import contribution_fields, senders
from climate_visualizer.web.workspace.models import Document, Version

LONGEST = 60  # of a remark in lists


class AskForm(kinds.ContentForm):
    """What a reader sends in."""

    about = forms.ChoiceField(label=_("Which figure?"))
    year = contribution_fields.year(label=_("Year"), required=False)
    by = forms.CharField(label=_("Your name, as it will be shown"), max_length=80)
    remark = forms.CharField(label=_("Your remark"), max_length=1500, widget=forms.Textarea(attrs={"rows": 5}))

    def offer_choices(self) -> None:
        offer(self, "about", [*contribution_fields.sectors(self.area), *_measures(self.area)])


def _measures(area: Area | None) -> list[tuple[str, str]]:
    """The published measures of an area, to remark on one."""
    if area is None:
        return []
    measures = published.of(area.id, "measure")
    return [
        (f"{published.ABOUT_MEASURE}{measure.key}", _("Measure: %(title)s") % {"title": measure.title})
        for measure in reversed(measures)
    ]


class RemarkForm(AskForm):
    """What a reader sent in, with the answer."""

    answer_sv = contribution_fields.words(_("Answer in Swedish"))
    answer_en = contribution_fields.words(_("Answer in English"))

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not (cleaned.get("answer_sv") or cleaned.get("answer_en")):
            raise forms.ValidationError(
                _("Answer in at least one language; the remark is shown together with the answer.")
            )
        return cleaned


def answer(content: Mapping[str, object], language: str) -> str:
    """What was answered, in a language or else in the one that there is."""
    first, second = ("answer_sv", "answer_en") if language.startswith("sv") else ("answer_en", "answer_sv")
    return str(content.get(first) or content.get(second) or "")


def called(content: Content) -> str:
    remark = str(content.get("remark", ""))
    more = "\u2026" if len(remark) > LONGEST else ""
    return f"{content.get('by', '')}: {remark[:LONGEST].rstrip()}{more}"


def tell_sender(document: Document, version: Version) -> None:
    """Who sent a remark in gets the answer when it is published, from whichever page that is done."""
    sender = senders.of(document)
    if sender is not None:
        senders.tell_of_answer(document, answer(version.content, sender.language))


def unanswered(content: Mapping[str, object]) -> object:
    """A remark is shown together with its answer."""
    if content.get("answer_sv") or content.get("answer_en"):
        return ""
    return _("Answer in at least one language; the remark is shown together with the answer.")


REMARK = kinds.register(
    kinds.Kind(
        "remark",
        title=_("Remark"),
        new=_("New remark"),
        several=_("Remarks"),
        help=_("Readers ask about a figure on the public page. Publish a remark when you have answered it."),
        form=RemarkForm,
        called=called,
        why_not=unanswered,
        when_shown=tell_sender,
    )
)
