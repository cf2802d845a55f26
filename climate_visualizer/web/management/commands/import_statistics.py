"""Read official files into a new edition: ``python manage.py import_statistics se_smhi FILE...``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from climate_visualizer.editions.importing.pipeline import Outcome, bring_in
from climate_visualizer.sources.packages.package_bundle import bundle_of
from climate_visualizer.sources.publishers import package
from climate_visualizer.sources.reading.workbooks import contents
from climate_visualizer.sources.registry import readers
from climate_visualizer.sources.table import FRAMES, SourceError, SourceTables

HOLDS = {
    "emissions": "emission figures",
    "population": "counts of people",
    "nations": "figures of nations",
    "plants": "figures of large plants",
    "national": "early national figures",
    "world_budgets": "budgets of the world",
    "world_emissions": "figures of the world's emissions",
}


def described(tables: SourceTables) -> str:
    """One line on what a file holds."""
    frames = {label: getattr(tables, name) for name, label in HOLDS.items()}
    counts = {label: frame.height for label, frame in frames.items() if frame is not None}
    if tables.areas is not None:
        counts["areas"] = tables.areas.height
    if tables.boundaries is not None:
        counts["outlines of areas"] = tables.boundaries["area_id"].n_unique()
    counted = ", ".join(f"{count:,} {label}".replace(",", " ") for label, count in counts.items())
    return f"{tables.origin.file_name}: {tables.origin.title}, {tables.origin.release_date}: {counted}."


def contradictions(tables: SourceTables, most: int = 10) -> list[str]:
    """A line for each place where a release contradicts itself, the largest first."""
    if tables.disputes is None or tables.disputes.is_empty():
        return []
    lines = [f"{tables.disputes.height} totals differ from their parts; they are marked as disputed:"]
    lines += [
        f"  {row['area_id']} {row['sector']} {row['year']}: total {row['total_t']:.0f} t, "
        f"parts {row['parts_t']:.0f} t, gap {row['gap_t']:+.0f} t"
        for row in tables.disputes.head(most).iter_rows(named=True)
    ]
    if tables.disputes.height > most:
        lines.append(f"  and {tables.disputes.height - most} smaller ones.")
    return lines


def unwritten(problem: OSError) -> str:
    """A sentence for a disk that does not take what is to be written."""
    return f"{settings.VAR} could not be written ({problem.strerror}); make room there and run it again. Nothing was changed."


def outcome_lines(outcome: Outcome) -> list[str]:
    """What became of the files, in lines: what was found, and which edition is current or held."""
    lines = [
        f"{'Held' if concern.holds else 'Note'} ({concern.rule}): {concern.sentence}" for concern in outcome.concerns
    ]
    lines += outcome.resting
    if outcome.edition_id is None:
        return [f"The files are kept, but there is no new edition yet. {outcome.missing}"]
    if outcome.held:
        remedy = f"python manage.py editions publish {outcome.edition_id} --reason '...'"
        stays = f"Edition {outcome.edition_id} is held; what was current stays. If it is right all the same: {remedy}"
        return [*lines, stays]
    if outcome.is_unchanged:
        same = f"Nothing changed: edition {outcome.edition_id} is current as before; it has all of this, or newer releases."
        return [*lines, *older(outcome), same]
    return [*lines, *older(outcome), f"Edition {outcome.edition_id} is current."]


def older(outcome: Outcome) -> list[str]:
    """A sentence for each file whose release is older than the newest that has the same kind of figures of its source.

    That may be the starter set's, which is of a release too.
    """
    newest: dict[tuple[str, str, str], str] = {}
    for tables in (*outcome.batch.read, *outcome.beside):
        for kind in kinds(tables):
            newest[kind] = max(newest.get(kind, ""), tables.origin.release_date)
    later = [(tables.origin, min((newest[kind] for kind in kinds(tables)), default="")) for tables in outcome.batch.new]
    return [
        f"{origin.file_name} is the release of {origin.release_date}; that of {day} goes before it, and this one counts only for "
        "what that one lacks."
        for origin, day in later
        if origin.release_date < day
    ]


def kinds(tables: SourceTables) -> set[tuple[str, str, str]]:
    """What a file has figures of: its source, each table, and the gas, variable or vintage that tells it from others there."""
    by = {"emissions": "gas", "national": "gas", "nations": "variable", "world_budgets": "vintage"}
    frames = {name: getattr(tables, name) for name in FRAMES}
    return {
        (tables.origin.source, name, str(variable))
        for name, frame in frames.items()
        if frame is not None and name != "disputes"
        for variable in (frame[by[name]].unique() if name in by else [""])
    }


def _given(source: str, path: Path) -> tuple[str, bytes]:
    """A file's name and bytes; of a data package its descriptor and tables as one."""
    return bundle_of(path) if source == package.SOURCE else (path.name, contents(path))


def report_outcome(outcome: Outcome, out: OutputWrapper, beside: OutputWrapper) -> None:
    """Write what became of files; raises `CommandError` where one of them is of no use, or their edition is held.

    What is wrong with files from earlier is told `beside`: it takes nothing away from what was asked for.
    """
    for sentence in outcome.batch.of_earlier:
        beside.write(sentence)
    if outcome.held:
        raise CommandError("\n".join([*outcome.batch.problems, *outcome_lines(outcome)]))
    out.write("\n".join(outcome_lines(outcome)))
    if outcome.batch.problems:
        raise CommandError("\n".join(outcome.batch.problems))


class Command(BaseCommand):
    """Exit code 1: one of the files is of no use, with a sentence, or the edition that they give is held; else 0."""

    requires_system_checks = ()
    help = "Read files as issued by a publisher, check them and publish the edition that they give."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", choices=sorted(readers()), help="whose files they are")
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="workbooks or tables as downloaded")

    def handle(self, *args: object, **options: Any) -> None:  # a command's options, as argparse read them
        try:
            files = [_given(options["source"], path) for path in options["files"]]
            outcome = bring_in(options["source"], files, settings.VAR, settings.EDITIONS)
        except SourceError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(unwritten(problem)) from problem
        for tables in outcome.batch.new:
            self.stdout.write("\n".join([described(tables), *contradictions(tables)]))
        report_outcome(outcome, self.stdout, self.stderr)
