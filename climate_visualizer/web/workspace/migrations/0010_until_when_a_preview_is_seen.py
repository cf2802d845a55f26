"""Until when the preview links of a document show anything: what can be withdrawn is offered only where there is one."""

from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone

WEEK = timedelta(days=7)


def as_if_made_today(apps, schema_editor):
    """Links that older versions made are written down nowhere: each document may have one, which lasts a week at most."""
    apps.get_model("workspace", "Document").objects.update(previewed_until=timezone.now() + WEEK)


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0009_the_day_a_year_was_begun"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="previewed_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(as_if_made_today, migrations.RunPython.noop),
    ]
