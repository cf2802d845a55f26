"""Whether links still lead somewhere."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0002_own_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.URLField(max_length=500)),
                ("checked_at", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="link_checks", to="workspace.document"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("document", "address"), name="a_link_once_a_document")],
            },
        ),
    ]
