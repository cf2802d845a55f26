"""Committees are a list; measures have people, tasks and comments; a year has its steps. Names typed before become the list."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from climate_visualizer.web.workspace.models.committees import known


def list_names(apps, schema_editor):
    """One committee for every name in the newest versions, spellings that differ by case, space or dash merged; budgets' order first."""
    newest = apps.get_model("workspace", "Version").objects.filter(number=models.F("document__latest"))
    names = {}
    budgets = newest.filter(document__kind="climate-budget").order_by("document__made_at", "document__id")
    for organisation, content in budgets.values_list("document__organisation_id", "content"):
        names.setdefault(organisation, []).extend(content.get("committees") or [])
    measures = newest.filter(document__kind="measure").order_by("document__made_at", "document__id")
    for organisation, content in measures.values_list("document__organisation_id", "content"):
        names.setdefault(organisation, []).append(content.get("owner") or "")
    committees = apps.get_model("workspace", "Committee").objects
    for organisation, written in names.items():
        first = {}
        for name in written:
            if known(name):
                first.setdefault(known(name), " ".join(name.split())[:120])
        for place, (key, name) in enumerate(first.items(), 1):
            committees.create(organisation_id=organisation, name=name, known_as=key, place=place)


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0005_secrets_are_encrypted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("reporter", "Reporter"),
                    ("reader", "Reader"),
                    ("editor", "Editor"),
                    ("publisher", "Publisher"),
                    ("owner", "Owner"),
                ],
                max_length=20,
                verbose_name="Role",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("reporter", "Reporter"),
                    ("reader", "Reader"),
                    ("editor", "Editor"),
                    ("publisher", "Publisher"),
                    ("owner", "Owner"),
                ],
                max_length=20,
                verbose_name="Role",
            ),
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField(max_length=4000, verbose_name="Comment")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="workspace.document"
                    ),
                ),
                ("mentioned", models.ManyToManyField(related_name="mentioned_in", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("known_as", models.CharField(editable=False, max_length=160)),
                ("aliases", models.JSONField(default=list, editable=False)),
                ("place", models.PositiveIntegerField(default=0)),
                ("number", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="committees",
                        to="workspace.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "committee",
                "verbose_name_plural": "committees",
                "ordering": ["place", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Responsible",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="responsible", to="workspace.document"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_head", models.BooleanField(default=False)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="workspace.committee"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_offs", to="workspace.committee"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_offs", to="workspace.document"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="What is to be done")),
                ("due", models.DateField(blank=True, null=True, verbose_name="Due")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Not begun"), ("doing", "Under way"), ("done", "Done")],
                        default="open",
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="workspace.document"
                    ),
                ),
            ],
            options={
                "ordering": ["due", "made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="YearStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=20)),
                ("due", models.DateField(verbose_name="Due")),
                ("done_on", models.DateField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="year_steps",
                        to="workspace.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="year_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.UniqueConstraint(
                fields=("organisation", "known_as"), name="a_committee_once_an_organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="a_reminder_once_a_person"),
        ),
        migrations.AddConstraint(
            model_name="responsible",
            constraint=models.UniqueConstraint(fields=("document", "user"), name="a_person_once_a_measure"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("committee", "user"), name="a_seat_once_a_committee"),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(fields=("document", "committee"), name="a_sign_off_once_a_follow_up"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["status", "due"], name="tasks_that_are_due"),
        ),
        migrations.AddConstraint(
            model_name="yearstep",
            constraint=models.UniqueConstraint(fields=("organisation", "year", "name"), name="a_step_once_a_year"),
        ),
        migrations.RunPython(list_names, migrations.RunPython.noop),
    ]
