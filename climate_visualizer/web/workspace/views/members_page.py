"""Members and invitations."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from climate_visualizer.web.outbox import state as outbox
from climate_visualizer.web.workspace import forms
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.accounts import invitations, members
from climate_visualizer.web.workspace.models import Role
from climate_visualizer.web.workspace.models.users import tidy
from climate_visualizer.web.workspace.permissions import ALLOWED, Action, check_may

ROLE_HELP = {
    Role.REPORTER: "fills in the rows of the committees they report for, and sees nothing else",
    Role.READER: "reads everything in the workspace",
    Role.EDITOR: "writes and changes drafts too",
    Role.PUBLISHER: "publishes too, with a second factor",
    Role.OWNER: "decides about people and settings too, with a second factor",
}


def _roles(actor: Actor) -> list[dict[str, str]]:
    return [
        {"value": str(role), "label": str(role.label), "help": actor.language.t(ROLE_HELP[role])}
        for role in Role
        if role in ALLOWED
    ]


def _page(request: HttpRequest, actor: Actor, form: forms.Invite, status: int = 200) -> HttpResponse:
    people = actor.organisation.memberships.select_related("user").order_by("user__name", "user__email")
    waiting = list(actor.organisation.invitations.filter(accepted_at=None, revoked_at=None))
    unsent = set(outbox.stuck().filter(organisation=actor.organisation.pk).values_list("about", flat=True))
    facts = {
        "language": actor.language,
        "people": people,
        "invitations": waiting if actor.may(Action.PEOPLE) else [],
        "unsent": {invitation.pk for invitation in waiting if invitations.about(invitation) in unsent},
        "roles": _roles(actor),
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "workspace/people.html", facts, status=status)


@for_members(Action.READ)
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is here, and who is invited."""
    return _page(request, actor, forms.Invite())


@require_POST
@for_members(Action.PEOPLE)
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send an invitation."""
    form = forms.Invite(request.POST)
    if not form.is_valid():
        return _page(request, actor, form, 422)
    code, email = actor.language.code, form.cleaned_data["email"]
    if actor.organisation.memberships.filter(user__email=tidy(email)).exists():
        form.add_error(
            "email", _("%(email)s is a member already; change the role in the list above.") % {"email": email}
        )
        return _page(request, actor, form, 422)
    invitations.invite(actor.organisation, email, form.cleaned_data["role"], by=actor.user, language=code)
    messages.success(request, _("An invitation is on its way to %(email)s. It works for a week.") % {"email": email})
    return HttpResponseRedirect(actor.path("people"))


@require_POST
@for_members(Action.PEOPLE)
def invitation(request: HttpRequest, actor: Actor, invitation: UUID) -> HttpResponse:
    """Send an invitation again, or take it back."""
    open_invitation = get_object_or_404(
        actor.organisation.invitations, pk=invitation, accepted_at=None, revoked_at=None
    )
    if "revoke" in request.POST:
        invitations.revoke(open_invitation, by=actor.user)
        messages.success(request, _("The invitation has been taken back; its link no longer works."))
    else:
        code = actor.language.code
        invitations.send_again(open_invitation, by=actor.user, language=code)
        messages.success(request, _("A new link is on its way; the old one no longer works."))
    return HttpResponseRedirect(actor.path("people"))


@require_POST
@for_members(Action.READ)
def member(request: HttpRequest, actor: Actor, member: UUID) -> HttpResponse:
    """Change a member's role or remove them; everybody may remove themselves."""
    membership = get_object_or_404(actor.organisation.memberships.select_related("user"), pk=member)
    leaving = "remove" in request.POST and membership.user_id == actor.user.pk
    if not leaving:
        check_may(actor.member.role, Action.PEOPLE)
    if "remove" in request.POST and "sure" not in request.POST:
        facts = {"language": actor.language, "member": membership, "leaving": leaving}
        return render(request, "workspace/member_leaves.html", facts)
    if "remove" in request.POST:
        members.remove(membership, by=actor.user)
        messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.user})
        return HttpResponseRedirect(
            reverse("workspace:home", args=[actor.language.code]) if leaving else actor.path("people")
        )
    form = forms.ChangeRole(request.POST)
    if not form.is_valid():
        return _page(request, actor, forms.Invite(), 422)
    members.change_role(membership, form.cleaned_data["role"], by=actor.user)
    messages.success(request, _("%(name)s has a new role.") % {"name": membership.user})
    return HttpResponseRedirect(actor.path("people"))
