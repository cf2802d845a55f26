"""What an organisation adds of its own beside the official figures: words, figures, perspectives, businesses, answers."""

from climate_visualizer.web.workspace.own import businesses, examples, figures, layouts, perspectives, remarks, texts

__all__ = ["businesses", "examples", "figures", "layouts", "perspectives", "remarks", "texts"]
