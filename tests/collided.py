"""Labels that lie on each other or leave their picture: what tests and benches ask to be none."""

from __future__ import annotations

from collections.abc import Sequence

from climate_visualizer.charts.drawing.scene import Box, Text


def collisions(texts: Sequence[Text], within: Box) -> list[str]:
    """Texts that meet another or leave the picture, in words."""
    found = [f"'{text.text}' leaves the picture" for text in texts if not text.box.within(within)]
    for index, one in enumerate(texts):
        found += [f"'{one.text}' on '{two.text}'" for two in texts[index + 1 :] if one.box.meets(two.box)]
    return found
