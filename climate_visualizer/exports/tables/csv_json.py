"""The same topics for programs: CSV with a line a figure, JSON with a table a topic. Always decimal points."""

from __future__ import annotations

import csv
import io
from datetime import date

from climate_visualizer.exports.tables.book import Book
from climate_visualizer.exports.tables.topics import Topic
from climate_visualizer.methods.choices import text
from climate_visualizer.strict_json import json_text

HEADINGS = ("topic", "row", "column", "value", "unit", "area", "edition", "source", "licence", "as_of", "choices")


def to_csv(book: Book) -> str:
    """Every number of every topic on a line of its own, with its unit, source and edition."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADINGS)
    chosen = "&".join(
        f"{name}={text(value)}" for name, value in book.choices.items() if isinstance(value, str | int | float)
    )
    tail = (book.area_id, book.edition_id, book.source, book.licence, book.as_of.isoformat(), chosen)
    for topic in book.topics:
        writer.writerows((*line, *tail) for line in _lines(topic))
    return buffer.getvalue()


def _lines(topic: Topic) -> list[tuple[object, ...]]:
    own_units = topic.key == "findings"
    first = 2 if own_units else 1
    return [
        (topic.key, row[0], column.title, "" if cell is None else cell, row[1] if own_units else column.unit)
        for row in topic.rows
        for column, cell in zip(topic.columns[first:], row[first:], strict=True)
    ]


def to_json(book: Book) -> str:
    """All topics as tables, with what the file says of itself."""
    content = {
        "area": book.area_id,
        "name": book.name,
        "edition": book.edition_id,
        "as_of": book.as_of,
        "language": book.language.code,
        "choices": book.choices,
        "about": dict(book.about),
        "topics": [_topic(topic) for topic in book.topics],
    }
    return json_text(content, default=_written)


def _topic(topic: Topic) -> dict[str, object]:
    return {
        "key": topic.key,
        "title": topic.title,
        "note": topic.note,
        "columns": [{"title": column.title, "unit": column.unit} for column in topic.columns],
        "rows": topic.rows,
    }


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} has no place in JSON.")
