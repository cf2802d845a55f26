"""A person's language may be any that the site has."""

from django.db import migrations, models

from climate_visualizer.web.workspace.models.users import languages


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0003_whether_links_work"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(choices=languages, default="sv", max_length=20, verbose_name="Language"),
        ),
    ]
