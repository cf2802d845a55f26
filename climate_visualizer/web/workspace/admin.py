"""What the operator's site shows: organisations with their areas and sign-in, people, and the audit, which is read only."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from climate_visualizer.web.workspace import audit
from climate_visualizer.web.workspace.models import (
    Audit,
    Membership,
    Organisation,
    OrganisationArea,
    SignIn,
    User,
)


class Areas(admin.TabularInline):
    """The areas that an organisation speaks for."""

    model = OrganisationArea
    extra = 1


class Members(admin.TabularInline):
    """Who is in an organisation; invitations are sent from the workspace or by command."""

    model = Membership
    fields = ("user", "role")
    raw_id_fields = ("user",)
    extra = 0


class OwnSignIn(admin.StackedInline):
    """An organisation's own way to sign in: the operator confirms the domains that it vouches for."""

    model = SignIn
    extra = 0


@admin.register(Organisation)
class Organisations(admin.ModelAdmin):
    """Making organisations and deciding what they speak for."""

    list_display = ("name", "kind", "is_example", "made_at")
    list_filter = ("kind", "is_example")
    search_fields = ("name",)
    inlines: ClassVar[list[Any]] = [Areas, Members, OwnSignIn]

    def log_addition(self, request: HttpRequest, obj: Organisation, message: Any) -> Any:
        audit.record("organisation.made", actor=request.user, organisation=obj, subject=obj.name)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Organisation, message: Any) -> Any:
        areas = {"areas": list(obj.areas.values_list("area_id", flat=True))}
        audit.record("organisation.changed", actor=request.user, organisation=obj, subject=obj.name, after=areas)
        return super().log_change(request, obj, message)

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        return False


@admin.register(User)
class People(admin.ModelAdmin):
    """Who has an account; erasing is a command, which also says what it did."""

    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser", "last_login")
    readonly_fields = ("last_login",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Audit)
class Changes(admin.ModelAdmin):
    """Who did what: read only."""

    list_display = ("at", "what", "organisation", "subject", "actor")
    list_filter = ("what", "organisation")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Audit | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Audit | None = None) -> bool:
        return False
