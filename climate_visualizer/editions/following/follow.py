"""Following another node: its editions are fetched, checked by digest and published here in one step, as they are there."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx

from climate_visualizer.editions.following.offer import ESTIMATES, STEPS, File, Listing, WrongListing, checked
from climate_visualizer.editions.publishing.previous import published_before, remember_earlier
from climate_visualizer.editions.publishing.publish import faults
from climate_visualizer.editions.read import CURRENT, NoEdition, current_id, load_edition
from climate_visualizer.sources.snapshots import write_atomically

LISTING, FILES = "/editions/listing.json", "/editions/files/"
LARGEST_LISTING = 4 * 2**20
WITHIN = 20.0  # seconds for a connection, and for the next piece of an answer
PARTS = ".following"  # what has been fetched of an edition that is not whole yet


class NotFollowed(Exception):
    """The other node does not answer, or sends what is not as it said; what was here stays."""


@dataclass
class Follower:
    """One node that follows another; `tag` names the listing that it has taken in last."""

    address: str
    root: Path
    tag: str = ""

    def look(self) -> str | None:
        """Take in what the other node has published since; the id that became current here, None where nothing did."""
        try:
            with httpx.Client(base_url=self.address.rstrip("/"), timeout=WITHIN) as client:
                return self._look(client)
        except httpx.HTTPError as problem:
            raise NotFollowed(
                f"{self.address} does not answer as it should ({str(problem).splitlines()[0]})."
            ) from problem
        except (WrongListing, NoEdition, ValueError) as problem:
            raise NotFollowed(f"{self.address}: {problem}") from problem

    def _look(self, client: httpx.Client) -> str | None:
        headers = {"If-None-Match": self.tag} if self.tag else {}
        with client.stream("GET", LISTING, headers=headers) as answer:
            if answer.status_code == 304:
                return None
            answer.raise_for_status()
            content = _bounded(answer, LARGEST_LISTING)
        listing = checked(json.loads(content))
        self._take_estimates(client, listing)
        published = None
        for folder in listing.folders():
            if folder != listing.current and not folder.startswith(STEPS) and published is None:
                published = self._publish(listing)  # the steps are here: readers do not wait for older editions
            if not (self.root / folder).is_dir():
                self._take(client, listing, folder)
        published = published or self._publish(listing)
        self.tag = answer.headers.get("ETag", "")
        return published or None

    def _take(self, client: httpx.Client, listing: Listing, folder: str) -> None:
        """Fetch a folder, and let it appear whole; what was fetched before a break is not fetched again."""
        parts = self.root / PARTS / folder.replace("/", "_")
        parts.mkdir(parents=True, exist_ok=True)
        for file in listing.of(folder):
            _fetch(client, file, parts / file.name)
        (self.root / folder).parent.mkdir(parents=True, exist_ok=True)
        parts.rename(self.root / folder)

    def _take_estimates(self, client: httpx.Client, listing: Listing) -> None:
        """Fetch what editions were shown with, each as it was written there; what is here is never changed."""
        parts, there = self.root / PARTS / ESTIMATES, self.root / ESTIMATES
        for file in listing.estimates:
            if not (there / file.name).is_file():
                parts.mkdir(parents=True, exist_ok=True)
                there.mkdir(parents=True, exist_ok=True)
                _fetch(client, file, parts / file.name)
                (parts / file.name).rename(there / file.name)

    def _publish(self, listing: Listing) -> str:
        """Make the other's current edition current here, with the same editions before it; empty where all is so already."""
        if current_id(self.root) == listing.current and published_before(self.root) == listing.before:
            return ""
        if wrong := faults(listing.current, self.root):
            shutil.rmtree(self.root / listing.current)
            raise NotFollowed(f"{wrong[0]} It is fetched anew the next time.")
        load_edition(self.root / listing.current)  # one that this version cannot read is not shown
        remember_earlier(listing.before, self.root)
        write_atomically(self.root / CURRENT, f"{listing.current}\n".encode())
        return listing.current


def _bounded(answer: httpx.Response, most: int) -> bytes:
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > most:
            raise WrongListing(f"The listing is larger than the {most} bytes that it may have.")
    return bytes(content)


def _fetch(client: httpx.Client, file: File, path: Path) -> None:
    """One file, from where it broke off; one that is not what the listing says is thrown away."""
    here = path.stat().st_size if path.is_file() else 0
    if here > file.bytes:
        path.unlink()
        here = 0
    if here < file.bytes or not path.exists():
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={here}-"} if here else {})}
        with client.stream("GET", f"{FILES}{file.folder}/{file.name}", headers=headers) as answer:
            answer.raise_for_status()
            here = here if answer.status_code == 206 else 0
            with path.open("ab" if here else "wb") as target:
                for piece in answer.iter_raw():
                    here += len(piece)
                    if here > file.bytes:
                        break
                    target.write(piece)
    with path.open("rb") as fetched:
        if here != file.bytes or hashlib.file_digest(fetched, "sha256").hexdigest() != file.sha256:
            if here >= file.bytes:
                path.unlink()
            raise WrongListing(
                f"{file.folder}/{file.name} is not what the listing says; it is fetched again the next time."
            )
