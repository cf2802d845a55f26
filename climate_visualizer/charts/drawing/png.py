"""PNG: an SVG drawn by resvg with the package's own fonts, the same on every machine, and texts inside the file (iTXt)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import resvg_py

from climate_visualizer.charts.drawing.text_widths import FAMILY, FILES

HEAD = 8 + 25  # bytes: the signature and the header chunk, after which texts may stand
FONT_FILES = [str(path) for path in FILES.values()]


def png(svg: str, scale: float = 1.0, texts: Mapping[str, str] | None = None) -> bytes:
    """An SVG as PNG, so many pixels a unit; `texts` are kept in the file by their keys."""
    picture = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=scale,
        skip_system_fonts=True,
        font_files=FONT_FILES,
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    chunks = b"".join(_text_chunk(key, text) for key, text in (texts or {}).items() if text)
    return bytes(picture[:HEAD]) + chunks + bytes(picture[HEAD:])


def _text_chunk(key: str, text: str) -> bytes:
    """An iTXt chunk: key, no compression, no language, the text in UTF-8."""
    content = b"iTXt" + key.encode("latin-1") + b"\x00\x00\x00\x00\x00" + text.encode()
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
