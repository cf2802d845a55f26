"""How sources fare, and what a check of them would do: ``python manage.py sources check``."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.editions.importing import source_states
from climate_visualizer.editions.importing.pipeline import tried
from climate_visualizer.sources.table import SourceError
from climate_visualizer.web.management.commands.import_statistics import contradictions, described
from climate_visualizer.web.management.commands.update import fetched, fetching, known_headers, unforeseen


class Command(BaseCommand):
    """`list` says how the last checks ended; `check` asks every publisher now, and changes nothing here."""

    requires_system_checks: ClassVar[list[str]] = []
    help = "Say how each source fares, or ask every publisher, read what is new and say what would become of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("list", "check"), help="how checks ended, or what one would do now")

    def handle(self, *args: Any, **options: Any) -> None:
        modules = fetching()
        if options["what"] == "list":
            self.stdout.write("\n".join(source_states.as_table(list(modules), settings.VAR)))
            return
        wrong = 0
        for name, module in modules.items():
            lines, problems = self._tried(name, module)
            self.stdout.write("\n".join([f"{name}:", *(f"  {line}" for line in [*lines, *problems])]))
            wrong += len(problems)
        if wrong:
            raise CommandError(f"{wrong} things are wrong, as said above. Nothing was changed.")

    def _tried(self, name: str, module: Any) -> tuple[list[str], list[str]]:
        """What a source has that is new and what would become of it, and what is wrong."""
        downloads, problems = fetched(module, known_headers(), lambda one: None)
        if not downloads:
            return ([] if problems else ["nothing new."]), problems
        try:
            files = [(one.file_name, one.content) for one in downloads]
            outcome = tried(name, files, settings.VAR, settings.EDITIONS)
        except SourceError as problem:
            return [], [*problems, str(problem)]
        except Exception as problem:
            return [], [*problems, unforeseen(name, problem)]
        lines = [line for tables in outcome.batch.new for line in (described(tables), *contradictions(tables))]
        lines += [f"{'Holds' if one.holds else 'Note'} ({one.rule}): {one.sentence}" for one in outcome.concerns]
        end = (
            f"would be held as edition {outcome.edition_id}."
            if outcome.held
            else f"would be edition {outcome.edition_id}."
        )
        return [*lines, end if outcome.edition_id else outcome.missing], [*problems, *outcome.batch.problems]
