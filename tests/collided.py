"""Labels that lie on each other or leave their picture: what tests and benches ask to be none."""

from __future__ import annotations

from collections.abc import Sequence

from climate_visualizer.charts.drawing.scene import Box, Text


def collisions(texts: Sequence[Text], within: Box) -> list[str]:
    """Texts that meet another or leave the picture, in words."""
    sentences = [f"'{text.text}' leaves the picture" for text in texts if not text.box.within(within)]
    for index, first in enumerate(texts):
        sentences += [
            f"'{first.text}' on '{second.text}'" for second in texts[index + 1 :] if first.box.meets(second.box)
        ]
    return sentences
