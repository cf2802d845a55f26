"""The rooms of an organisation's workspace, in the order in which they stand on its pages.

A further room registers itself in a module that `apps.Workspace.ready` imports, where "plan" is the name of an address in
`urls.py` that takes a language and an organisation: ``register(Tab("plan", _("Plan"), Action.READ, 20))``.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.permissions import Action


@dataclass(frozen=True)
class Tab:
    """A room: the name of its address, what it is called, who may enter, where it stands; `also` may enter too."""

    name: str
    title: Any
    action: Action
    order: int
    also: Action | None = None


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Make a room known."""
    _tabs[tab.name] = tab


def every() -> list[Tab]:
    """All rooms, in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.order)


register(Tab("dashboard", _("Overview"), Action.READ, 0))
register(Tab("mine", _("My work"), Action.READ, 5, also=Action.REPORT))
register(Tab("year", _("The year"), Action.READ, 42))
register(Tab("documents", _("Content"), Action.READ, 50))
register(Tab("committees", _("Committees"), Action.READ, 55))
register(Tab("people", _("People"), Action.READ, 60))
register(Tab("audit", _("History"), Action.AUDIT, 70))
register(Tab("settings", _("Settings"), Action.SETTINGS, 80))
