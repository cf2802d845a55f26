"""Committees of an organisation: a list, chosen from everywhere, with who reports for each and who signs off."""

import unicodedata
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")


def known(name: str) -> str:
    """A name as it is compared: whatever its case, spaces, kinds of dash, and full stop at the end.

    Without NUL, which PostgreSQL keeps in no text.
    """
    return " ".join(unicodedata.normalize("NFKC", name.replace("\0", "")).translate(DASHES).casefold().split()).strip(
        " .,;"
    )[:160]


class Committee(models.Model):
    """A committee or department. `known_as` and `aliases` are names as they are compared: other spellings lead here too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("workspace.Organisation", on_delete=models.CASCADE, related_name="committees")
    name = models.CharField(_("Name"), max_length=120)
    known_as = models.CharField(max_length=160, editable=False)
    aliases = models.JSONField(default=list, editable=False)
    place = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering: ClassVar[list[str]] = ["place", "name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "known_as"], name="a_committee_once_an_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """Somebody reports for a committee; its head signs off."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    is_head = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["committee", "user"], name="a_seat_once_a_committee")
        ]

    def __str__(self) -> str:
        return f"{self.committee}: {self.user}"


class SignOff(models.Model):
    """A committee's head stands for its rows of a follow-up; a change of one of them undoes it."""

    document = models.ForeignKey("workspace.Document", on_delete=models.CASCADE, related_name="sign_offs")
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="sign_offs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "committee"], name="a_sign_off_once_a_follow_up")
        ]

    def __str__(self) -> str:
        return f"{self.committee}: {self.document}"
