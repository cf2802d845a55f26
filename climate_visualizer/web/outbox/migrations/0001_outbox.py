"""The tables of the outbox."""

import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("moments", models.JSONField(default=list)),
                ("until", models.FloatField(db_index=True, default=0.0)),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "mail"), ("webhook", "webhook")], max_length=10, verbose_name="By"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="Kind")),
                ("to", models.CharField(max_length=500, verbose_name="To")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="Subject")),
                ("text", models.TextField(editable=False)),
                ("headers", models.JSONField(default=dict, editable=False)),
                ("secret", models.TextField(blank=True, editable=False)),
                ("about", models.CharField(blank=True, db_index=True, editable=False, max_length=80)),
                ("organisation", models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("sent", "sent"), ("given-up", "given up")],
                        default="waiting",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="Written"),
                ),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Next try")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="Tries")),
                ("held_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="Sent")),
                ("trouble", models.CharField(blank=True, max_length=300, verbose_name="What kept it")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["due_at", "made_at", "id"],
                "indexes": [models.Index(fields=["state", "channel", "due_at"], name="what_waits")],
            },
        ),
    ]
