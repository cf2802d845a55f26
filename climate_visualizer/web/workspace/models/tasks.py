"""Who does what until when: people of a measure, tasks, comments, the steps of a year, and what was reminded of."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TaskStatus(models.TextChoices):
    """How far a task has come."""

    OPEN = "open", _("Not begun")
    DOING = "doing", _("Under way")
    DONE = "done", _("Done")


class Responsible(models.Model):
    """Somebody answers for a measure."""

    document = models.ForeignKey("workspace.Document", on_delete=models.CASCADE, related_name="responsible")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="responsible_for")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "user"], name="a_person_once_a_measure")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.user}"


class Task(models.Model):
    """Something that somebody does for a measure until a day; `number` counts its changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey("workspace.Document", on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("What is to be done"), max_length=200)
    due = models.DateField(_("Due"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=TaskStatus.choices, default=TaskStatus.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    number = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["due", "made_at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "due"], name="tasks_that_are_due")]

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """What somebody says about a document; who is named in it is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey("workspace.Document", on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("Comment"), max_length=4000)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentioned_in")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.document} {self.at:%Y-%m-%d}"


class YearStep(models.Model):
    """A step of a year's climate budget with the day it is due, who answers for it, and when it was done.

    `begun_on` is the day the year's calendar was begun: what was due before it was never asked of anybody.
    """

    organisation = models.ForeignKey("workspace.Organisation", on_delete=models.CASCADE, related_name="year_steps")
    year = models.PositiveIntegerField()
    name = models.CharField(max_length=20)
    due = models.DateField(_("Due"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="year_steps"
    )
    done_on = models.DateField(null=True, blank=True)
    begun_on = models.DateField(null=True, blank=True, editable=False)
    number = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["due", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "year", "name"], name="a_step_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class Reminder(models.Model):
    """Somebody was reminded of something, once: `key` names what, with the day it was due."""

    key = models.CharField(max_length=160)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="a_reminder_once_a_person")
        ]

    def __str__(self) -> str:
        return self.key
