"""What the operator's site shows: organisations with their areas and sign-in, people, and the audit, which is read only."""

from datetime import datetime
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.administration import outbox_admin  # noqa: F401  # registers the messages
from climate_visualizer.web.workspace.administration.admin_audit import About, Audited
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import (
    Audit,
    Membership,
    Organisation,
    OrganisationArea,
    SignIn,
    User,
)


class Areas(admin.StackedInline):
    """The areas that an organisation speaks for."""

    model = OrganisationArea
    extra = 1


class Members(admin.StackedInline):
    """Who is in an organisation; invitations are sent from the workspace or by command."""

    model = Membership
    fields = (("user", "role"),)
    raw_id_fields = ("user",)
    extra = 0

    # Any: as Django's own method has it
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **facts: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **{**facts, "label": _("Person")})


class OwnSignIn(admin.StackedInline):
    """An organisation's own way to sign in: the operator confirms the domains that it vouches for."""

    model = SignIn
    extra = 0


@admin.register(Organisation)
class Organisations(Audited, admin.ModelAdmin):
    """Making organisations and deciding what they speak for."""

    list_display = ("name", "kind", "is_example", "set_up")
    list_filter = ("kind", "is_example")
    search_fields = ("name",)
    inlines: ClassVar[list[type[InlineModelAdmin]]] = [Areas, Members, OwnSignIn]

    made, changed = "organisation.made", "organisation.changed"

    @admin.display(description=_("Set up on"), ordering="made_at")
    def set_up(self, organisation: Organisation) -> datetime:
        return organisation.made_at

    def about(self, organisation: Organisation) -> About:
        return {"organisation": organisation, "subject": organisation.name}

    def told(self, organisation: Organisation) -> dict[str, object]:
        sign_in = SignIn.objects.filter(organisation=organisation).first()
        return {
            **{name: getattr(organisation, name) for name in ("name", "kind", "website", "colour", "is_example")},
            "areas": list(organisation.areas.values_list("area_id", flat=True)),
            "roles": {
                str(membership.user_id): membership.role for membership in organisation.memberships.order_by("user_id")
            },
            "domains": sign_in.domains if sign_in else [],
        }

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        return False


@admin.register(User)
class People(Audited, admin.ModelAdmin):
    """Who has an account; erasing is a command, which also says what it did."""

    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser", "last_login")
    readonly_fields = ("last_login",)
    actions = ("take_away_second_factors",)

    def told(self, user: User) -> dict[str, object]:
        return {name: getattr(user, name) for name in ("language", "is_active", "is_staff", "is_superuser")}

    def about(self, user: User) -> About:
        return {"subject": user.pk}

    @admin.action(description=_("Remove the second factors, for who has lost theirs"))
    def take_away_second_factors(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """The next sign-in asks for a new one; each that is taken away is a row of the audit."""
        factors = list(Authenticator.objects.filter(user__in=queryset))
        for factor in factors:
            before = {"type": str(factor.type)}
            audit.record(
                "second-factor.removed", actor=audit.operator_of(request), subject=factor.user_id, before=before
            )
            factor.delete()
        text = ngettext("%(n)s second factor is removed.", "%(n)s second factors are removed.", len(factors))
        self.message_user(request, text % {"n": len(factors)}, messages.SUCCESS if factors else messages.WARNING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


class What(admin.SimpleListFilter):
    """Rows of one sort, by its words."""

    title = _("what was done")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        events = Audit.objects.order_by("what").values_list("what", flat=True).distinct()
        return [(event, audit.in_words(event)) for event in events]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Audit]) -> QuerySet[Audit]:
        return queryset.filter(what=self.value()) if self.value() else queryset


@admin.register(Audit)
class Changes(admin.ModelAdmin):
    """Who did what: read only."""

    list_display = ("at", "who", "done", "on_what", "organisation")
    list_filter = (What, "organisation")
    list_select_related = ("organisation",)
    date_hierarchy = "at"
    fields = ("at", "who", "done", "on_what", "organisation", "before", "after")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Audit]:
        names = User.objects.filter(pk=OuterRef("actor")).values("name")[:1]
        return super().get_queryset(request).annotate(name_of_actor=Subquery(names))

    @admin.display(description=_("Who"))
    def who(self, row: Audit) -> str:
        if row.actor is None:
            return gettext("a command")
        return getattr(row, "name_of_actor", "") or audit.pseudonym(row.actor)

    @admin.display(description=_("What"), ordering="what")
    def done(self, row: Audit) -> str:
        return audit.in_words(row.what)

    @admin.display(description=_("On what"))
    def on_what(self, row: Audit) -> str:
        return audit.pseudonym(row.subject) if audit.ID.match(row.subject) else row.subject

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Audit | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Audit | None = None) -> bool:
        return False
