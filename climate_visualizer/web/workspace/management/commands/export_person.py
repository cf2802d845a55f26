"""Everything that is kept about somebody, as JSON: ``python manage.py export_person MAIL``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from climate_visualizer.web.workspace import personal
from climate_visualizer.web.workspace.models import User
from climate_visualizer.web.workspace.models.users import tidy


def find(email: str) -> User:
    """Whoever has an address."""
    person = User.objects.filter(email=tidy(email)).first()
    if person is None:
        raise CommandError(f"Nobody here has the address '{email}'.")
    return person


class Command(BaseCommand):
    """For whoever runs the site, when somebody asks what is kept about them."""

    help = "Write everything that is kept about a person as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        found = personal.export(find(options["email"]))
        self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
