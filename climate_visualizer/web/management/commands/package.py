"""Any country's own table: ``python manage.py package new DK`` and ``python manage.py package check datapackage.json``."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.editions.read import NoEdition, current_edition
from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.packages.package_bundle import bundle_of
from climate_visualizer.sources.packages.package_new import write_new
from climate_visualizer.sources.publishers.package import checked
from climate_visualizer.sources.table import SourceError


class Command(BaseCommand):
    """What `check` passes, `import_statistics package` can read; what it says names the table, the line and the column."""

    requires_system_checks = ()
    help = "Write an empty data package for a country, or say what is wrong with one, cell by cell."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        new = commands.add_parser("new", help="write an empty package with comments")
        new.add_argument("country", help="ISO code of two letters, for example DK")
        new.add_argument("--into", type=Path, help="the folder; by default package-dk")
        check = commands.add_parser("check", help="say what is wrong with a package")
        check.add_argument("path", type=Path, help="datapackage.json, or a zip archive with it")

    def handle(
        self, *args: object, country: str = "", into: Path | None = None, path: Path | None = None, **others: object
    ) -> None:
        try:
            self._check(path) if path else self._new(country, into)
        except SourceError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{problem.filename} cannot be opened ({problem.strerror}).") from problem

    def _new(self, country: str, into: Path | None) -> None:
        code = country.upper()
        if country_name(code, "en") == code:
            raise CommandError(f"'{country}' is no country's ISO code; write two letters, for example DK.")
        folder = into or Path(f"package-{code.lower()}")
        for name in write_new(folder, code):
            self.stdout.write(str(folder / name))
        self.stdout.write(f"Fill in the tables, then: python manage.py package check {folder / 'datapackage.json'}")

    def _check(self, path: Path) -> None:
        with suppress(NoEdition):
            current_edition(settings.EDITIONS)  # whose packages' sectors a nation's newest years are by
        faults = checked(bundle_of(path)[1], path.name)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{path} is in order. To take it in: python manage.py import_statistics package {path}")
