"""Try the links of goals and measures that have not been tried for a week: ``python manage.py check_links``."""

import time

from django.core.management.base import BaseCommand, CommandParser

from climate_visualizer.web.workspace.models import LinkCheck
from climate_visualizer.web.workspace.plans import dead_links


class Command(BaseCommand):
    """Run it every day: each link is tried once a week, one after the other with a pause between."""

    help = "Try the links of goals and measures; one that is dead twice in a row is told to who wrote it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="try every link, also those tried this week")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two links")
        parser.add_argument("--most", type=int, help="stop after so many links; the rest are due the next time")
        parser.add_argument("--allow", action="append", default=[], help="a loopback address with its port, for tests")

    def handle(self, *args: object, pause: float, most: int | None, allow: list[str], **others: object) -> None:
        links = dead_links.due(everything=bool(others["all"]))[:most]
        dead = 0
        for index, (version, address) in enumerate(links):
            if index and pause > 0:
                time.sleep(pause)
            check = dead_links.note(version, address, dead_links.trouble(address, allow))
            if check.failures:
                verdict = "dead" if check.failures >= LinkCheck.DEAD_AFTER else "failed once"
                dead += check.failures >= LinkCheck.DEAD_AFTER
                self.stdout.write(f"{address}: {check.reason} ({verdict})")
        self.stdout.write(f"{len(links)} links tried, {dead} dead.")
