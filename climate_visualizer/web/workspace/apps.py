"""The Django application of the workspace."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Workspace(AppConfig):
    """People, organisations, what they write, and who did what."""

    name = "climate_visualizer.web.workspace"
    label = "workspace"
    verbose_name = _("Workspace")

    def ready(self) -> None:
        # Each of these registers what it has, for rooms that must not know it.
        from climate_visualizer.web.workspace import contributions  # noqa: F401
        from climate_visualizer.web.workspace.accounts import sessions  # noqa: F401
        from climate_visualizer.web.workspace.content import notes, published_rows  # noqa: F401
        from climate_visualizer.web.workspace.cycle import indicators, proposals, reminders  # noqa: F401
        from climate_visualizer.web.workspace.demonstration import demo, example_plan  # noqa: F401
        from climate_visualizer.web.workspace.plans import plan_kinds  # noqa: F401
        from climate_visualizer.web.workspace.publication import kept_plans  # noqa: F401
