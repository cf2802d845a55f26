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
        from climate_visualizer.sources.publishers.package import folder_beside

        folder_beside(settings.VAR)
        CACHE.limit(settings.CACHE_MEGABYTES * MEGABYTE)
        before_every_switch(write_changes)
        before_every_switch(write_estimates)


def write_changes(root: Path, ids: tuple[str, ...], beside: tuple[tuple[str, str], ...] = ()) -> None:
    """Work out what an edition changes before it becomes current, so that no request ever has to."""
    from climate_visualizer.beside.change_log import ensure
    from climate_visualizer.web.current import as_of

    ensure(root, ids, beside, as_of=as_of())


def write_estimates(root: Path, ids: tuple[str, ...], beside: tuple[tuple[str, str], ...] = ()) -> None:
    """Keep the estimates that an edition will be shown with, so that they can be scored when figures come."""
    import logging

    from climate_visualizer.budget.estimates import kept_table
    from climate_visualizer.editions.publishing import kept_estimates
    from climate_visualizer.editions.read import load_edition

    if not ids or kept_estimates.is_kept(ids[-1], root):
        return
    try:
        kept_estimates.keep(kept_table(load_edition(root / ids[-1])), ids[-1], root)
    except Exception:  # an edition whose estimates cannot be worked out is published all the same
        logging.getLogger(__name__).exception("estimates not kept", extra={"fields": {"edition": ids[-1]}})
