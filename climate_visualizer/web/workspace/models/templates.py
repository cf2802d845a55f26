"""An organisation's own Word template for papers."""

from django.db import models
from django.utils import timezone


class WordTemplate(models.Model):
    """The file as it was handed in and looked through."""

    organisation = models.OneToOneField(
        "workspace.Organisation", on_delete=models.CASCADE, related_name="word_template"
    )
    content = models.BinaryField()
    name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
