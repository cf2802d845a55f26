"""The one table that a publisher packs into a zip archive beside its descriptions."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from climate_visualizer.sources.table import SourceError, listed

_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def member(content: bytes, name: str, wanted: str, most: int) -> tuple[str, bytes]:
    """The name and the bytes of the first entry whose name is as `wanted`, of at most so many bytes; else a sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [entry.filename for entry in archive.infolist()]
            chosen = [entry for entry in archive.infolist() if re.fullmatch(wanted, entry.filename.rpartition("/")[2])]
            if not chosen:
                raise SourceError(
                    f"{name} holds {listed(names) or 'nothing'} and no file that is read; is it the right file?"
                )
            if chosen[0].file_size > most:
                raise SourceError(f"{name} unpacks to more than {most / 2**20:.0f} MB, more than any release.")
            with archive.open(chosen[0]) as stream:
                bytes_read = stream.read(most + 1)
            return chosen[0].filename.rpartition("/")[2], bytes_read
    except _DAMAGES:
        raise SourceError(f"{name} is cut short or damaged; download it again from the publisher.") from None
