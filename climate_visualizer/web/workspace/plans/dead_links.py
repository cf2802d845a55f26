"""Whether the links of goals and measures still lead somewhere: tried politely, once a week, dead after two failures."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import F
from django.utils import timezone

from climate_visualizer.sources.reading import download
from climate_visualizer.sources.table import SourceError
from climate_visualizer.web.outbox.posting import post
from climate_visualizer.web.page_language import language
from climate_visualizer.web.workspace.models import LinkCheck, User, Version

WEEK = timedelta(days=7)
KINDS = ("goal", "measure")
LIMITS = download.Limits(seconds=90, silence=20, attempts=2, pause=1)
NO_ANSWER = "no answer"


def due(*, everything: bool = False) -> list[tuple[Version, str]]:
    """Versions with a link that has not been tried for a week, and the link; the newest version of each document."""
    newest = Version.objects.filter(document__kind__in=KINDS, document__archived_at=None, number=F("document__latest"))
    tried = {
        (check.document_id, check.address): check.checked_at
        for check in LinkCheck.objects.filter(document__kind__in=KINDS)
    }
    since = timezone.now() - WEEK
    links = []
    for version in newest.select_related("document__organisation", "author"):
        link = str(version.content.get("link") or "")
        last = tried.get((version.document_id, link))
        if link and (everything or last is None or last <= since):
            links.append((version, link))
    return links


def trouble(address: str, allowed: Collection[str] = ()) -> str:
    """Why an address does not answer: its status, or `NO_ANSWER`; empty where it does. A redirect within the site is followed.

    Only public hosts are called, and over https, so that nobody can have this server call inside its own network;
    `allowed` are loopback addresses with their ports, for tests.
    """
    url = urlsplit(address)
    bare = url.netloc.removeprefix("www.")
    secure = address if url.netloc in allowed else re.sub(r"^http:", "https:", address)
    try:
        download.download(secure, allowed_hosts={bare, f"www.{bare}", url.netloc, *allowed}, limits=LIMITS)
    except SourceError as problem:
        status = re.search(r"answered (\d{3})", str(problem))
        return status.group(1) if status else NO_ANSWER
    return ""


def note(version: Version, address: str, reason: str) -> LinkCheck:
    """Keep what came of it; who wrote the link is told once, by mail, when it is dead."""
    document = version.document
    check, _ = LinkCheck.objects.get_or_create(
        document=document, address=address, defaults={"checked_at": timezone.now()}
    )
    check.failures = check.failures + 1 if reason else 0
    check.reason, check.checked_at = reason, timezone.now()
    check.save()
    document.link_checks.exclude(address=address).delete()
    if check.failures == LinkCheck.DEAD_AFTER and version.author is not None:
        _mail(version, version.author, address)
    return check


def _mail(version: Version, author: User, address: str) -> None:
    t = language(author.language).t
    title = str(version.content.get("title", ""))
    sentence = t("The link of \u201c{title}\u201d no longer works:", title=title)
    remedy = t("Find where the page has moved, and save the new address.")
    body = f"{sentence}\n{address}\n\n{remedy}\n"
    post("link", author.email, t("A link no longer works"), body, organisation=version.document.organisation_id)
