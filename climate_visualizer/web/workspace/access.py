"""View decorator of the workspace: checks the permission, loads organisation and area, and passes them to the view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from climate_visualizer.editions.read import Area, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.web import current
from climate_visualizer.web.http.request_notes import RequestNote
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.models import Membership, Organisation, User
from climate_visualizer.web.workspace.permissions import Action, check_may_one, may

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Actor:
    """Who acts in a request: the user and membership, in which organisation and language."""

    organisation: Organisation
    member: Membership
    user: User
    language: Language

    def may(self, action: Action) -> bool:
        return may(self.member.role, action)

    @property
    def can(self) -> dict[str, bool]:
        """For templates: ``{% if actor.can.publish %}``."""
        return {str(action): self.may(action) for action in Action}

    @property
    def areas(self) -> list[Area]:
        """The organisation's areas that the edition has."""
        return [area for area in map(found, self.organisation.area_ids) if area is not None]

    def area(self, area_id: str) -> Area:
        """One of the organisation's areas; any other is not found."""
        area = found(area_id) if area_id in self.organisation.area_ids else None
        if area is None:
            raise Http404(f"The organisation has no area '{area_id}'.")
        return area

    def path(self, name: str, *arguments: object) -> str:
        """The address of a page of this organisation: ``actor.path("people")``."""
        return reverse(f"workspace:{name}", args=[self.language.code, self.organisation.pk, *arguments])


ACTOR: RequestNote[Actor | None] = RequestNote("actor", None)
ROOM = RequestNote("room", "")  # the tab that a page belongs to, where its address does not say so


def found(area_id: str) -> Area | None:
    """An area of the edition, or None where the edition has it not."""
    try:
        return current.edition().area(area_id)
    except UnknownArea:
        return None


def _membership(user: User, organisation: UUID) -> Membership:
    """A person's membership; another organisation looks as if it did not exist."""
    member = (
        Membership.objects.select_related("organisation__sign_in__app", "user")
        .prefetch_related("organisation__areas")
        .filter(user=user, organisation_id=organisation)
        .first()
    )
    if member is None:
        raise Http404("There is no such organisation.")
    return member


def person_of(request: HttpRequest) -> User:
    """Who is signed in; for pages that only they reach."""
    user = request.user
    assert isinstance(user, User)
    return user


def signed_in(view: View) -> View:
    """A page for whoever is signed in; it gets its language, and leads on from one that has no words for the workspace."""

    @wholly
    @spoken
    @wraps(view)
    def wrapper(request: HttpRequest, language: Language, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        return view(request, language, *args, **kwargs)

    return wrapper


def for_members(*actions: Action) -> Callable[[View], View]:
    """A page of an organisation for members whose role has one of the `actions`; it gets a `Actor`, and so does its template.

    Who is not signed in is asked to; who is no member finds nothing; who needs a second factor is led to it; who may not is
    told so (403).
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(
            request: HttpRequest, language: Language, organisation: UUID, *args: object, **kwargs: object
        ) -> HttpResponse:
            member = _membership(person_of(request), organisation)
            try:
                policies.check_second_factor(request, member)
            except policies.NeedsSecondFactor:
                factor = reverse("workspace:second-factor", args=[language.code])
                return HttpResponseRedirect(redirect_to_login(request.get_full_path(), factor).url)
            check_may_one(member.role, actions)
            actor = Actor(member.organisation, member, member.user, language)
            ACTOR.leave(request, actor)
            return view(request, actor, *args, **kwargs)

        return signed_in(wrapper)

    return decorator
