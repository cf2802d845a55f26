"""Named addresses (reverse): the path or the URL of every page, file and API answer from its name in `urls.py`.

`path_to("area", "sv", area)` in code, ``{% path_to "area" area %}`` in a template, where the language is the page's own. Django's
`reverse` says the same, but looks through every address for each: the sitemap of one language asks for some eighty thousand.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol
from urllib.parse import quote

from django import template
from django.template import Context
from django.urls import NoReverseMatch, get_resolver
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.regex_helper import normalize

from climate_visualizer.web.site import address, rooted, unrooted

register = template.Library()
UNQUOTED = f"{RFC3986_SUBDELIMS}/~:@"  # what Django's reverse leaves as it is


class Place(Protocol):
    """What has a page of its own: an area of an edition, or one that is no more."""

    @property
    def country(self) -> str: ...

    @property
    def slug(self) -> str: ...


@cache
def _shapes(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Every way in which a name is written as a path, with what is to be filled in."""
    resolver, before = get_resolver(), ""
    *spaces, last = name.split(":")
    for space in spaces:
        if space not in resolver.namespace_dict:
            return ()
        pattern, resolver = resolver.namespace_dict[space]
        before += normalize(pattern)[0][0]
    forms = [written for written, *_ in resolver.reverse_dict.getlist(last)]
    inner = [(before + path, names) for written in forms for path, names in written]
    return tuple((path, frozenset(names) | ({"lang"} if "%(lang)s" in path else set())) for path, names in inner)


@cache
def _shape(name: str, given_names: frozenset[str]) -> str:
    """The one way that takes what is given."""
    for path, names in _shapes(name):
        if names == given_names:
            return f"/{path}"
    wanted = " or ".join(str(sorted(names)) for _, names in _shapes(name)) or "no address: it is not in urls.py"
    raise NoReverseMatch(f"The address {name!r} was given {sorted(given_names)}; it takes {wanted}.")


def path_to(name: str, language: str = "", area: Place | None = None, /, **keys: object) -> str:
    """The path of a page by its name, with what the site stands below before it."""
    if language:
        keys["lang"] = language
    if area is not None:
        keys |= {"country": area.country.lower(), "slug": area.slug}
    return rooted(_shape(name, frozenset(keys)) % {key: quote(str(value), UNQUOTED) for key, value in keys.items()})


def url_to(name: str, language: str = "", area: Place | None = None, /, **keys: object) -> str:
    """The same as an absolute address, for what leaves the site: mails, feeds, link cards, metadata."""
    return address(path_to(name, language, area, **keys))


def in_language(path: str, code: str) -> str:
    """The same path, with its query, in another language: that is what a path of a page begins with."""
    _, _, path_below = unrooted(path).lstrip("/").partition("/")
    return rooted(f"/{code}/{path_below}")


@cache
def _has_language(name: str) -> bool:
    return any("lang" in names for _, names in _shapes(name))


def _language(context: Context, name: str) -> str:
    return context["lang"] if _has_language(name) else ""


@register.simple_tag(takes_context=True, name="path_to")
def _path_tag(context: Context, page: str, area: Place | None = None, **keys: object) -> str:
    return path_to(page, _language(context, page), area, **keys)


@register.simple_tag(takes_context=True, name="url_to")
def _url_tag(context: Context, page: str, area: Place | None = None, **keys: object) -> str:
    return url_to(page, _language(context, page), area, **keys)
