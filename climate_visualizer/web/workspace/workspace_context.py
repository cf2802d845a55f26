"""Template context processor for the workspace: person, organisation, and the rooms in their groups."""

from django.conf import settings
from django.http import HttpRequest

from climate_visualizer.web.http.cookies import is_inside
from climate_visualizer.web.page_language import CODES
from climate_visualizer.web.workspace import tabs
from climate_visualizer.web.workspace.access import HERE, ROOM, Here

NAMES = dict(settings.LANGUAGES)


def inside(request: HttpRequest) -> dict[str, object]:
    """Where the reader is in the workspace, and the account's pages in the other languages."""
    if not is_inside(request):
        return {}
    found: dict[str, object] = {"here": (here := HERE.of(request))}
    if here:
        found["room_groups"] = groups = _groups(request, here)
        found["group_rooms"] = next((group["rooms"] for group in groups if group["is_here"]), [])
    if request.path_info.startswith(("/accounts", "/admin")):
        found["alternates"] = [
            {"code": code, "name": NAMES[code], "path": _with_language(request, code)} for code in CODES
        ]
    return found


def _groups(request: HttpRequest, here: Here) -> list[dict[str, object]]:
    """The groups of rooms that somebody may enter; a group of one room is that room."""
    groups = []
    for name, title in tabs.GROUPS.items():
        rooms = [
            {"title": tab.title, "path": here.path(tab.name), "is_here": _is_here(request, here, tab)}
            for tab in tabs.every()
            if tab.group == name and (here.may(tab.action) or (tab.also is not None and here.may(tab.also)))
        ]
        if rooms:
            is_here = any(room["is_here"] for room in rooms)
            title = title if len(rooms) > 1 else rooms[0]["title"]
            groups.append({"title": title, "path": rooms[0]["path"], "is_here": is_here, "rooms": rooms})
    return groups


def _is_here(request: HttpRequest, here: Here, tab: tabs.Tab) -> bool:
    room, path = ROOM.of(request), here.path(tab.name)
    if room:
        return room == tab.name
    own = here.path("dashboard")
    beside = tuple(f"{own}{beginning}" for beginning in tab.within)
    return request.path == path or (tab.name != "dashboard" and request.path.startswith((path, *beside)))


def _with_language(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query["lang"] = code
    return f"?{query.urlencode()}"
