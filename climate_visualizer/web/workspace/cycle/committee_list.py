"""Committee register of an organisation: names are chosen from it, other spellings lead to it, and two may be merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import F

from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import Committee, Organisation, Responsible, Seat, Task, User
from climate_visualizer.web.workspace.models.committees import known

LATEST = F("document__latest")  # the number of the version that counts


@dataclass(frozen=True)
class Register:
    """The committees of an organisation in their order."""

    committees: tuple[Committee, ...]

    @cached_property
    def _by_name(self) -> dict[str, Committee]:
        own = {alias: committee for committee in self.committees for alias in committee.aliases}
        return own | {committee.known_as: committee for committee in self.committees}

    @property
    def names(self) -> list[str]:
        return [committee.name for committee in self.committees]

    def find(self, name: str) -> Committee | None:
        """The committee that a name means, in whatever spelling it was written; None for one that is not in the list."""
        return self._by_name.get(known(name))

    def called(self, name: str) -> str:
        """What the committee is called today; a name that is not in the list stays as it was written."""
        committee = self.find(name)
        return committee.name if committee else name


def register_of(organisation: Organisation) -> Register:
    """The list, in one query."""
    return Register(tuple(Committee.objects.filter(organisation=organisation)))


def renamed(setup: Content, register: Register) -> Content:
    """A division of a climate budget with the committees' names of today; the parts of two that were merged are added."""
    division = dict(setup)
    division["committees"] = list(dict.fromkeys(register.called(name) for name in setup.get("committees") or []))
    for table in ("parts", "parts_last"):
        if setup.get(table):
            division[table] = _merged(setup[table], register)
    return division


def _merged(rows: Mapping[str, Mapping[str, float]], register: Register) -> dict[str, dict[str, float]]:
    merged: dict[str, dict[str, float]] = {}
    for name, row in rows.items():
        own = merged.setdefault(register.called(name), {})
        for sector, share in row.items():
            own[sector] = own[sector] + share if sector in own else share
    return merged


def ensure(organisation: Organisation, names: Iterable[str], *, by: User | None) -> list[Committee]:
    """The committees of these names; those that are not in the list yet are added at its end."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        register = register_of(organisation)
        committees, last_place = [], max((listed.place for listed in register.committees), default=0)
        new: dict[str, Committee] = {}
        for name in names:
            key = known(name)
            committee = register.find(name) or new.get(key)
            if committee is None and key:
                last_place += 1
                tidy = " ".join(name.replace("\0", "").split())[:120]
                committee = Committee.objects.create(
                    organisation=organisation, name=tidy, known_as=key, place=last_place
                )
                new[key] = committee
                audit.record("committee.added", actor=by, organisation=organisation, subject=committee.name)
            if committee is not None:
                committees.append(committee)
    return committees


class Taken(policies.NotNow):
    """Another committee has the name already."""


def rename(committee: Committee, name: str, *, based_on: int, by: User) -> bool:
    """Give a committee another name, the earlier one still leads to it; False where somebody changed it meanwhile."""
    tidy, key = " ".join(name.replace("\0", "").split())[:120], known(name)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=committee.organisation_id)
        locked = Committee.objects.select_related("organisation").get(pk=committee.pk)
        other = register_of(locked.organisation).find(name)
        if other is not None and other.pk != locked.pk:
            raise Taken(other.name)
        if locked.number != based_on:
            return False
        before = locked.name
        locked.aliases = sorted({*locked.aliases, locked.known_as} - {key})
        locked.name, locked.known_as, locked.number = tidy, key, locked.number + 1
        locked.save(update_fields=["aliases", "name", "known_as", "number"])
        _tell("committee.renamed", locked, by, before={"name": before}, after={"name": tidy})
    return True


def merge(committee: Committee, into: Committee, *, by: User) -> None:
    """Make one committee of two: the names of the first lead to the second, and so does who reports for it."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=committee.organisation_id)
        merged = Committee.objects.select_related("organisation").get(pk=committee.pk)
        stays = Committee.objects.get(pk=into.pk, organisation=merged.organisation)
        stays.aliases = sorted({*stays.aliases, *merged.aliases, merged.known_as})
        stays.number += 1
        for seat in merged.seats.all():
            Seat.objects.get_or_create(committee=stays, user_id=seat.user_id, defaults={"is_head": seat.is_head})
        name = merged.name
        merged.delete()
        stays.save(update_fields=["aliases", "number"])
        _tell("committee.merged", stays, by, before={"name": name}, after={"name": stays.name})


def move_up(committee: Committee, *, by: User) -> None:
    """Change places with the committee above."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=committee.organisation_id)
        rows = list(Committee.objects.filter(organisation=committee.organisation_id))
        at = next((index for index, row in enumerate(rows) if row.pk == committee.pk), 0)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
            for place, row in enumerate(rows, 1):
                row.place = place
            Committee.objects.bulk_update(rows, ["place"])
            _tell("committee.moved", committee, by)


def seat(committee: Committee, user: User, *, is_head: bool, by: User) -> None:
    """Have somebody report for a committee, as its head or not."""
    with transaction.atomic():
        Seat.objects.update_or_create(committee=committee, user=user, defaults={"is_head": is_head})
        after = {"committee": committee.name, "head": is_head}
        audit.record("committee.seated", actor=by, organisation=committee.organisation, subject=user.pk, after=after)


def unseat(committee: Committee, user: User, *, by: User) -> None:
    """End that somebody reports for a committee."""
    with transaction.atomic():
        if Seat.objects.filter(committee=committee, user=user).delete()[0]:
            before = {"committee": committee.name}
            organisation = committee.organisation
            audit.record("committee.unseated", actor=by, organisation=organisation, subject=user.pk, before=before)


def leave(organisation: Organisation, user: User) -> None:
    """Somebody is no member any more: nothing of the organisation waits for them."""
    Seat.objects.filter(committee__organisation=organisation, user=user).delete()
    Responsible.objects.filter(document__organisation=organisation, user=user).delete()
    Task.objects.filter(document__organisation=organisation, assignee=user).update(assignee=None)
    organisation.year_steps.filter(person=user).update(person=None)


def _tell(event: str, committee: Committee, by: User, **facts: object) -> None:
    audit.record(event, actor=by, organisation=committee.organisation, subject=committee.name, **facts)
