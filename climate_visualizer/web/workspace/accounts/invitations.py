"""Inviting by a mailed link that works once, for a week; whoever holds it has shown that the address is theirs."""

from __future__ import annotations

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from climate_visualizer.web.outbox import limits, posting
from climate_visualizer.web.site import address
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import Invitation, Membership, Organisation, User
from climate_visualizer.web.workspace.models.organisations import INVITED_FOR
from climate_visualizer.web.workspace.models.users import tidy


class UnknownInvitation(Exception):
    """No invitation has this link: it is incomplete, or forged."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    organisation: Organisation,
    email: str,
    role: str,
    *,
    by: User | None,
    language: str = "sv",
) -> Invitation:
    """Make an invitation and mail its link. An open one for the address is replaced; `NotNow` where enough are sent."""
    email, secret = tidy(email), secrets.token_urlsafe(32)
    _check_limits(organisation, email)
    with transaction.atomic():
        organisation.invitations.filter(email=email, accepted_at=None, revoked_at=None).update(
            revoked_at=timezone.now()
        )
        invitation = Invitation.objects.create(
            organisation=organisation, email=email, role=role, secret_hash=_hash(secret), invited_by=by
        )
        audit.record("person.invited", actor=by, organisation=organisation, subject=invitation.pk, after={"role": role})
        _mail(invitation, secret, language)
    return invitation


def _check_limits(organisation: Organisation, email: str) -> None:
    """An organisation does not send mail without end, nor to one address; raises `policies.NotNow`."""
    if not limits.count("organisation", str(organisation.pk), limits.BY_ORGANISATION) or not limits.count(
        "invited", email, limits.TO_ADDRESS
    ):
        raise policies.NotNow(_("Enough invitations have been sent for now; try again in an hour."))


def send_again(invitation: Invitation, *, by: User, language: str) -> None:
    """A new link for a week; the old one stops working."""
    secret = secrets.token_urlsafe(32)
    _check_limits(invitation.organisation, invitation.email)
    with transaction.atomic():
        invitation.secret_hash, invitation.expires_at = _hash(secret), timezone.now() + INVITED_FOR
        invitation.save(update_fields=["secret_hash", "expires_at"])
        audit.record("invitation.sent-again", actor=by, organisation=invitation.organisation, subject=invitation.pk)
        _mail(invitation, secret, language)


def revoke(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back."""
    with transaction.atomic():
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        posting.call_back(about(invitation))
        audit.record("invitation.revoked", actor=by, organisation=invitation.organisation, subject=invitation.pk)


def about(invitation: Invitation) -> str:
    """What the mail of an invitation belongs to, by which it is called back."""
    return f"invitation:{invitation.pk}"


def _mail(invitation: Invitation, secret: str, language: str) -> None:
    """In the transaction of the invitation; one that waits still is replaced, since its link works no more."""
    link = address(reverse("workspace:invitation", args=[language, secret]))
    facts = {"invitation": invitation, "organisation": invitation.organisation, "link": link}
    with translation.override(language):
        body = render_to_string("workspace/mail/invitation.txt", facts)
        subject = _("Invitation to %(organisation)s on Climate Visualizer") % {"organisation": invitation.organisation}
    posting.call_back(about(invitation))
    posting.post(
        "invitation",
        invitation.email,
        subject,
        body,
        about=about(invitation),
        organisation=invitation.organisation_id,
    )


def find(secret: str) -> Invitation:
    """The invitation that a link belongs to; raises `UnknownInvitation`, or `NotNow` where it no longer works."""
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by").filter(secret_hash=_hash(secret)).first()
    )
    if invitation is None:
        raise UnknownInvitation("There is no such invitation.")
    policies.check_invitation(invitation)
    return invitation


def opened(pk: str | None, person: User) -> Invitation | None:
    """The invitation that was opened in a browser, where it is this person's and still works."""
    invitation = (
        Invitation.objects.select_related("organisation").filter(pk=pk, email=person.email).first() if pk else None
    )
    return invitation if invitation is not None and invitation.is_open else None


def accept(invitation: Invitation, person: User) -> Membership:
    """Make the invited person a member; whoever is one already gets the role that the invitation gives."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        policies.check_acceptance(locked, person)
        locked.accepted_at = timezone.now()
        locked.save(update_fields=["accepted_at"])
        member, _made = Membership.objects.update_or_create(
            organisation=locked.organisation, user=person, defaults={"role": locked.role}
        )
        audit.record(
            "member.joined",
            actor=person,
            organisation=locked.organisation,
            subject=person.pk,
            after={"role": locked.role},
        )
    return member


def make_account(invitation: Invitation, *, name: str, password: str, language: str) -> User:
    """An account for the invited address, which the link has shown to be theirs."""
    with transaction.atomic():
        person = User.objects.create_user(invitation.email, password, name=name, language=language)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
