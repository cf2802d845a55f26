"""People of organisations, for tests of the workspace: made in the database, signed in with or without a second factor."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client

from climate_visualizer.web.alerts.models import Delivery, Event, Subscription
from climate_visualizer.web.workspace.models import Membership, Organisation, Role, User
from climate_visualizer.web.workspace.models import OrganisationArea as Area

PASSWORD = "fyra ord som ingen gissar"
ROLES = [
    role.value for role in Role if role != Role.REPORTER
]  # a reporter is asked by itself: 403 wherever a reader reads


def organisation(name: str = "Nyköpings kommun", areas: tuple[str, ...] = ("SE-0480",), **facts) -> Organisation:
    new_organisation = Organisation.objects.create(name=name, kind="municipality", **facts)
    Area.objects.bulk_create(Area(organisation=new_organisation, area_id=area) for area in areas)
    return new_organisation


def person(email: str, name: str = "", **facts) -> User:
    new_person = User.objects.create_user(email, PASSWORD, name=name or email.partition("@")[0].title(), **facts)
    EmailAddress.objects.create(user=new_person, email=email, verified=True, primary=True)
    return new_person


def member(of: Organisation, role: str, email: str = "") -> Membership:
    return Membership.objects.create(organisation=of, user=person(email or f"{role}@example.org"), role=role)


def signed_in(user: User | None, *, strong: bool = True, **options) -> Client:
    """A browser in which somebody is signed in; `strong` with a second factor."""
    client = Client(**options)
    if user is None:
        return client
    client.force_login(user)
    session = client.session
    session["began"] = session["seen"] = int(time.time())
    session[WHOSE] = str(user.pk)
    session[METHODS] = [{"method": "password", "at": time.time()}]
    if strong:
        session[METHODS] += [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return client


def run(*arguments, **options) -> str:
    """What a command says."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def follower(mail: str) -> Subscription:
    """Somebody who follows Nyköping by mail, with one letter waiting."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    subscription = Subscription.objects.create(
        kind="mail", area_id="SE-0480", language="sv", mail=mail, asked_at=now, confirmed_at=now
    )
    facts = {"key": f"e{Event.objects.count()}", "kind": "goals", "area_id": "SE-0480", "happened_at": now}
    event = Event.objects.create(facts={"organisation": "Kommunen", "title": "Mål"}, **facts)
    Delivery.objects.create(subscription=subscription, event=event, due_at=now)
    return subscription
