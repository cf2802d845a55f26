"""The public forms: what a kind asks for, and an address to confirm with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.content.kinds import ContentForm
from climate_visualizer.web.workspace.contributions.joined_businesses import BusinessForm
from climate_visualizer.web.workspace.contributions.remarks import AskForm


class _Contact(ContentForm):
    mail = forms.EmailField(
        label=_("Your mail address, for the confirmation and an answer; it is never shown"),
        help_text=_("It is deleted when there is nothing more to tell you, after thirteen months at the latest."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def content(self) -> dict[str, object]:
        return {name: value for name, value in super().content().items() if name != "mail"}


class JoinForm(_Contact, BusinessForm):
    """A business that wants to join."""


class RemarkByReader(_Contact, AskForm):
    """A reader who has something to say about a figure."""


PUBLIC = {"business": JoinForm, "remark": RemarkByReader}
