"""Policies: when an action is allowed. A `check_x` raises `NotNow` with a sentence, a `can_x` answers."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from climate_visualizer.web import published
from climate_visualizer.web.workspace.models import Document, Invitation, Membership, Role, State, User, Version

STRONG_ROLES = frozenset({Role.PUBLISHER, Role.OWNER})


class NotNow(Exception):
    """What is asked for is not allowed as things stand; the sentence, in the reader's language, says what to do."""


class NeedsSecondFactor(NotNow):
    """The role takes a second factor, and this session has not shown one."""


def _answer(check: Callable[..., None]) -> Callable[..., bool]:
    @wraps(check)
    def can(*facts: object) -> bool:
        try:
            check(*facts)
        except NotNow:
            return False
        return True

    return can


def shown_second_factor(request: HttpRequest, member: Membership | None = None) -> bool:
    """Whether this session was opened, or has since been strengthened, with a second factor."""
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return True
    sign_in = getattr(member.organisation, "sign_in", None) if member else None
    if sign_in is None or not sign_in.has_second_factor:
        return False
    return any(record.get("provider") == sign_in.app.provider_id for record in records)


def check_second_factor(request: HttpRequest, member: Membership) -> None:
    """Publishers and owners work with a second factor only."""
    if member.role in STRONG_ROLES and not shown_second_factor(request, member):
        raise NeedsSecondFactor(_("Your role needs a second factor; set one up, or sign in with it."))


def check_role_change(member: Membership, role: str) -> None:
    """An organisation keeps an owner."""
    others = Membership.objects.filter(organisation=member.organisation, role=Role.OWNER).exclude(pk=member.pk)
    if member.role == Role.OWNER and role != Role.OWNER and not others.exists():
        raise NotNow(_("An organisation needs an owner; make somebody else owner first."))


def check_removal(member: Membership) -> None:
    """The last owner cannot leave."""
    check_role_change(member, "")


def check_invitation(invitation: Invitation) -> None:
    """A link works once, until it expires or is taken back."""
    if invitation.accepted_at is not None:
        raise NotNow(_("This invitation has been used already. Sign in to get to the workspace."))
    if invitation.revoked_at is not None:
        raise NotNow(_("This invitation has been taken back. Ask who invited you for a new one."))
    if invitation.expires_at <= timezone.now():
        raise NotNow(_("This invitation has expired. Ask who invited you for a new one."))


def check_acceptance(invitation: Invitation, person: User) -> None:
    """Only the invited address accepts."""
    check_invitation(invitation)
    if person.email != invitation.email:
        raise NotNow(_("The invitation is for another address. Sign out, and open the link again."))


def check_publication(document: Document, version: Version) -> None:
    """The version that a publisher has read is the newest one, and is not published already."""
    check_change(document)
    if version.number != document.latest:
        raise NotNow(_("Somebody has saved a newer version. Read it before you publish."))
    if version.state == State.PUBLISHED:
        raise NotNow(_("This version is published already."))
    if document.kind in published.KINDS_INSIDE:
        raise NotNow(_("This kind is for the workspace alone; no page shows it."))
    if published.stays_inside(document.kind, version.content):
        raise NotNow(
            _("Ideas and what has been dropped stay in the workspace. Change the status before you publish it.")
        )


def check_withdrawal(document: Document) -> None:
    """Only what is shown can be taken away."""
    if document.published_id is None:
        raise NotNow(_("Nothing of this is published, so there is nothing to withdraw."))


def check_change(document: Document) -> None:
    """What is archived stays as it is."""
    if document.archived_at is not None:
        raise NotNow(_("This is in the archive. Take it out of there before you change it."))


def check_deletion(document: Document, number: int) -> None:
    """Only a draft that was never public is deleted, and only as it was read."""
    if document.versions.filter(published_at__isnull=False).exists():
        raise NotNow(_("This has been on the public page, so it is kept. Put it in the archive instead."))
    if document.latest != number:
        raise NotNow(_("Somebody has saved a newer version. Read it before you delete it."))


def check_revival(document: Document, *, is_only: bool) -> None:
    """What is archived is taken out, unless an area has one of the kind and there is another by now."""
    if document.archived_at is None:
        raise NotNow(_("This is not in the archive."))
    same = Document.objects.filter(organisation=document.organisation, area_id=document.area_id, kind=document.kind)
    if is_only and same.filter(archived_at=None).exists():
        raise NotNow(_("The area has another one by now. Put that one in the archive first."))


def check_replacement(document: Document, other: Document) -> None:
    """A document is replaced by another of its kind and area that is not archived itself."""
    check_change(document)
    same = (document.organisation_id, document.area_id, document.kind)
    if document.pk == other.pk or same != (other.organisation_id, other.area_id, other.kind) or other.archived_at:
        raise NotNow(_("Choose another one of the same kind and area that is not in the archive."))


can_publish = _answer(check_publication)
can_delete = _answer(check_deletion)
