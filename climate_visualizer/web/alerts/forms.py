"""What is asked of somebody who wants alerts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.alerts.models import AT_ONCE, WEEKLY


class FollowForm(forms.Form):
    """A mail address, how often, and for developers the address of a webhook."""

    use_required_attribute = True

    mail = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    pace = forms.ChoiceField(
        label=_("How often?"),
        choices=[(AT_ONCE, _("At once when something changes")), (WEEKLY, _("On Mondays, if something has changed"))],
        initial=AT_ONCE,
        widget=forms.RadioSelect,
        required=False,
    )
    url = forms.URLField(
        label=_("Address of a webhook, for developers"), max_length=500, required=False, assume_scheme="https"
    )

    def clean_pace(self) -> str:
        return self.cleaned_data["pace"] or AT_ONCE
