"""The published editions and the steps between them as a listing with digests, and the one check of such a listing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from climate_visualizer.editions.publishing import change_history, kept_estimates
from climate_visualizer.editions.publishing.previous import earlier, published_before
from climate_visualizer.editions.read import NoEdition, current_id

STEPS = change_history.FOLDER
EDITION = r"\d{4}-\d{2}-\d{2}-[0-9a-f]{10}"
ESTIMATES = kept_estimates.FOLDER
FOLDER = re.compile(
    rf"(?:{EDITION}|{ESTIMATES}|{re.escape(STEPS)}/{EDITION}{re.escape(change_history.BETWEEN)}{EDITION})"
)
NAME = re.compile(rf"(?:[a-z_]{{1,40}}|{EDITION})\.(?:json|parquet)")
DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_FILE = 512 * 2**20  # 100 000 areas x 30 years x 10 sectors are 200 MB
MOST_FOLDERS, MOST_FILES = 200, 20


class WrongListing(ValueError):
    """A listing that is none, or asks for more than a node may take."""


@dataclass(frozen=True)
class File:
    """One file of an edition or a step: where it lies below the folder of editions, and what it must be."""

    folder: str
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Listing:
    """What a node has published: the current edition, those before it in order, and every file of those it offers.

    `estimates` are what editions were shown with, also those that are kept no more: they are scored when figures come.
    """

    current: str
    before: tuple[str, ...]
    files: tuple[File, ...]
    estimates: tuple[File, ...] = ()

    def folders(self) -> tuple[str, ...]:
        """Each edition and step that is offered, the current edition first, then the steps, then older editions."""
        names = dict.fromkeys(file.folder for file in self.files)
        return tuple(sorted(names, key=lambda name: (name != self.current, not name.startswith(STEPS))))

    def of(self, folder: str) -> tuple[File, ...]:
        """The files of one of them."""
        return tuple(file for file in (*self.files, *self.estimates) if file.folder == folder)


def offered(root: Path) -> Listing:
    """What this node offers; raises `NoEdition` where it has published nothing."""
    current = current_id(root)
    if current is None:
        raise NoEdition("No edition is published yet.")
    before = published_before(root)
    known = {current, *before}
    steps = sorted(path.name for path in (root / STEPS).glob(f"[!.]*{change_history.BETWEEN}*"))
    wanted = [f"{STEPS}/{name}" for name in steps if set(name.split(change_history.BETWEEN)) <= known]
    folders = [current, *reversed(earlier(root)), *wanted]
    files = tuple(file for folder in dict.fromkeys(folders) for file in _files(root / folder, folder))
    estimates = tuple(file for file in _files(root / ESTIMATES, ESTIMATES) if file.name.partition(".")[0] in known)
    return Listing(current, before, files, estimates)


def _files(path: Path, folder: str) -> tuple[File, ...]:
    names = sorted(entry.name for entry in path.iterdir() if NAME.fullmatch(entry.name)) if path.is_dir() else []
    return tuple(_file(path / name, folder, (path / name).stat().st_mtime_ns) for name in names)


@lru_cache(maxsize=4096)  # files never change: each is read once a process
def _file(path: Path, folder: str, _changed: int) -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(folder, path.name, digest, path.stat().st_size)


def as_facts(listing: Listing) -> dict[str, object]:
    """A listing as it is sent."""
    return {
        "current": listing.current,
        "before": list(listing.before),
        "files": [asdict(one) for one in listing.files],
        "estimates": [asdict(one) for one in listing.estimates],
    }


def checked(facts: object) -> Listing:
    """A listing as another node sent it; raises `WrongListing` with what is wrong."""
    if not isinstance(facts, Mapping) or not isinstance(facts.get("files"), list):
        raise WrongListing("The listing is no object with 'current', 'before' and 'files'.")
    before = facts.get("before")
    for one in [facts.get("current"), *(before if isinstance(before, list) else [None])]:
        if not isinstance(one, str) or not re.fullmatch(EDITION, one):
            raise WrongListing(f"{str(one)[:60]!r} is no edition's id.")
    estimates = facts.get("estimates", [])  # a node of an earlier version offers none
    if not isinstance(estimates, list) or len(estimates) > MOST_FOLDERS:
        raise WrongListing(f"The estimates of the listing are no list of at most {MOST_FOLDERS} files.")
    files, beside = (tuple(map(_checked_file, some)) for some in (facts["files"], estimates))
    if any(file.folder != ESTIMATES for file in beside) or any(file.folder == ESTIMATES for file in files):
        raise WrongListing("The listing has estimates among its files, or files among its estimates.")
    listing = Listing(str(facts["current"]), tuple(facts["before"]), files, beside)
    folders = listing.folders()
    if len(folders) > MOST_FOLDERS or any(len(listing.of(folder)) > MOST_FILES for folder in folders):
        raise WrongListing(f"The listing has more than {MOST_FOLDERS} folders or {MOST_FILES} files in one.")
    if listing.current not in folders:
        raise WrongListing(f"The current edition {listing.current} has no files.")
    return listing


def _checked_file(facts: object) -> File:
    if not isinstance(facts, Mapping):
        raise WrongListing("A file of the listing is no object.")
    folder, name, digest, size = (facts.get(key) for key in ("folder", "name", "sha256", "bytes"))
    fits = (
        isinstance(folder, str)
        and FOLDER.fullmatch(folder)
        and isinstance(name, str)
        and NAME.fullmatch(name)
        and isinstance(digest, str)
        and DIGEST.fullmatch(digest)
        and type(size) is int
        and 0 <= size <= LARGEST_FILE
    )
    if not fits:
        raise WrongListing(
            f"{str(folder)[:60]}/{str(name)[:60]} is no file of an edition, or above {LARGEST_FILE} bytes."
        )
    return File(str(folder), str(name), str(digest), int(str(size)))
