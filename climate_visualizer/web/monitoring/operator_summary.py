"""The operator's first page in words: what is wrong and what to do, then how the service stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.origin import facts as source_facts
from climate_visualizer.sources.registry import sources
from climate_visualizer.web import current
from climate_visualizer.web.monitoring.service_state import Facts, gather_facts, seconds_since
from climate_visualizer.web.monitoring.worker_processes import workers

LATE = 3.0  # times a source's own pace: two checks may fail before anybody is troubled
OLD_DAYS = 800  # statistics come once a year, up to two years after the year that they are of


@dataclass(frozen=True)
class Line:
    """One sentence; `remedy` says what to do, and is empty where nothing needs doing."""

    sentence: str
    remedy: str = ""


def summary() -> tuple[list[Line], list[Line]]:
    """What somebody has to look at, and what is as it should be."""
    facts = gather_facts()
    lines = [*_edition(facts), *_sources(facts), *_statistics(facts), *_mail(facts), *_memory()]
    return [line for line in lines if line.remedy], [line for line in lines if not line.remedy]


def _edition(facts: Facts) -> Iterator[Line]:
    if not facts.edition:
        yield Line(_("No edition is served."), _("Run \u201cpython manage.py prepare\u201d."))
        return
    edition_count = ngettext("%(n)s edition is kept.", "%(n)s editions are kept.", facts.kept) % {"n": facts.kept}
    yield Line(_("Edition %(edition)s is served.") % {"edition": facts.edition} + " " + edition_count)
    for edition in facts.held:
        yield Line(
            _("Edition %(edition)s is held.") % {"edition": edition},
            _("Read why under \u201cHeld editions\u201d, and publish it with a reason or leave it."),
        )


def _moment(text: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "SHORT_DATETIME_FORMAT")


def _sources(facts: Facts) -> Iterator[Line]:
    for name, module in sources().items():
        if not hasattr(module, "fetch") or (settings.SOURCES and name not in settings.SOURCES):
            continue
        card, state = source_facts(name)["card"], facts.sources.get(name)
        publisher = {"publisher": card["publisher"], "source": name}
        if state is None:
            yield Line(
                _("%(publisher)s (%(source)s) has never been checked.") % publisher,
                _("Start \u201cpython manage.py watch\u201d, or run \u201cpython manage.py update\u201d."),
            )
        elif state.wrong:
            last = _moment(state.good) if state.good else _("never")
            yield Line(
                _("%(publisher)s (%(source)s): the check of %(when)s failed: %(fault)s Last good check: %(last)s.")
                % {**publisher, "when": _moment(state.checked), "fault": state.wrong, "last": last},
                _(
                    "It is tried again by itself. If it goes on, the publisher has moved or changed the file: import it by hand."
                ),
            )
        elif seconds_since(state.good) > LATE * float(card["poll_seconds"]):
            yield Line(
                _("%(publisher)s (%(source)s) was last checked on %(when)s.")
                % {**publisher, "when": _moment(state.good)},
                _("\u201cpython manage.py watch\u201d does not run; start it."),
            )
        else:
            yield Line(
                _("%(publisher)s (%(source)s): last good check %(when)s.") % {**publisher, "when": _moment(state.good)}
            )


def _statistics(facts: Facts) -> Iterator[Line]:
    for country, released in facts.released.items():
        age = (current.today() - released).days
        sentence = _("The statistics of %(country)s were released on %(day)s.") % {
            "country": country_name(country, get_language() or "en"),
            "day": date_format(released, "SHORT_DATE_FORMAT"),
        }
        late = _("Newer ones should be out: look at the publisher's pages and import the file by hand.")
        yield Line(sentence, late if age > OLD_DAYS else "")


def _mail(facts: Facts) -> Iterator[Line]:
    if facts.mail is None:
        yield Line(_("The database does not answer."), _("Check that it runs, and DATABASE_URL."))
    elif facts.mail.unsent:
        count = facts.mail.unsent
        sentence = ngettext("%(n)s message is stuck or given up.", "%(n)s messages are stuck or given up.", count)
        yield Line(
            sentence % {"n": count}, _("Check EMAIL_URL and the mail server; the messages are listed under Outbox.")
        )
    else:
        waiting = facts.mail.waiting
        yield Line(ngettext("%(n)s message waits.", "%(n)s messages wait.", waiting) % {"n": waiting})


def _memory() -> Iterator[Line]:
    sizes = [round(size / 2**20) for size in workers().values()]
    if sizes:
        processes = ngettext("%(n)s process answers", "%(n)s processes answer", len(sizes)) % {"n": len(sizes)}
        yield Line(
            _("%(processes)s; the largest has %(size)s MB of memory.") % {"processes": processes, "size": max(sizes)}
        )
