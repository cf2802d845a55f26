"""An address as a QR code: one vector path, black on white, in units of a module."""

from __future__ import annotations

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4


def qr_svg(address: str) -> str:
    """The code with its quiet zone; rows of dark modules are drawn as one stroke each."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    path = "".join(_row(row, y) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>'
    )


def _row(row: list[bool], y: int) -> str:
    """The dark runs of one row as rectangles one module high."""
    drawn, start = "", None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            drawn += f"M{start} {y}h{x - start}v1h{start - x}z"
            start = None
    return drawn
