"""Typed attributes of a request: what middleware or a view leaves on it for what comes after; templates read `request.<name>`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

Value = TypeVar("Value")


@dataclass(frozen=True)
class RequestNote(Generic[Value]):
    """One attribute by its name, and its value where nobody has left one."""

    name: str
    usual: Value

    def leave(self, request: HttpRequest, value: Value) -> None:
        """Set it for this request."""
        setattr(request, self.name, value)

    def of(self, request: HttpRequest) -> Value:
        """What was left on this request."""
        value: Value = getattr(request, self.name, self.usual)
        return value


REFUSED_FOR = RequestNote(
    "refused_for", ""
)  # why a request was refused before any page was asked, for its line of the log
