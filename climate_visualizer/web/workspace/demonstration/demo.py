"""A demonstration organisation with people in every role and example data that says it is made up.

Whoever adds a kind of document adds its examples in a module that `apps.Workspace.ready` imports:

    @demo.step
    def goals(stage: demo.Stage) -> None:
        stage.write("goal", {...}, key="goal-2030", publish=True)

A step is run once, when the organisation is made; `write` saves, and publishes if asked to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils.crypto import get_random_string

from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web import current
from climate_visualizer.web.workspace.accounts.organisations import make
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.models import Membership, Organisation, OrganisationKind, Role, User

NAME = "Exempelkommunen"
WANTED = "SE-0480"
NAMES = {Role.OWNER: "Olga Ek", Role.PUBLISHER: "Pelle Alm", Role.EDITOR: "Edith Lind", Role.READER: "Rasmus Hägg"}


@dataclass(frozen=True)
class Stage:
    """What a step works with: the organisation, its area, and its people by role."""

    organisation: Organisation
    area_id: str
    people: dict[Role, User]

    def write(self, kind: str, content: Content, *, key: str = "", publish: bool = False) -> None:
        """A document written by the editor and, if asked to, published by the publisher."""
        version = documents.make(self.organisation, self.area_id, kind, content, by=self.people[Role.EDITOR], key=key)
        if publish:
            documents.publish(version.document, version.number, by=self.people[Role.PUBLISHER])


_steps: list[Callable[[Stage], None]] = []


def step(function: Callable[[Stage], None]) -> Callable[[Stage], None]:
    """Run a function when the demonstration organisation is made."""
    _steps.append(function)
    return function


def area() -> str:
    """Nyköping, or the first municipality of an edition without it."""
    municipalities = [
        municipality.id for municipality in current.edition().areas if municipality.kind == "municipality"
    ]
    return WANTED if WANTED in municipalities else municipalities[0]


@dataclass(frozen=True)
class Entry:
    """How somebody signs in to the demonstration: address, password, and codes that stand for the second factor once each."""

    email: str
    role: str
    password: str
    codes: tuple[str, ...]


def set_up() -> list[Entry]:
    """Make the organisation if it is not there; give its people new passwords and codes."""
    with transaction.atomic():
        organisation = Organisation.objects.filter(is_example=True, name=NAME).first()
        fresh = organisation is None
        if organisation is None:
            organisation = make(NAME, OrganisationKind.MUNICIPALITY, [area()], is_example=True)
        people = {role: _person(role) for role in NAMES}
        for role, person in people.items():
            Membership.objects.update_or_create(organisation=organisation, user=person, defaults={"role": role})
        if fresh:
            stage = Stage(organisation, organisation.area_ids[0], dict(people))
            for run in _steps:
                run(stage)
        return [_entry(role, person) for role, person in people.items()]


def _person(role: Role) -> User:
    email = f"{role.value}@demo.example"
    person = User.objects.filter(email=email).first() or User.objects.create_user(email, name=NAMES[role])
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
    return person


def _entry(role: Role, person: User) -> Entry:
    password = get_random_string(14)
    person.set_password(password)
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user=person).delete()
    codes: tuple[str, ...] = ()
    if role in (Role.OWNER, Role.PUBLISHER):
        TOTP.activate(person, generate_totp_secret())
        codes = tuple(RecoveryCodes.activate(person).get_unused_codes())
    return Entry(person.email, str(role), password, codes)


@step
def notes(stage: Stage) -> None:
    """One note that is published, and one that waits."""
    published = {
        "title_sv": "Nu tar vi fram en klimatbudget",
        "body_sv": "Kommunfullmäktige har bett oss föreslå hur utsläppsutrymmet ska fördelas mellan nämnderna.\n\n"
        "- **Mars:** utkast till nämnderna\n- **Maj:** samråd\n- **September:** beslut tillsammans med budgeten",
        "title_en": "We are preparing a climate budget",
        "body_en": "The council has asked us to propose how the emissions that are left should be divided among the committees."
        "\n\n- **March:** draft to the committees\n- **May:** consultation\n- **September:** decision together with the budget",
    }
    waiting = {
        "title_sv": "Öppet möte om transporter",
        "body_sv": "Vi träffas i biblioteket och går igenom vad som driver utsläppen från transporter.",
        "title_en": "",
        "body_en": "",
    }
    stage.write("note", published, key="climate-budget", publish=True)
    stage.write("note", waiting, key="open-meeting")
