"""CSV as a spreadsheet in the reader's language opens it by double click: its decimal mark, its separator, and a BOM.

Swedish, Finnish, Norwegian and German Excel split at semicolons and read 1,5; without the byte order mark they garble å, ä and ö.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

from climate_visualizer.languages.language import Language

BYTE_ORDER_MARK = "\ufeff"
_FRACTION = re.compile(r"-?\d+(?:\.\d+(?:[eE][-+]?\d+)?|[eE][-+]?\d+)")


def for_spreadsheet(table: str, language: Language) -> str:
    """A CSV file for programs (commas, decimal points) as one that a spreadsheet of this language opens."""
    mark = language.point
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if mark == "," else ",", lineterminator="\r\n")
    for row in csv.reader(io.StringIO(table)):
        writer.writerow([_cell(cell, mark) for cell in row])
    return BYTE_ORDER_MARK + out.getvalue()


def _cell(cell: str, mark: str) -> str:
    """A decimal number with the language's mark and no exponent; everything else as it is."""
    return format(Decimal(cell), "f").replace(".", mark) if _FRACTION.fullmatch(cell) else cell
