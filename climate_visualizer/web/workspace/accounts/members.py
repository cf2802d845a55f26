"""Changing roles and removing members."""

from django.db import transaction

from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Membership, Organisation, User


def _locked(member: Membership) -> Membership:
    """The member again, with the organisation held, so that two owners cannot leave at the same moment."""
    Organisation.objects.select_for_update().get(pk=member.organisation_id)
    return Membership.objects.select_related("organisation", "user").get(pk=member.pk)


def change_role(member: Membership, role: str, *, by: User) -> None:
    """Give a member another role; raises `policies.NotNow` for the last owner."""
    with transaction.atomic():
        locked = _locked(member)
        policies.check_role_change(locked, role)
        before, locked.role = locked.role, role
        locked.save(update_fields=["role"])
        audit.record(
            "member.role",
            actor=by,
            organisation=locked.organisation,
            subject=locked.user_id,
            before={"role": before},
            after={"role": role},
        )


def remove(member: Membership, *, by: User) -> None:
    """End a membership; the person's account stays. Raises `policies.NotNow` for the last owner."""
    with transaction.atomic():
        locked = _locked(member)
        policies.check_removal(locked)
        audit.record(
            "member.left" if by.pk == locked.user_id else "member.removed",
            actor=by,
            organisation=locked.organisation,
            subject=locked.user_id,
            before={"role": locked.role},
        )
        committee_list.leave(locked.organisation, locked.user)
        locked.delete()
