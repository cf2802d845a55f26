"""Template context processor for the workspace: person, organisation, and the rooms in their groups."""

from django.conf import settings
from django.http import HttpRequest

from climate_visualizer.web.http.cookies import is_inside
from climate_visualizer.web.page_language import CODES
from climate_visualizer.web.workspace import tabs
from climate_visualizer.web.workspace.access import ACTOR, ROOM, Actor

NAMES = dict(settings.LANGUAGES)


def inside(request: HttpRequest) -> dict[str, object]:
    """Where the reader is in the workspace, and the account's pages in the other languages."""
    if not is_inside(request):
        return {}
    context: dict[str, object] = {"actor": (actor := ACTOR.of(request))}
    if actor:
        context["room_groups"] = groups = _groups(request, actor)
        context["group_rooms"] = next((group["rooms"] for group in groups if group["is_here"]), [])
    if request.path_info.startswith(("/accounts", "/admin")):
        context["alternates"] = [
            {"code": code, "name": NAMES[code], "path": _with_language(request, code)} for code in CODES
        ]
    return context


def _groups(request: HttpRequest, actor: Actor) -> list[dict[str, object]]:
    """The groups of rooms that somebody may enter; a group of one room is that room."""
    groups = []
    for name, title in tabs.GROUPS.items():
        rooms = [
            {"title": tab.title, "path": actor.path(tab.name), "is_here": _is_here(request, actor, tab)}
            for tab in tabs.every()
            if tab.group == name and (actor.may(tab.action) or (tab.also is not None and actor.may(tab.also)))
        ]
        if rooms:
            is_here = any(room["is_here"] for room in rooms)
            title = title if len(rooms) > 1 else rooms[0]["title"]
            groups.append({"title": title, "path": rooms[0]["path"], "is_here": is_here, "rooms": rooms})
    return groups


def _is_here(request: HttpRequest, actor: Actor, tab: tabs.Tab) -> bool:
    room, path = ROOM.of(request), actor.path(tab.name)
    if room:
        return room == tab.name
    own = actor.path("dashboard")
    beside = tuple(f"{own}{beginning}" for beginning in tab.within)
    return request.path == path or (tab.name != "dashboard" and request.path.startswith((path, *beside)))


def _with_language(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query["lang"] = code
    return f"?{query.urlencode()}"
