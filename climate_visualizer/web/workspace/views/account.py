"""A person's own account, the second factor, and accepting an invitation."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from climate_visualizer.languages.language import Language
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.workspace import forms, policies
from climate_visualizer.web.workspace.access import person_of, signed_in
from climate_visualizer.web.workspace.accounts import invitations, single_sign_on
from climate_visualizer.web.workspace.accounts.adapters import INVITED
from climate_visualizer.web.workspace.error_pages import problem
from climate_visualizer.web.workspace.models import Invitation, User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@signed_in
def account(request: HttpRequest, language: Language) -> HttpResponse:
    """Name, language, and the ways to everything else about one's account."""
    form = forms.Profile(request.POST or None, instance=person_of(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    facts = {
        "language": language,
        "form": form,
        "factors": Authenticator.objects.filter(user=person_of(request), type__in=FACTORS).count(),
        "members": person_of(request).memberships.select_related("organisation"),
    }
    return render(request, "workspace/account.html", facts, status=422 if form.errors else 200)


@signed_in
def second_factor(request: HttpRequest, language: Language) -> HttpResponse:
    """Why a second factor is asked for, and the way to one."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("workspace:home", args=[language.code])
    if policies.shown_second_factor(request):
        return redirect(back)
    has_one = Authenticator.objects.filter(user=person_of(request), type__in=FACTORS).exists()
    return render(request, "workspace/second_factor.html", {"language": language, "has_one": has_one, "next": back})


@wholly
@spoken
def invitation(request: HttpRequest, language: Language, secret: str) -> HttpResponse:
    """What an invitation's link opens: joining, or a sentence why it does not work."""
    try:
        opened = invitations.find(secret)
    except invitations.UnknownInvitation:
        sentence = _("The link is incomplete. Open it from the mail again, or ask for a new invitation.")
        return problem(request, 404, _("There is no such invitation"), sentence)
    except policies.NotNow as sentence:
        return problem(request, 410, _("This invitation no longer works"), str(sentence))
    request.session[INVITED] = str(opened.pk)
    if request.user.is_authenticated:
        return _as_somebody(request, language, opened)
    if User.objects.filter(email=opened.email).exists():
        return render(request, "workspace/invitation.html", {"language": language, "invitation": opened, "known": True})
    return _as_nobody(request, language, opened)


def _as_somebody(request: HttpRequest, language: Language, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        invitations.accept(invitation, person_of(request))
        messages.success(request, _("Welcome to %(organisation)s.") % {"organisation": invitation.organisation})
        return redirect("workspace:dashboard", language.code, invitation.organisation_id)
    facts = {"language": language, "invitation": invitation, "other": person_of(request).email != invitation.email}
    return render(request, "workspace/invitation.html", facts)


def _as_nobody(request: HttpRequest, language: Language, invitation: Invitation) -> HttpResponse:
    form = forms.Join(request.POST or None, person=User(email=invitation.email))
    if request.method != "POST" or not form.is_valid():
        facts = {"language": language, "invitation": invitation, "form": form, "way": _way(invitation)}
        return render(request, "workspace/invitation.html", facts, status=422 if form.errors else 200)
    person = invitations.make_account(
        invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"], language=language.code
    )
    invitations.accept(invitation, person)
    assert EmailAddress.objects.is_verified(person.email)
    dashboard = reverse("workspace:dashboard", args=[language.code, invitation.organisation_id])
    chosen_now = {
        "email": person.email,
        "reauthenticated": True,
    }  # so that setting up a second factor asks for it no more
    record_authentication(request, person, method="password", **chosen_now)
    return perform_login(request, person, redirect_url=dashboard)


def _way(invitation: Invitation) -> str:
    """The address of the organisation's own sign-in, where it vouches for the invited address."""
    sign_in = getattr(invitation.organisation, "sign_in", None)
    return single_sign_on.address(sign_in) if sign_in is not None and sign_in.vouches_for(invitation.email) else ""


@wholly
@spoken
def elsewhere(request: HttpRequest, language: Language) -> HttpResponse:
    """To one's organisation's own sign-in, by the domain of one's address; whether there is an account stays unsaid."""
    form = forms.Address(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_in = single_sign_on.find(form.cleaned_data["email"])
        if sign_in is not None:
            return HttpResponseRedirect(single_sign_on.address(sign_in))
        form.add_error("email", _("No organisation here has a sign-in of its own for that address. Use your password."))
    return render(
        request, "workspace/elsewhere.html", {"language": language, "form": form}, status=422 if form.errors else 200
    )
