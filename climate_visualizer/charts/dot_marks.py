"""The marks of the dot picture: full for measured, a ring for filled in, pale for estimated and left, square for overdrawn."""

from __future__ import annotations

from climate_visualizer.charts.drawing.scene import Circle, Mark, Pattern, Rect

SIZE, RADIUS, RING = 6, 2.16, 0.9  # the side of a dot's square, its radius, the width of a ring's line
SQUARE = 4.4  # the side of a square one
COLOURS = {"past": "past", "filled": "past", "est": "est", "over": "bad", "left": "left"}


def dot(kind: str, x: float, y: float, size: float = SIZE) -> Mark:
    """A dot of a kind about a point, in a square of a size; one over the budget is square: it differs in more than colour."""
    times, colour = size / SIZE, COLOURS[kind]
    if kind == "filled":  # a ring: no statistics are behind it
        return Circle(x, y, round((RADIUS - RING / 2) * times, 2), stroke=colour, width=round(RING * times, 2))
    if kind == "over":
        side = SQUARE * times
        return Rect(x - side / 2, y - side / 2, side, side, colour)
    return Circle(x, y, round(RADIUS * times, 2), fill=colour)


def pattern(kind: str) -> Pattern:
    """A surface of dots of a kind."""
    return Pattern(kind, SIZE, (dot(kind, SIZE / 2, SIZE / 2),))
