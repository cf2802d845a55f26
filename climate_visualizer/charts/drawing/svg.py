"""SVG writer: a scene as markup, in the colours and the font of a theme; attributes only, no style and no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from climate_visualizer.charts.drawing.scene import (
    Circle,
    Group,
    Mark,
    Nested,
    Paint,
    Path,
    Pattern,
    Rect,
    Scene,
    Text,
    number,
)
from climate_visualizer.charts.drawing.themes import FONT, PAGE

HALO = 4  # pixels of a halo's line, half of it outside the letters
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class Look:
    """How a scene is written: its colours, its font, what the names of its patterns begin with.

    `paints_in_order` is whether the reader of the SVG knows `paint-order`; a PDF does not, and gets a halo as a text of its own.
    """

    colours: Mapping[str, str]
    font: str = FONT
    prefix: str = ""
    paints_in_order: bool = True


ON_A_PAGE = Look(PAGE)


def escape(text: str) -> str:
    """Text as it may stand in markup, attributes included."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def render(scene: Scene, look: Look = ON_A_PAGE, *, size: str = "", head: str = "") -> str:
    """A scene as SVG; `place` are attributes of size, `head` is markup ahead of its marks."""
    writer = _Writer(scene, look)
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in scene.data.items())
    role = f' role="{"group" if scene.links else "img"}" aria-label="{escape(scene.alt)}"' if scene.alt else ""
    body = writer.all(scene.marks)
    patterns = "".join(writer.pattern(pattern) for pattern in _patterns(scene.marks))
    return (
        f'<svg {NAMESPACE} viewBox="0 0 {number(scene.width)} {number(scene.height)}"{size}{role}{data} '
        f'font-family="{escape(look.font)}" font-size="{scene.letters:g}">{head}'
        f"{f'<defs>{patterns}</defs>' if patterns else ''}{body}</svg>"
    )


def _patterns(marks: Sequence[Mark]) -> list[Pattern]:
    """Every pattern that marks are filled with, each once."""
    return list({pattern.name: pattern for pattern in _painted(marks)}.values())


def _painted(marks: Sequence[Mark]) -> Iterator[Pattern]:
    for mark in marks:
        if isinstance(mark, Path | Rect | Group) and isinstance(mark.fill, Pattern):
            yield mark.fill
        if isinstance(mark, Group):
            yield from _painted(mark.marks)


class _Writer:
    """Writes the marks of one scene."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene, self.look = scene, look

    def all(self, marks: Sequence[Mark]) -> str:
        return "".join(self.mark(mark) for mark in marks)

    def mark(self, mark: Mark) -> str:
        match mark:
            case Path():
                return self.path(mark)
            case Rect():
                return self.rect(mark)
            case Circle():
                return self.circle(mark)
            case Text():
                return self.text(mark)
            case Group():
                return self.group(mark)
            case Nested():
                return self.nested(mark)

    def paint(self, paint: Paint) -> str:
        if isinstance(paint, Pattern):
            return f"url(#{self.look.prefix}{self.scene.name}{paint.name})"
        return self.look.colours[paint] if paint else "none"

    def line(self, stroke: str, width: float, dash: tuple[float, ...] = ()) -> str:
        """The attributes of a line; nothing where there is none."""
        if not stroke:
            return ""
        dashes = f' stroke-dasharray="{" ".join(f"{length:g}" for length in dash)}"' if dash else ""
        wide = f' stroke-width="{width:g}"' if width and width != 1 else ""
        return f' stroke="{self.paint(stroke)}"{wide}{dashes}'

    def path(self, path: Path) -> str:
        fill = f' fill="{self.paint(path.fill)}"' if path.fill or path.stroke else ""  # neither: the group's
        opacity = f' opacity="{path.opacity:g}"' if path.opacity < 1 else ""
        soft = ' stroke-linecap="round" stroke-linejoin="round"' if path.width > 1 else ""
        data = "".join(f' data-{name}="{value}"' for name, value in path.data.items())
        return f'<path d="{path.d}"{fill}{self.line(path.stroke, path.width, path.dash)}{soft}{opacity}{data}/>'

    def rect(self, rect: Rect) -> str:
        radius = f' rx="{rect.radius:g}"' if rect.radius else ""
        opacity = f' opacity="{rect.opacity:g}"' if rect.opacity < 1 else ""
        return (
            f'<rect x="{number(rect.x)}" y="{number(rect.y)}" width="{number(rect.width)}" '
            f'height="{number(rect.height)}"{radius} fill="{self.paint(rect.fill)}"{self.line(rect.stroke, rect.line)}'
            f"{opacity}/>"
        )

    def circle(self, circle: Circle) -> str:
        return (
            f'<circle cx="{number(circle.x)}" cy="{number(circle.y)}" r="{circle.radius:g}" '
            f'fill="{self.paint(circle.fill)}"{self.line(circle.stroke, circle.width)}/>'
        )

    def text(self, text: Text) -> str:
        anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
        size = f' font-size="{text.size:g}"' if text.size != self.scene.letters else ""
        weight = ' font-weight="700"' if text.bold else ""
        opening = (
            f'<text x="{number(text.x)}" y="{number(text.y)}"{size}{weight}{anchor} fill="{self.paint(text.fill)}"'
        )
        closing = f">{escape(text.text)}</text>"
        if not text.halo:
            return opening + closing
        halo = f' stroke="{self.paint(text.halo)}" stroke-width="{HALO}" stroke-linejoin="round"'
        if self.look.paints_in_order:
            return f'{opening}{halo} paint-order="stroke"{closing}'
        return opening + halo + closing + opening + closing

    def group(self, group: Group) -> str:
        tag = "a" if group.href else "g"
        attributes = f' href="{escape(group.href)}"' if group.href else ""
        if group.repeated:
            attributes += ' tabindex="-1"' if group.href else ' aria-hidden="true"'
        elif group.href:
            attributes += f' aria-label="{escape(group.name)}"'
        attributes += f' class="{group.css}"' if group.css else ""
        attributes += f' fill="{self.paint(group.fill)}"' if group.fill else ""
        attributes += self.line(group.stroke, group.width) + (' stroke-linejoin="round"' if group.stroke else "")
        title = f"<title>{escape(group.name)}</title>" if group.name else ""
        return f"<{tag}{attributes}>{title}{self.all(group.marks)}</{tag}>"

    def nested(self, nested: Nested) -> str:
        position = (
            f' x="{number(nested.x)}" y="{number(nested.y)}" width="{number(nested.width)}" '
            f'height="{number(nested.height)}"'
        )
        return render(nested.scene, self.look, size=position)

    def pattern(self, pattern: Pattern) -> str:
        turned = f' patternTransform="rotate({pattern.angle:g})"' if pattern.angle else ""
        return (
            f'<pattern id="{self.look.prefix}{self.scene.name}{pattern.name}" width="{pattern.size:g}" '
            f'height="{pattern.size:g}" patternUnits="userSpaceOnUse"{turned}>{self.all(pattern.marks)}</pattern>'
        )
