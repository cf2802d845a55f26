"""An organisation's settings: website, colour, logo."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from climate_visualizer.web.site import address
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.accounts import branding, saml_metadata, single_sign_on
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import SignIn
from climate_visualizer.web.workspace.permissions import Action


@for_members(Action.SETTINGS)
def settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Change what the organisation looks like; each change is written down."""
    organisation = actor.organisation
    before = {"website": organisation.website, "colour": organisation.colour, "logo_text": organisation.logo_text}
    form = branding.LookForm(request.POST or None, request.FILES or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        form.save()
        after = {name: getattr(organisation, name) for name in before}
        if after != before:
            audit.record(
                "organisation.changed", actor=actor.user, organisation=organisation, before=before, after=after
            )
        if form.logo_change:
            audit.record(f"logo.{form.logo_change}", actor=actor.user, organisation=organisation)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    facts = {"language": actor.language, "form": form, "has_logo": bool(organisation.logo)}
    return render(request, "workspace/settings.html", facts, status=422 if form.errors else 200)


@for_members(Action.SETTINGS)
def sign_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Set the organisation's own sign-in; the secret is written nowhere else."""
    before = single_sign_on.initial(actor.organisation)
    form = single_sign_on.SignInForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        form.save(actor.organisation)
        after = single_sign_on.initial(actor.organisation)
        audit.record("sign-in.changed", actor=actor.user, organisation=actor.organisation, before=before, after=after)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    own_sign_in = SignIn.objects.select_related("app").filter(organisation=actor.organisation).first()
    facts = {
        "language": actor.language,
        "form": form,
        "way": own_sign_in,
        "addresses": _addresses(own_sign_in) if own_sign_in else [],
    }
    return render(request, "workspace/sign_in.html", facts, status=422 if form.errors else 200)


def _addresses(sign_in: SignIn) -> list[tuple[str, str]]:
    """What the provider has to be told, by the name that it calls it by."""
    if sign_in.app.provider == "saml":
        return saml_metadata.addresses(sign_in)
    return [("Redirect URI", address(single_sign_on.callback(sign_in)))]


@for_members(Action.READ)
def logo(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisation's logo."""
    if not actor.organisation.logo:
        raise Http404("There is no logo.")
    return HttpResponse(bytes(actor.organisation.logo), content_type="image/png")
