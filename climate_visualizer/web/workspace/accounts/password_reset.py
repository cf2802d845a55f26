"""Password reset without enumeration: the account is looked up and mail sent after the response."""

from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from climate_visualizer.web.http.after_response import afterwards


class ResetPassword(ResetPasswordForm):
    """The same answer at the same time for an address with an account, without one, and when mail can't be sent."""

    def clean_email(self) -> str:
        return str(get_adapter().clean_email(self.cleaned_data["email"].lower()))

    def save(self, request: HttpRequest, **options: object) -> str:
        afterwards(request, lambda: self._send(request, options))
        return str(self.cleaned_data["email"])

    def _send(self, request: HttpRequest, options: Mapping[str, object]) -> None:
        super().clean_email()  # finds the people
        super().save(request, **options)
