"""Everything that is kept about somebody, as JSON: ``python manage.py export_person MAIL``."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from climate_visualizer.web.workspace.accounts import personal_data


class Command(BaseCommand):
    """For whoever runs the site, when somebody asks what is kept about them."""

    help = "Write everything that is kept about a person as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: object, email: str, **others: object) -> None:
        try:
            personal = personal_data.export(email)
        except personal_data.Nobody as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(json.dumps(personal, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
