"""The Django application of the workspace."""

from django.apps import AppConfig


class Workspace(AppConfig):
    """People, organisations, what they write, and who did what."""

    name = "climate_visualizer.web.workspace"
    label = "workspace"

    def ready(self) -> None:
        from climate_visualizer.web.workspace import demo, notes, own, sessions  # noqa: F401  # each registers what it has
        from climate_visualizer.web.workspace.plans import example, kinds  # noqa: F401
