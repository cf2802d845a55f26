"""Validation error for what people write: a sentence with its values, in English and in any other language."""

from __future__ import annotations

from climate_visualizer.languages.language import Language


class Unfit(ValueError):
    """Something that won't do; `field` names it where one does, and the sentence says why and what would do.

    `sentence` has its values in braces, so that it can be said in another language; `str()` says it in English.
    """

    def __init__(self, sentence: str, *, field: str = "", **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence, self.field, self.values = sentence, field, values

    def said(self, language: Language) -> str:
        """The sentence in a language."""
        return language.t(self.sentence, **self.values)
