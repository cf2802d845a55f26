"""Organisations, the areas they speak for, their members, and who is invited."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

INVITED_FOR = timedelta(days=7)


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County")
    AGENCY = "agency", _("Agency")
    ASSOCIATION = "association", _("Association")


class Role(models.TextChoices):
    """What a member may do; permissions.py has the table."""

    REPORTER = "reporter", _("Reporter")
    READER = "reader", _("Reader")
    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publisher")
    OWNER = "owner", _("Owner")


class Organisation(models.Model):
    """A municipality, county, agency or association that works with the budget of its areas."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=20, choices=OrganisationKind.choices)
    website = models.CharField(_("Website"), max_length=200, blank=True, validators=[URLValidator(["https", "http"])])
    colour = models.CharField(_("Colour"), max_length=7, blank=True)
    logo = models.BinaryField(null=True, blank=True, editable=False)
    logo_text = models.CharField(_("What the logo shows"), max_length=120, blank=True)
    is_example = models.BooleanField(_("Example data"), default=False)
    published_number = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def area_ids(self) -> list[str]:
        return [area.area_id for area in self.areas.all()]


class OrganisationArea(models.Model):
    """An area that an organisation speaks for; the operator decides which."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="areas")
    area_id = models.CharField(_("Area"), max_length=20, db_index=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "area_id"], name="an_area_once_an_organisation")
        ]

    def __str__(self) -> str:
        return self.area_id


class Membership(models.Model):
    """A person's role in an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "user"], name="a_person_once_an_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


def _in_a_week() -> object:
    return timezone.now() + INVITED_FOR


class Invitation(models.Model):
    """A link sent by mail that makes its reader a member, once. Only the link's hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-mail address"))
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_in_a_week)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.email}, {self.role}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class SignIn(models.Model):
    """An organisation's own way to sign in, by OpenID Connect or SAML, once the operator has confirmed its domains."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="sign_in")
    app = models.OneToOneField("socialaccount.SocialApp", on_delete=models.CASCADE, related_name="sign_in")
    domains = models.JSONField(
        _("Domains"), default=list, blank=True, help_text=_("Addresses that it vouches for: nykoping.se")
    )
    has_second_factor = models.BooleanField(_("Asks for a second factor itself"), default=False)
    secret = models.TextField(blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("way to sign in")
        verbose_name_plural = _("ways to sign in")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.app}"

    def vouches_for(self, email: str) -> bool:
        """Whether an address is in one of the confirmed domains."""
        return email.rpartition("@")[2].lower() in {str(domain).lower() for domain in self.domains}
