"""The day a year was begun: a step that lay before it is not in that year's cycle."""

from django.db import migrations, models
from django.utils import timezone


def read_from_the_history(apps, schema_editor):
    """Years that older versions began: the history says when. Without its row a step stays in the cycle."""
    steps = apps.get_model("workspace", "YearStep").objects
    begun = apps.get_model("workspace", "Audit").objects.filter(what="year.begun").order_by("-at")
    for row in begun.values("organisation", "subject", "at"):
        own = steps.filter(organisation=row["organisation"], year=int(row["subject"]))
        own.update(begun_on=timezone.localtime(row["at"]).date())


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0008_papers_archive_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="yearstep", name="begun_on", field=models.DateField(blank=True, editable=False, null=True)
        ),
        migrations.RunPython(read_from_the_history, migrations.RunPython.noop),
    ]
