"""Same-origin check (Sec-Fetch-Site, Origin) in place of CSRF tokens, for forms on public pages, which set no cookie."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_foreign(request: HttpRequest) -> bool:
    """Posted from a page of another site: then it was not the reader's doing."""
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    return site in ("cross-site", "same-site") or bool(origin and urlsplit(origin).netloc != request.get_host())
