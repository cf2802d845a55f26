"""Why a choice cannot be had, in the reader's language; nothing where that language has no words for it."""

from __future__ import annotations

from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice


def why_said(wrong: WrongChoice, language: Language) -> str:
    """The reason of a refusal: what is not translated stays unsaid, so that no page has a sentence of another language."""
    reason = language.t(wrong.why) if wrong.why else ""
    return reason if reason != wrong.why or language.base == "en" else ""
