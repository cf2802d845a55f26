"""The tables of alerts."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import climate_visualizer.web.alerts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("area_id", models.CharField(db_index=True, max_length=32)),
                ("facts", models.JSONField(default=dict)),
                ("happened_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("what", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("mail", "mail"), ("webhook", "webhook")], max_length=10)),
                ("area_id", models.CharField(db_index=True, max_length=32)),
                ("language", models.CharField(max_length=20)),
                ("mail", models.EmailField(max_length=254)),
                ("url", models.URLField(blank=True, max_length=500)),
                (
                    "secret",
                    models.CharField(
                        default=climate_visualizer.web.alerts.models.new_secret, editable=False, max_length=64
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[("at-once", "at-once"), ("weekly", "weekly")], default="at-once", max_length=10
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("kind", "area_id", "mail", "url"),
                        name="one_living_subscription",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="pending", max_length=10)),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="alerts.event"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="alerts.subscription"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [models.Index(fields=["state", "due_at"], name="what_is_due")],
                "constraints": [models.UniqueConstraint(fields=("subscription", "event"), name="told_once")],
            },
        ),
    ]
