"""How sources fare, what a check of them would do, and which of their files count: ``python manage.py sources ACTION``."""

from types import ModuleType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.editions.importing import source_states
from climate_visualizer.editions.importing.files_aside import files_left_out, files_set_aside
from climate_visualizer.editions.importing.ingest import known_imports, lost
from climate_visualizer.editions.importing.operator_choices import set_aside, take_back
from climate_visualizer.editions.importing.pipeline import Outcome, tried
from climate_visualizer.sources.table import SourceError
from climate_visualizer.web.management.commands.import_statistics import (
    contradictions,
    described,
    report_outcome,
    unwritten,
)
from climate_visualizer.web.management.commands.update import fetched, fetching, known_headers, unforeseen


class Command(BaseCommand):
    """Exit code 0: what was asked for is done; 1: it is not, or a check found something wrong. Each is a sentence.

    What is wrong with another file than the one that is named is told on standard error, and changes no exit code.
    """

    requires_system_checks = ()
    help = "Say how each source fares, ask every publisher without changing anything, or choose which files count."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="what", required=True)
        actions.add_parser("list", help="how the last checks ended")
        actions.add_parser("check", help="ask every publisher, read what is new and say what would become of it")
        actions.add_parser("files", help="every file that was taken in, and those that are set aside")
        aside = actions.add_parser("set-aside", help="make editions without a file that was taken in")
        aside.add_argument("file", help="its name, or the beginning of its checksum")
        aside.add_argument("--reason", default="", help="why; it is shown wherever the file is refused")
        back = actions.add_parser("take-back", help="use a file again that was set aside")
        back.add_argument("file", help="its name, or the beginning of its checksum")

    def handle(self, *args: object, what: str, file: str = "", reason: str = "", **others: object) -> None:
        try:
            match what:
                case "list":
                    self.stdout.write("\n".join(source_states.as_table(list(fetching()), settings.VAR)))
                case "check":
                    self._check()
                case "files":
                    self._files()
                case "set-aside":
                    entry, outcome = set_aside(file, reason, settings.VAR, settings.EDITIONS)
                    self._told(f"{entry.file_name} is set aside.", outcome)
                case "take-back":
                    again, outcome = take_back(file, settings.VAR, settings.EDITIONS)
                    self._told(f"{again.file_name} is used again.", outcome)
        except SourceError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(unwritten(problem)) from problem

    def _told(self, sentence: str, outcome: Outcome) -> None:
        self.stdout.write(sentence)
        report_outcome(outcome, self.stdout, self.stderr)

    def _files(self) -> None:
        lost_digests = {file.sha256 for file in lost(settings.VAR)}
        unused = {
            file.sha256: f"{'AS IT WAS READ BEFORE' if file.goes_on else 'LEFT OUT'}: {file.why}"
            for file in files_left_out(settings.VAR)
        }
        for file in known_imports(settings.VAR):
            note = "  ITS BYTES ARE LOST" if file.sha256 in lost_digests else ""
            note += f"  {unused[file.sha256]}" if file.sha256 in unused else ""
            self.stdout.write(f"{file.sha256[:12]}  {file.source}  {file.file_name}{note}")
        for aside in files_set_aside(settings.VAR):
            self.stdout.write(
                f"{aside.sha256[:12]}  {aside.source}  {aside.file_name}  set aside on {aside.day}: {aside.reason}"
            )

    def _check(self) -> None:
        wrong, left_out = 0, list[str]()
        for name, module in fetching().items():
            lines, problems, stuck = self._tried(name, module)
            self.stdout.write("\n".join([f"{name}:", *(f"  {line}" for line in [*lines, *problems])]))
            wrong += len(problems)
            left_out += (line for line in stuck if line not in left_out)
        left_out = left_out or [file.sentence for file in files_left_out(settings.VAR)]
        for sentence in left_out:
            self.stdout.write(sentence)
        if wrong + len(left_out):
            raise CommandError(f"{wrong + len(left_out)} things are wrong, as said above. Nothing was changed.")

    def _tried(self, name: str, module: ModuleType) -> tuple[list[str], list[str], list[str]]:
        """What a source has that is new and what would become of it, what is wrong, and which files from earlier are."""
        downloads, problems = fetched(module, known_headers(), lambda download: None)
        if not downloads:
            return ([] if problems else ["nothing new."]), problems, []
        try:
            files = [(download.file_name, download.content) for download in downloads]
            outcome = tried(name, files, settings.VAR, settings.EDITIONS)
        except SourceError as problem:
            return [], [*problems, str(problem)], []
        except Exception as problem:
            return [], [*problems, unforeseen(name, problem)], []
        lines = [line for tables in outcome.batch.new for line in (described(tables), *contradictions(tables))]
        lines += [
            f"{'Holds' if concern.holds else 'Note'} ({concern.rule}): {concern.sentence}"
            for concern in outcome.concerns
        ]
        end = (
            f"would be held as edition {outcome.edition_id}."
            if outcome.held
            else f"would be edition {outcome.edition_id}."
        )
        report_lines = [*lines, end if outcome.edition_id else outcome.missing]
        return report_lines, [*problems, *outcome.batch.problems], list(outcome.batch.of_earlier)
