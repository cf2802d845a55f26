"""Tokens in the settings: made and shown once, listed with when they were used, revoked."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.interchange import tokens
from climate_visualizer.web.workspace.permissions import Action


class TokenForm(forms.Form):
    """Which system, what it may do, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("Which system is it for?"), max_length=80, help_text=gettext_lazy("For example: Stratsys.")
    )
    can_write = forms.BooleanField(label=gettext_lazy("It may write drafts, not only read"), required=False)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Works for, days"), choices=[(days, str(days)) for days in tokens.LIFETIMES], coerce=int
    )


@for_members(Action.SETTINGS)
def tokens_of(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisation's tokens, and a form for a new one."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        _token, secret = tokens.make(
            actor.organisation, facts["name"], can_write=facts["can_write"], days=facts["days"], by=actor.user
        )
        form = TokenForm()
    context = {
        "language": actor.language,
        "form": form,
        "secret": secret,
        "tokens": actor.organisation.tokens.order_by("-made_at"),
        "root": url_to("own-documents"),
    }
    return render(request, "workspace/interchange/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@for_members(Action.SETTINGS)
def token(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """Revoke one."""
    tokens.revoke(get_object_or_404(actor.organisation.tokens, pk=token), by=actor.user)
    messages.success(request, _("Revoked. The system that used it is refused from now on."))
    return HttpResponseRedirect(actor.path("tokens"))
