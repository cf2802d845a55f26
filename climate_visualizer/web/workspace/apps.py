"""The Django application of the workspace."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Workspace(AppConfig):
    """People, organisations, what they write, and who did what."""

    name = "climate_visualizer.web.workspace"
    label = "workspace"
    verbose_name = _("Workspace")

    def ready(self) -> None:
        from climate_visualizer.web.workspace import contributions
        from climate_visualizer.web.workspace.accounts import sessions  # noqa: F401  # each registers what it has
        from climate_visualizer.web.workspace.content import notes
        from climate_visualizer.web.workspace.demonstration import demo, example_plan
        from climate_visualizer.web.workspace.plans import plan_kinds  # noqa: F401
