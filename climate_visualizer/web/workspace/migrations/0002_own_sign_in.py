"""An organisation has its own way to sign in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("workspace", "0001_people_and_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "domains",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Addresses that it vouches for: nykoping.se",
                        verbose_name="Domains",
                    ),
                ),
                (
                    "has_second_factor",
                    models.BooleanField(default=False, verbose_name="Asks for a second factor itself"),
                ),
                (
                    "app",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_in",
                        to="socialaccount.socialapp",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_in", to="workspace.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "way to sign in",
                "verbose_name_plural": "ways to sign in",
            },
        ),
    ]
