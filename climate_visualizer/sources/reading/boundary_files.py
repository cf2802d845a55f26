"""What every source of boundaries does alike: fetch its card's files, and read shapes into outlines by official code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.reading.geometry import Map, boundaries, shapes
from climate_visualizer.sources.table import SourceError, SourceTables, Troubles

LIMITS = Limits(size=20 * 2**20)


def changed_files(
    source: str, *, known: Mapping[str, Mapping[str, str]], base: str | None = None
) -> Iterator[Download]:
    """Those of a card's files that have changed; `base` stands in for their host. One that can't be had stops no other."""
    card, troubles = facts(source)["card"], []
    root = f"{base.rstrip('/')}/{source}" if base else card["address"]
    for name in card["files"]:
        url = f"{root}/{name}"
        try:
            downloaded = download(url, known=known.get(url), allowed_hosts={authority(url)}, limits=LIMITS)
        except SourceError as trouble:
            troubles.append(str(trouble))
            continue
        if downloaded:
            yield downloaded
    if troubles:
        raise Troubles(troubles)


def outlines(
    source: str, content: bytes, file_name: str, title: str, area_id: Callable[[Map, str], str]
) -> SourceTables:
    """A file's shapes as boundaries; `area_id` gives an area's id from a shape's properties or raises `SourceError`."""
    card = facts(source)["card"]
    shapes_of_areas = [
        (area_id(properties, file_name), polygons) for properties, polygons in shapes(content, file_name)
    ]
    table = boundaries(shapes_of_areas, card["tolerance"], file_name)
    full_title = f"{title}: {file_name}"
    origin = origin_of(source, content=content, file_name=file_name, title=full_title, release_date=card["as_of"])
    return SourceTables(origin, boundaries=table)
