"""Secrets of organisations' own sign-in and of second factors are encrypted."""

from django.db import migrations, models

from climate_visualizer.web.sealed import is_sealed, seal
from climate_visualizer.web.workspace.accounts.resealing import sealed_factor


def encrypt(apps, schema_editor):
    """What older versions wrote in the clear."""
    for way in apps.get_model("workspace", "SignIn").objects.select_related("app"):
        if way.app.secret:
            way.secret = way.app.secret if is_sealed(way.app.secret) else seal(way.app.secret)
            way.app.secret = ""
            way.save(update_fields=["secret"])
            way.app.save(update_fields=["secret"])
    for factor in apps.get_model("mfa", "Authenticator").objects.iterator():
        data = sealed_factor(factor.data)
        if data != factor.data:
            factor.data = data
            factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0004_any_language"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.AddField(
            model_name="signin", name="secret", field=models.TextField(blank=True, default="", editable=False)
        ),
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
