"""`?spreadsheet=sv` on any CSV: the same table as a spreadsheet in that language opens it."""

from collections.abc import Mapping
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from climate_visualizer.exports.tables.spreadsheet_csv import for_spreadsheet
from climate_visualizer.web.page_language import CODES, language

ASKED = "spreadsheet"
Value = TypeVar("Value")


def in_readers_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A CSV with the separator and decimal mark that the reader asked for; anything else as it is."""
    asked = request.GET.get(ASKED)
    if asked is None or response.status_code != 200 or not response.get("Content-Type", "").startswith("text/csv"):
        return response
    if asked not in CODES:
        sentence = f"'{asked[:20]}' is no language of this site; choose one of: {', '.join(CODES)}."
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    response.content = for_spreadsheet(response.content.decode(), language(asked)).encode()
    return response


def asking(query: Mapping[str, Value], code: str) -> dict[str, Value | str]:
    """A query that asks for a language's spreadsheet besides."""
    return {**query, ASKED: code}
