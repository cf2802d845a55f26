"""Valid markup, beside parsing without an error: ids that are one each, references that lead somewhere, attributes of SVG."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import html5lib

# Attributes that point at ids of the same page.
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list", "popovertarget", "headers")
SHARED = {
    "id",
    "class",
    "role",
    "lang",
    "tabindex",
    "fill",
    "opacity",
    "stroke",
    "stroke-width",
    "transform",
    "clip-path",
}
SHAPED = SHARED | {
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "fill-opacity",
    "fill-rule",
}
WRITTEN = SHARED | {"font-family", "font-size", "font-weight", "font-style"}
# SVG 1.1's attributes of the elements that charts are made of, with `paint-order` of SVG 2.
ALLOWED = {
    "svg": WRITTEN
    | {
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "preserveAspectRatio",
        "shape-rendering",
        "focusable",
        "version",
        "xmlns",
    },
    "g": WRITTEN | SHAPED,
    "defs": SHARED,
    "title": SHARED,
    "desc": SHARED,
    "metadata": SHARED,
    "clipPath": SHARED | {"clipPathUnits"},
    "pattern": SHARED | {"x", "y", "width", "height", "patternUnits", "patternTransform", "viewBox"},
    "rect": SHAPED | {"x", "y", "width", "height", "rx", "ry"},
    "circle": SHAPED | {"cx", "cy", "r"},
    "line": SHAPED | {"x1", "y1", "x2", "y2"},
    "path": SHAPED | {"d"},
    "polyline": SHAPED | {"points"},
    "polygon": SHAPED | {"points"},
    "use": SHARED | {"href", "x", "y", "width", "height"},
    "a": SHARED | {"href", "target", "rel"},
    "text": WRITTEN
    | SHAPED
    | {"x", "y", "dx", "dy", "text-anchor", "textLength", "lengthAdjust", "paint-order", "dominant-baseline"},
    "tspan": WRITTEN | {"x", "y", "dx", "dy"},
}
WEIGHTS = {"normal", "bold", *(str(weight) for weight in range(100, 1000, 100))}
Element = ElementTree.Element


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def read(markup: str, *, part: bool = False) -> Element:
    """A page as HTML says it is to be read; raises `ParseError` at the first error that a browser would have to mend."""
    parser = html5lib.HTMLParser(strict=True)
    if part:
        fragment = parser.parseFragment(markup)
        return fragment
    return parser.parse(markup)


def faults(root: Element) -> list[str]:
    """Ids that stand twice, references that lead nowhere, attributes that an element of SVG doesn't have."""
    every = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in every if element.get("id"))
    twice = [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    lost = [
        f"<{_name(element)} {attribute}={name}> leads nowhere"
        for element in every
        for attribute in REFERENCES
        for name in (element.get(attribute) or "").split()
        if name not in ids
    ]
    return [*twice, *lost, *(fault for svg in every if _name(svg) == "svg" for fault in drawn_faults(svg))]


def drawn_faults(svg: Element) -> Iterator[str]:
    """Elements and attributes that a picture must not have, and colours and clips that point at nothing in it."""
    ids = {element.get("id") for element in svg.iter() if element.get("id")}
    for element in svg.iter():
        name = _name(element)
        if name not in ALLOWED:
            yield f"<{name}> is not among the elements of a chart"
            continue
        for attribute, value in element.attrib.items():
            key = attribute.rpartition("}")[2]
            if not key.startswith(("data-", "aria-")) and key not in ALLOWED[name]:
                yield f"<{name}> has no attribute {key}"
            if key == "font-weight" and value not in WEIGHTS:
                yield f"font-weight {value} is no value of SVG 1.1"
            for target in re.findall(r"url\(#([^)]+)\)", value):
                if target not in ids:
                    yield f"<{name} {key}> points at #{target}, which is not there"
