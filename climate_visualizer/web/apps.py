"""The one Django application."""

from django.apps import AppConfig


class Web(AppConfig):
    """Pages, API and commands."""

    name = "climate_visualizer.web"
    label = "web"
