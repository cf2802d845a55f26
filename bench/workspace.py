"""The workspace, measured: overview, content, people and history of an organisation with 500 documents in 2 000 versions.

In processor time, so that it says the same beside other work.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["CLIMATE_VISUALIZER_VAR"] = tempfile.mkdtemp()
os.environ["CLIMATE_VISUALIZER_AS_OF"] = "2026-11-23"
os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", "")
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ["DJANGO_SETTINGS_MODULE"] = "climate_visualizer.config.settings"

DOCUMENTS, VERSIONS, PEOPLE, TIMES = 500, 4, 60, 15
PAGE_MS, PAGE_QUERIES = 200, 12
NOTE = {"title_sv": "Möte", "title_en": "Meeting", "body_sv": "Ord " * 300, "body_en": "Words " * 300}


def fill():
    """An organisation with its notes, the history of each, and its people: a browser of its owner, and its address."""
    from web.officers import member, organisation, signed_in

    from climate_visualizer.web.workspace.content import audit
    from climate_visualizer.web.workspace.models import Document, Version

    place = organisation()
    owner = member(place, "owner").user
    for number in range(PEOPLE):
        member(place, "editor", f"editor-{number}@example.org")
    made = Document.objects.bulk_create(
        Document(organisation=place, area_id="SE-0480", kind="note", key=f"note-{number}", latest=VERSIONS)
        for number in range(DOCUMENTS)
    )
    Version.objects.bulk_create(
        Version(document=one, number=number, content=NOTE, author=owner)
        for one in made
        for number in range(1, VERSIONS + 1)
    )
    for one in made:
        audit.record("document.saved", actor=owner, organisation=place, subject=f"note: {one.key}", after=NOTE)
    return signed_in(owner), f"/sv/workspace/{place.pk}/"


def measure(client, path: str) -> tuple[float, int]:
    """Median milliseconds of processor, and queries, of a page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
        queries = len(asked)
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        client.get(path)
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken), queries


def main() -> None:
    import logging

    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.CRITICAL)
    call_command("prepare", stdout=io.StringIO())
    client, own = fill()
    pages = {"overview": "", "content": "content/", "notes": "content/?kind=note&page=5"}
    pages |= {"people": "people/", "history": "history/", "history, page 5": "history/?page=5"}
    missed = 0
    for name, path in pages.items():
        taken, queries = measure(client, own + path)
        kept = taken <= PAGE_MS and queries <= PAGE_QUERIES
        missed += not kept
        what = f"workspace with {DOCUMENTS} documents: {name}"
        print(f"{what:<72} {taken:.0f} ms, {queries} queries{'' if kept else '   MISSED'}", flush=True)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
