"""The marks of the dot picture: full for measured, a ring for filled in, pale for estimated and left, square for overdrawn."""

from __future__ import annotations

SIZE, RADIUS, RING = 6, 2.16, 0.9  # the side of a dot's square, its radius, the width of a ring's line
COLOURS = {"past": "past", "filled": "past", "est": "est", "over": "bad", "left": "left"}


def pattern(kind: str, prefix: str) -> str:
    """A dot of a kind; those over the budget are square, so that they differ in more than colour."""
    middle, fill = SIZE / 2, f"var(--{COLOURS[kind]})"
    dot = f'<circle cx="{middle:g}" cy="{middle:g}" r="{RADIUS}" fill="{fill}"/>'
    if kind == "filled":  # a ring: no statistics are behind it
        inner = RADIUS - RING / 2
        line = f'fill="none" stroke="{fill}" stroke-width="{RING}"'
        dot = f'<circle cx="{middle:g}" cy="{middle:g}" r="{inner:g}" {line}/>'
    if kind == "over":
        dot = f'<path d="M.8 .8h{SIZE - 1.6:g}v{SIZE - 1.6:g}h-{SIZE - 1.6:g}z" fill="{fill}"/>'
    return f'<pattern id="{prefix}{kind}" width="{SIZE}" height="{SIZE}" patternUnits="userSpaceOnUse">{dot}</pattern>'
