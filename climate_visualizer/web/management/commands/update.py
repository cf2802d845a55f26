"""Fetch what publishers have issued since last time, and publish the edition that it gives."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from climate_visualizer.editions.importing import source_states
from climate_visualizer.editions.importing.ingest import keep_download
from climate_visualizer.editions.importing.pipeline import bring_in, try_again
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.registry import sources
from climate_visualizer.sources.snapshots import digest_of, write_atomically
from climate_visualizer.sources.table import SourceError, Troubles
from climate_visualizer.web.management.commands.import_statistics import (
    contradictions,
    described,
    outcome_lines,
    unwritten,
)
from climate_visualizer.web.monitoring.housekeeping import keep_house
from climate_visualizer.web.operator_mail import tell

KNOWN = "downloads.json"
log = logging.getLogger("climate_visualizer.update")
Headers = dict[str, dict[str, str]]


def known_headers() -> Headers:
    """By address, what the publisher said of the download that has been imported."""
    try:
        headers: Headers = json.loads((settings.VAR / KNOWN).read_text(encoding="utf-8"))
        return headers
    except (FileNotFoundError, ValueError):
        return {}


def _remember(downloads: Iterable[Download], headers_before: Headers) -> None:
    headers = {**headers_before, **{download.url: dict(download.headers) for download in downloads}}
    write_atomically(settings.VAR / KNOWN, json.dumps(headers, indent=1, sort_keys=True).encode())


def fetched(
    module: ModuleType, headers: Mapping[str, Mapping[str, str]], receive: Callable[[Download], object]
) -> tuple[list[Download], list[str]]:
    """What has changed, and what is wrong; a report that cannot be had stops no other. `receive` gets every download."""
    files: list[Download] = []
    try:
        for download in module.fetch(known=headers, base=settings.SOURCES_AT or None):
            receive(download)
            files.append(download)
    except OSError:
        raise
    except Troubles as several:
        return files, list(
            dict.fromkeys(several.sentences)
        )  # a host that is away is said once, not for each of its files
    except SourceError as problem:
        return files, [str(problem)]
    except Exception as problem:
        return files, [unforeseen(module.SOURCE, problem)]
    return files, []


def unforeseen(name: str, problem: Exception) -> str:
    """A sentence for what nobody foresaw in one source; the log has all of it."""
    log.error("a source went wrong", exc_info=problem, extra={"fields": {"source": name}})
    message = f"{type(problem).__name__}: {problem}".partition("\n")[0].strip(": ")[:200]
    return f"{name} went wrong in a way that was not foreseen ({message}); the other sources go on. Report it with the log."


@dataclass(frozen=True)
class Check:
    """What one check of a source gave: lines to tell, and problems, each a sentence; and what came, in a few words.

    `left_out` are sentences on files from earlier, of any source, that are damaged or that editions cannot use.
    """

    lines: tuple[str, ...]
    problems: tuple[str, ...]
    came: str = ""
    left_out: tuple[str, ...] = ()


def fetching() -> dict[str, ModuleType]:
    """The sources to be checked, all that can be fetched or the chosen ones; an official list of areas comes first."""
    unknown = sorted(set(settings.SOURCES) - set(sources()))
    if unknown:
        raise CommandError(
            f"CLIMATE_VISUALIZER_SOURCES names {', '.join(unknown)}; choose among: {', '.join(sources())}."
        )
    modules = {
        name: module
        for name, module in sources().items()
        if hasattr(module, "fetch") and (name in settings.SOURCES or not settings.SOURCES)
    }
    return {name: modules[name] for name in sorted(modules, key=lambda name: name != "se_scb")}


def check(name: str, module: ModuleType, say: Callable[[str], object] = lambda line: None) -> Check:
    """Fetch what a source has issued since last time, and publish or hold what it gives; `say` hears how far it is.

    Whatever happens in one source ends as its own sentence, and is written down for the operator.
    """
    try:
        outcome = _checked(name, module, say)
    except OSError as problem:
        outcome = Check((), (unwritten(problem),))
    except Exception as problem:
        outcome = Check((), (unforeseen(name, problem),))
    with suppress(OSError):  # a full disk has been told of already
        source_states.note_state(name, settings.VAR, came=outcome.came, wrong=" ".join(outcome.problems))
    return outcome


def _checked(name: str, module: ModuleType, say: Callable[[str], object]) -> Check:
    headers = known_headers()

    def keep(download: Download) -> None:
        keep_download(name, download, settings.VAR)
        say(f"  {download.file_name}: {len(download.content) / 2**20:.1f} MB fetched")

    downloads, problems_of_fetch = fetched(module, headers, keep)
    if not downloads:
        return Check(() if problems_of_fetch else (f"{name}: nothing new.",), tuple(problems_of_fetch))
    try:
        files = [(download.file_name, download.content) for download in downloads]
        outcome = bring_in(name, files, settings.VAR, settings.EDITIONS)
    except SourceError as problem:
        return Check((), (*problems_of_fetch, str(problem)))
    read = {tables.origin.sha256 for tables in outcome.batch.new}
    _remember((download for download in downloads if digest_of(download.content) in read), headers)
    problems = (*problems_of_fetch, *outcome.batch.problems)
    lines = [line for tables in outcome.batch.new for line in (described(tables), *contradictions(tables))]
    came = "; ".join(f"{tables.origin.title}, {tables.origin.release_date}" for tables in outcome.batch.new)
    left_out = outcome.batch.of_earlier
    if outcome.held:
        tell(f"edition {outcome.edition_id} is held", outcome_lines(outcome))
        return Check(tuple(lines), (*problems, *outcome_lines(outcome)), came, left_out)
    return Check((*lines, *outcome_lines(outcome)), problems, came, left_out)


def check_left_out() -> Check:
    """Try files from earlier that could not be used: one that can be again is in the next edition, the others are told."""
    try:
        outcome = try_again(settings.VAR, settings.EDITIONS)
    except SourceError as problem:
        return Check((), (str(problem),))
    except OSError as problem:
        return Check((), (unwritten(problem),))
    except Exception as problem:
        return Check((), (unforeseen("what came earlier", problem),))
    if outcome is None:
        return Check((), ())
    outcome_texts = () if outcome.is_unchanged else tuple(outcome_lines(outcome))
    left_out = outcome.batch.of_earlier
    return Check((), outcome_texts, left_out=left_out) if outcome.held else Check(outcome_texts, (), left_out=left_out)


class Command(BaseCommand):
    """Safe to run at any time and twice at once: what is unchanged is not sent again, and imports wait for each other."""

    help = "Check every source once and publish what is new."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        if settings.FOLLOW:
            call_command("follow", stdout=self.stdout)
            return
        problems: list[str] = []
        modules = fetching()
        for number, (name, module) in enumerate(modules.items(), 1):
            self.stderr.write(f"{number} of {len(modules)}: {name}", ending="\n")
            self._tell(check(name, module, self.stderr.write), problems)
        self._tell(check_left_out(), problems)
        keep_house()
        self.stdout.write("\n".join(source_states.as_table(list(modules), settings.VAR)))
        if problems:
            raise CommandError("\n".join(problems))

    def _tell(self, outcome: Check, problems: list[str]) -> None:
        for line in outcome.lines:
            self.stdout.write(line)
        problems += (
            line_of_problem
            for line_of_problem in (*outcome.problems, *outcome.left_out)
            if line_of_problem not in problems
        )
