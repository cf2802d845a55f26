"""The one Django application."""

from pathlib import Path

from django.apps import AppConfig


class Web(AppConfig):
    """Pages, API and commands."""

    name = "climate_visualizer.web"
    label = "web"

    def ready(self) -> None:
        from django.conf import settings

        from climate_visualizer.caches import CACHE, MEGABYTE
        from climate_visualizer.editions.publishing.change_history import before_every_switch

        CACHE.limit(settings.CACHE_MEGABYTES * MEGABYTE)
        before_every_switch(write_changes)


def write_changes(root: Path, ids: tuple[str, ...], beside: tuple[tuple[str, str], ...] = ()) -> None:
    """Work out what an edition changes before it becomes current, so that no request ever has to."""
    from climate_visualizer.beside.change_log import ensure
    from climate_visualizer.web.current import as_of

    ensure(root, ids, beside, as_of=as_of())
