"""Erase somebody's data: ``python manage.py erase_person MAIL``."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.accounts import personal_data


class Command(BaseCommand):
    """What they wrote for an organisation stays, without their name; the history keeps a pseudonym."""

    help = "Erase a person's account and everything that leads to them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: object, email: str, **others: object) -> None:
        try:
            pseudonym = personal_data.erase(email)
        except (policies.NotNow, personal_data.Nobody) as problem:
            raise CommandError(str(problem)) from problem
        stays = f"the history says {pseudonym} in place of the name" if pseudonym else "there was no account"
        self.stdout.write(f"{email} is erased; {stays}.")
