"""Choices of a text field, as Django has them; Django carries no types, so what a checker needs to know stands here."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enum import StrEnum

    class TextChoices(StrEnum):
        """A text with a label, told in the reader's language."""

        label: str
        choices: Any
        values: Any
else:
    from django.db.models import TextChoices

__all__ = ["TextChoices"]
