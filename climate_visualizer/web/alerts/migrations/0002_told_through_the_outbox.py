"""Messages are written into the outbox; keys of webhooks are encrypted; links to leave outlive a restore."""

from django.db import migrations, models

import climate_visualizer.web.alerts.models
from climate_visualizer.web.alerts.models import new_leave_key
from climate_visualizer.web.sealed import is_sealed, seal


def give_keys(apps, schema_editor):
    """A key to leave with for everybody; what signs webhooks encrypted."""
    for one in apps.get_model("alerts", "Subscription").objects.iterator():
        one.leave_key = new_leave_key()
        one.secret = one.secret if is_sealed(one.secret) else seal(one.secret)
        one.save(update_fields=["leave_key", "secret"])


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_alerts"), ("outbox", "0001_outbox")]

    operations = [
        migrations.RemoveField(model_name="delivery", name="held_until"),
        migrations.RemoveField(model_name="delivery", name="attempts"),
        migrations.RenameField(model_name="delivery", old_name="sent_at", new_name="written_at"),
        migrations.AlterField(
            model_name="subscription",
            name="secret",
            field=models.TextField(default=climate_visualizer.web.alerts.models.new_secret, editable=False),
        ),
        migrations.AddField(
            model_name="subscription",
            name="leave_key",
            field=models.CharField(editable=False, max_length=40, null=True),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="subscription",
            name="leave_key",
            field=models.CharField(
                default=climate_visualizer.web.alerts.models.new_leave_key, editable=False, max_length=40, unique=True
            ),
        ),
    ]
