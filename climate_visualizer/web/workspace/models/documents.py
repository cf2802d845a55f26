"""What people make, of whatever kind: a document with its versions, one of which may be published.

An archived document is on no page and counts for nothing; it can be read, and taken out again.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a version stands: not shown, shown, or no longer shown."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Document(models.Model):
    """One thing that an organisation makes for an area: `kind` names its form, `key` tells it from others of its kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("workspace.Organisation", on_delete=models.CASCADE, related_name="documents")
    area_id = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    key = models.SlugField(max_length=80)
    latest = models.PositiveIntegerField(default=0)
    published = models.ForeignKey("workspace.Version", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    preview_series = models.PositiveIntegerField(
        default=0, editable=False
    )  # preview links of an earlier one are withdrawn
    previewed_until = models.DateTimeField(null=True, blank=True, editable=False)  # the last of its preview links
    archived_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "area_id", "kind", "key"], name="a_key_once_a_kind_and_area"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["area_id", "kind"], name="documents_of_an_area")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_previewed(self) -> bool:
        """Whether somebody may have a preview link of it that still shows something."""
        return self.previewed_until is not None and self.previewed_until > timezone.now()

    newest_state: str | None = None  # of the newest version, where a list has read it already

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was shown and taken back: it counts for nothing until somebody publishes it again."""
        if self.published_id is not None:
            return False
        if self.newest_state is None:
            self.newest_state = self.versions.values_list("state", flat=True).filter(number=self.latest).first()
        return self.newest_state == State.WITHDRAWN


class Version(models.Model):
    """A document as somebody saved it; its content never changes, its state may."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True)
    is_news = models.BooleanField(default=True)  # whether followers get a mail of it once it is published

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "number"], name="a_number_once_a_document")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"
