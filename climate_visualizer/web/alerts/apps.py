"""Alerts as Django knows them."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "climate_visualizer.web.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from climate_visualizer.web.alerts import (  # noqa: F401  # each registers what it has
            personal,
            rounds,
        )
