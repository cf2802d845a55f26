"""Write ``data/starter`` from the current, imported edition."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from climate_visualizer.editions.importing.starter import write_starter
from climate_visualizer.editions.read import NoEdition, current_edition


class Command(BaseCommand):
    """For maintainers, after a new release: the starter set is rewritten and reviewed like code."""

    help = "Write the starter set from the current edition, which must be an imported one."

    def handle(self, *args: object, **options: object) -> None:
        try:
            edition = current_edition(settings.EDITIONS)
        except NoEdition as problem:
            raise CommandError(str(problem)) from problem
        if edition.is_starter:
            raise CommandError("The current edition is the starter set itself; import all of Sweden first.")
        rows = write_starter(edition, settings.DATA / "starter")
        counted = ", ".join(f"{count} rows of {name}" for name, count in rows.items())
        self.stdout.write(f"Wrote {counted} from edition {edition.id}.")
