"""Who did what and when, added to and never changed. People stand as ids, so that erasing one leaves a pseudonym."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Unchangeable(Exception):
    """Somebody tried to rewrite what has happened."""


def _refuse() -> NoReturn:
    raise Unchangeable("What has been done stays written; add a row instead of changing one.")


class Rows(models.QuerySet["Audit"]):
    """Rows that can be read and added."""

    def update(self, **facts: object) -> int:
        _refuse()

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse()

    def bulk_update(self, *rows: object, **facts: object) -> int:
        _refuse()


class Audit(models.Model):
    """One change: who (`actor`, an account's id, or nobody for a command), when, what, on which thing, from and to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "workspace.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="audit"
    )
    actor = models.UUIDField(_("Who"), null=True, blank=True)
    at = models.DateTimeField(_("When"), default=timezone.now, editable=False, db_index=True)
    what = models.CharField(_("What"), max_length=60)
    subject = models.CharField(_("On what"), max_length=200, blank=True)
    before = models.JSONField(_("From"), null=True, blank=True)
    after = models.JSONField(_("To"), null=True, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "-at"], name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"

    def save(self, *args: Any, **options: Any) -> None:  # Django's own arguments
        if not self._state.adding:
            _refuse()
        super().save(*args, **options)

    def delete(self, *args: object, **options: object) -> tuple[int, dict[str, int]]:
        _refuse()
