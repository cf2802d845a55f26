"""Set up an organisation and invite its first owner: ``python manage.py organisation NAME --area SE-0480 --owner MAIL``."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from climate_visualizer.editions.read import UnknownArea
from climate_visualizer.web.workspace.accounts import invitations
from climate_visualizer.web.workspace.accounts.organisations import make
from climate_visualizer.web.workspace.models import OrganisationKind, Role
from climate_visualizer.web.workspace.models.users import languages


class Command(BaseCommand):
    """For whoever runs the site; the rest is done by the owner in the workspace."""

    help = "Set up an organisation and invite its first owner by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--kind", choices=OrganisationKind.values, default=OrganisationKind.MUNICIPALITY.value)
        parser.add_argument(
            "--area", action="append", required=True, help="an area's id, such as SE-0480; may be repeated"
        )
        parser.add_argument("--owner", required=True, help="the address of the first owner")
        parser.add_argument("--language", choices=[code for code, _ in languages()], default="sv")

    def handle(
        self, *args: object, name: str, kind: str, area: list[str], owner: str, language: str, **others: object
    ) -> None:
        try:
            validate_email(owner)
            organisation = make(name, kind, area)
        except UnknownArea as problem:
            raise CommandError(str(problem)) from problem
        except ValidationError as problem:
            raise CommandError(f"'{owner}' is no e-mail address.") from problem
        invitations.invite(
            organisation,
            owner,
            Role.OWNER,
            by=None,
            language=language,
        )
        self.stdout.write(f"{organisation.name} is set up; an invitation is on its way to {owner}.")
