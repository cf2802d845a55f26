"""A demonstration organisation, and how to sign in to it: ``python manage.py demo``."""

from django.core.management.base import BaseCommand

from climate_visualizer.web.workspace.demonstration import demo
from climate_visualizer.web.workspace.models import Role


class Command(BaseCommand):
    """For looking around; never on a site that others use. Run again, it gives new passwords and codes."""

    help = "Set up an organisation with example data, and say how to sign in to it."

    def handle(self, *args: object, **options: object) -> None:
        entries = demo.set_up()
        self.stdout.write(f"{demo.NAME} is made up. Sign in at /sv/workspace/ as one of these:")
        for entry in entries:
            self.stdout.write(f"  {Role(entry.role).value:10} {entry.email:24} password {entry.password}")
            if entry.codes:
                self.stdout.write(f"{'':13}second factor, each code works once: {' '.join(entry.codes[:5])}")
