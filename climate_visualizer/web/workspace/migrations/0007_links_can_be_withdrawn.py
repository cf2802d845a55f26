"""Links to preview and to change can be withdrawn, and who sent something in can be answered."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspace", "0006_committees_and_tasks")]

    operations = [
        migrations.AddField(
            model_name="document", name="preview_series", field=models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mail", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(max_length=20)),
                ("link", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
                ("kept_until", models.DateTimeField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sender", to="workspace.document"
                    ),
                ),
            ],
        ),
    ]
