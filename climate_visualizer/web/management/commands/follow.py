"""Take editions from another node: ``python manage.py follow``; `watch` does it for as long as it runs."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from climate_visualizer.editions.following.follow import Follower, NotFollowed


def follower() -> Follower:
    """This node as a follower of the one that the setting names."""
    return Follower(settings.FOLLOW, settings.EDITIONS)


class Command(BaseCommand):
    """Safe to run at any time: what is here stays until what comes is whole and checked."""

    help = "Take in what the node that CLIMATE_VISUALIZER_FOLLOW names has published."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        if not settings.FOLLOW:
            raise CommandError("Set CLIMATE_VISUALIZER_FOLLOW to the address of the node to follow.")
        settings.EDITIONS.mkdir(parents=True, exist_ok=True)
        try:
            edition_id = follower().look()
        except NotFollowed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Edition {edition_id} is current." if edition_id else "Nothing new.")
