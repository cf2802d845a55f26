"""PxWebApi 2, the database of several statistical offices: each chosen table that has changed, as json-stat2."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading import json_stat
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.table import SourceError, Troubles

_BRIEF = Limits(seconds=30, silence=15, size=2**20, attempts=1)
UPDATED = "updated"


def root(source: str, base: str | None = None) -> str:
    """The database's address; `base` stands in for its own host."""
    address = str(facts(source)["card"]["address"])
    return f"{base.rstrip('/')}{urlsplit(address).path}" if base else address


def addresses(source: str, base: str | None = None) -> dict[str, str]:
    """The address of each table in a source's card; `base` stands in for the database's own host."""
    at = root(source, base)
    return {table: f"{at}/tables/{table}/data?{query}" for table, query in facts(source)["tables"].items()}


def changed_tables(
    source: str, *, known: Mapping[str, Mapping[str, str]], base: str | None = None
) -> Iterator[Download]:
    """Each table that has changed; `known` gives, by address, the headers of what is kept already.

    The database says of a table when it was last updated. As long as that is what it was, the table is not asked for.
    """
    yield from changed(addresses(source, base), source, known=known)


def changed(tables: Mapping[str, str], source: str, *, known: Mapping[str, Mapping[str, str]]) -> Iterator[Download]:
    """Each of some tables that has changed, by its number and address; one that cannot be had stops no other."""
    troubles = []
    for table, url in tables.items():
        before, name = known.get(url, {}), f"{source.partition('_')[2]}_{table}.json"
        updated = _updated(url)
        if updated and updated == before.get(UPDATED):
            continue
        try:
            downloaded = download(url, known=before, allowed_hosts={authority(url)})
            if downloaded:
                json_stat.parsed(downloaded.content, name)
        except SourceError as trouble:
            troubles.append(str(trouble))
            continue
        if downloaded:
            yield replace(downloaded, file_name=name, headers={**downloaded.headers, UPDATED: updated})
    if troubles:
        raise Troubles(troubles)


def _updated(url: str) -> str:
    """When the database last updated the table at an address; empty where it does not say, so that the table is asked for."""
    try:
        downloaded = download(url.partition("/data?")[0], allowed_hosts={authority(url)}, limits=_BRIEF)
        return str(json.loads(downloaded.content)[UPDATED]) if downloaded else ""
    except (SourceError, ValueError, KeyError, TypeError):
        return ""


def ensure_by_region(answer: Mapping[str, object], name: str, publisher: str, tables: str) -> None:
    """An answer is of regions and years, and says what it is and of when."""
    ids = answer["id"]
    if not (isinstance(ids, list) and {"Region", "Tid"} <= set(ids) and {"label", UPDATED} <= set(answer)):
        raise SourceError(f"{name} is not a table of population by region and year; fetch {tables} from {publisher}.")
