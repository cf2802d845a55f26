"""Senders of public submissions, with an expiry: their address, for as long as there is something to tell them."""

import uuid

from django.db import models


class Sender(models.Model):
    """Address, language and link of a document's sender; no address where it was deleted, no link where it was withdrawn."""

    document = models.OneToOneField("workspace.Document", on_delete=models.CASCADE, related_name="sender")
    mail = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=20)
    link = models.UUIDField(null=True, default=uuid.uuid4, editable=False)
    kept_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"sender of {self.document}"
