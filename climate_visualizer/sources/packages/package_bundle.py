"""A data package as one file: its descriptor and tables in a zip archive, the same bytes for the same content."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from climate_visualizer.sources.reading.workbooks import contents
from climate_visualizer.sources.table import SourceError, listed

DESCRIPTOR = "datapackage.json"
# `datapackage.json` as parsed; `package_check` looks at what is read of it.
Descriptor = Mapping[str, Any]
RESOURCES = ("areas", "sectors", "emissions", "population")
# A country of 400 municipalities, 15 sectors, 35 years and two gases is 420 000 rows, some 20 MB; ten such fit.
LARGEST = 200 * 2**20


def parsed_descriptor(content: bytes, name: str) -> dict[str, object]:
    """A descriptor as JSON; one that names no table is a sentence."""
    try:
        descriptor = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        raise SourceError(
            f"{name} is no JSON; write the descriptor of a data package, as 'manage.py package new DK' does."
        ) from None
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise SourceError(f"{name} has no list of resources; write a descriptor, as 'manage.py package new DK' does.")
    return descriptor


def paths(descriptor: Descriptor, name: str) -> dict[str, str]:
    """The path of each table that is read, relative to the descriptor; other resources are left alone."""
    paths_by_table: dict[str, str] = {}
    for resource in descriptor["resources"]:
        key, path = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        if key in RESOURCES:
            if not isinstance(path, str) or path.startswith("/") or ".." in PurePosixPath(path).parts or "://" in path:
                raise SourceError(f"{name}: the path of '{key}' is {path!r}; give one file below the descriptor.")
            paths_by_table[key] = path
    if "emissions" not in paths_by_table:
        raise SourceError(f"{name} has no resource 'emissions'; it may have {listed(RESOURCES)}.")
    return paths_by_table


def bundled(content: bytes, name: str, load: Callable[[str], bytes]) -> bytes:
    """A package in one zip archive; `load` gives the bytes of a path."""
    descriptor = parsed_descriptor(content, name)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in [
            (DESCRIPTOR, content),
            *((path, load(path)) for path in sorted(paths(descriptor, name).values())),
        ]:
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def bundle_of(path: Path) -> tuple[str, bytes]:
    """A package on disk, given by its descriptor or as a zip archive: a name for it, and its bytes."""
    content = contents(path)
    if content.startswith(b"PK"):
        return path.name, content

    def load(relative: str) -> bytes:
        if not (path.parent / relative).is_file():
            raise SourceError(f"{path} names {relative}, which is not there.")
        return contents(path.parent / relative)

    made = bundled(content, path.name, load)
    name = str(parsed_descriptor(content, path.name).get("name") or path.parent.name)
    return f"{name}.zip", made


def opened(content: bytes, name: str) -> tuple[Descriptor, dict[str, bytes]]:
    """The descriptor and the tables of a bundle; what is no package is a sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise SourceError(
                    f"{name} unpacks to more than {LARGEST / 2**20:.0f} MB; leave out what is not needed."
                )
            if DESCRIPTOR not in archive.namelist():
                raise SourceError(
                    f"{name} has no {DESCRIPTOR}; import the descriptor of a data package, or its zip archive."
                )
            descriptor = parsed_descriptor(archive.read(DESCRIPTOR), name)
            tables = paths(descriptor, name)
            missing = [path for path in tables.values() if path not in archive.namelist()]
            if missing:
                raise SourceError(f"{name} names {listed(missing)}, which is not in it.")
            return descriptor, {key: archive.read(path) for key, path in tables.items()}
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError):
        raise SourceError(f"{name} is cut short or no zip archive; make the package again.") from None
