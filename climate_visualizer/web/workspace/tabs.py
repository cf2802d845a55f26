"""Navigation of an organisation's workspace: its rooms in a few groups, in the order in which they stand on its pages.

A further room registers itself in a module that `apps.Workspace.ready` imports, where "goals" is the name of an address in
`urls.py` that takes a language and an organisation: ``register(Tab("goals", _("Goals"), Action.READ, 10, "plan"))``.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.content.form_fields import Words
from climate_visualizer.web.workspace.permissions import Action

# Thirteen rooms are two lines on a desk and out of sight on a phone; five groups are one line on both.
GROUPS: dict[str, object] = {
    "start": _("Start"),
    "plan": _("Plan"),
    "year": _("The year"),
    "content": _("Content"),
    "organisation": _("Organisation"),
}


@dataclass(frozen=True)
class Tab:
    """A room: the name of its address, what it is called, who may enter, its place, its group; `also` may enter too.

    `within` are the beginnings of other addresses that belong to it.
    """

    name: str
    title: Words
    action: Action
    order: int
    group: str
    also: Action | None = None
    within: tuple[str, ...] = ()


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Make a room known."""
    _tabs[tab.name] = tab


def every() -> list[Tab]:
    """All rooms, in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.order)


register(Tab("dashboard", _("Overview"), Action.READ, 0, "start"))
register(Tab("mine", _("My work"), Action.READ, 5, "start", also=Action.REPORT, within=("report/",)))
register(Tab("year", _("Calendar"), Action.READ, 38, "year"))
register(Tab("committees", _("Committees"), Action.READ, 45, "year"))
register(Tab("documents", _("Content"), Action.READ, 50, "content", within=("publish/", "archive/")))
register(Tab("people", _("People"), Action.READ, 60, "organisation"))
register(Tab("audit", _("History"), Action.AUDIT, 70, "organisation"))
register(Tab("settings", _("Settings"), Action.SETTINGS, 80, "organisation"))
