"""Template context processor for the workspace: person, organisation and tabs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from climate_visualizer.web.http.cookies import is_inside
from climate_visualizer.web.page_language import CODES
from climate_visualizer.web.workspace import tabs

NAMES = dict(settings.LANGUAGES)


def inside(request: HttpRequest) -> dict[str, Any]:
    """Where the reader is in the workspace, and the account's pages in the other languages."""
    if not is_inside(request):
        return {}
    found: dict[str, Any] = {"here": getattr(request, "here", None)}
    if found["here"]:
        found["tabs"] = [
            {"title": tab.title, "path": path, "name": tab.name, "is_here": _is_here(request, path, tab.name)}
            for tab in tabs.every()
            if found["here"].may(tab.action) or (tab.also is not None and found["here"].may(tab.also))
            for path in (found["here"].path(tab.name),)
        ]
    if request.path_info.startswith(("/accounts", "/admin")):
        found["alternates"] = [
            {"code": code, "name": NAMES[code], "path": _with_language(request, code)} for code in CODES
        ]
    return found


def _is_here(request: HttpRequest, path: str, name: str) -> bool:
    room = getattr(request, "room", "")
    if room:
        return bool(room == name)
    return request.path == path or (name != "dashboard" and request.path.startswith(path))


def _with_language(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query["lang"] = code
    return f"?{query.urlencode()}"
