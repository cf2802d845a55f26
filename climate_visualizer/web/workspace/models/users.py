"""A person, who signs in with an e-mail address."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.page_language import stand_in


def tidy(email: str) -> str:
    """An address as it is kept and compared: without space around it and in small letters."""
    return email.strip().lower()


class People(BaseUserManager["User"]):
    """Makes people and finds them by address, whatever its letters' case."""

    def create_user(self, email: str, password: str | None = None, **facts: object) -> "User":
        person = self.model(email=tidy(email), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **facts: object) -> "User":
        return self.create_user(email, password, **{**facts, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=tidy(username or ""))


def languages() -> list[tuple[str, str]]:
    """Those that have words for the workspace; asked for by name, so that a further language is no change of the database."""
    return [(code, name) for code, name in settings.LANGUAGES if not stand_in(code)]


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    language = models.CharField(_("Language"), max_length=20, choices=languages, default="sv")
    is_active = models.BooleanField(_("May sign in"), default=True)
    is_staff = models.BooleanField(_("Operator"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="one_account_an_address")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = tidy(self.email)

    def get_full_name(self) -> str:
        return self.name
