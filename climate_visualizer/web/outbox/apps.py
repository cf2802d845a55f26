"""The outbox as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "climate_visualizer.web.outbox"
    label = "outbox"
    verbose_name = _("Mail and webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from climate_visualizer.web.outbox import running, state

        running.chore("outbox", state.prune)
