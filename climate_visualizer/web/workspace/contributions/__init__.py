"""What an organisation adds of its own beside the official figures: words, figures, perspectives, businesses, answers."""

from climate_visualizer.web.workspace.contributions import (
    joined_businesses,
    layouts,
    own_figures,
    perspectives,
    remarks,
    senders,
    texts,
)
from climate_visualizer.web.workspace.demonstration import example_contributions

__all__ = [
    "example_contributions",
    "joined_businesses",
    "layouts",
    "own_figures",
    "perspectives",
    "remarks",
    "senders",
    "texts",
]
