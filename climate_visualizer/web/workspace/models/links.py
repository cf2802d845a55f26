"""Whether the links that documents name still lead somewhere."""

from typing import ClassVar

from django.db import models


class LinkCheck(models.Model):
    """What came of trying one document's link: how often in a row it failed, and why the last time."""

    DEAD_AFTER = 2

    document = models.ForeignKey("workspace.Document", on_delete=models.CASCADE, related_name="link_checks")
    address = models.URLField(max_length=500)
    checked_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "address"], name="a_link_once_a_document")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.failures}"
