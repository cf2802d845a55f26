"""The workspace's own forms."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.models import Role, User


class Invite(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR)


class Address(forms.Form):
    """One's address, to find one's organisation's own sign-in."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class ChangeRole(forms.Form):
    """A member's new role."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class Join(forms.Form):
    """An account for somebody who has been invited."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters; four unrelated words are good."),
    )

    def __init__(self, data: QueryDict | None = None, *, person: User) -> None:
        super().__init__(data)
        self._person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self._person)
        return password


class Profile(forms.ModelForm):
    """What a person says about themselves."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language"]
        labels: ClassVar[dict[str, object]] = {"language": _("Language of mail to you")}
