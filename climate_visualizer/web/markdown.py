"""People's own words as Markdown, cleaned: a few plain elements, links that lead out safely, nothing that runs."""

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "hr"}
HEADINGS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
_reader = MarkdownIt("commonmark", {"html": False, "linkify": False})


def _lower_headings(state: object) -> None:
    """A text stands within a page that has its own first and second headings."""
    for token in state.tokens:  # type: ignore[attr-defined]
        token.tag = HEADINGS.get(token.tag, token.tag)


_reader.core.ruler.push("lower_headings", _lower_headings)


@register.filter
def markdown(text: str | None) -> SafeString:
    """Markdown as clean HTML."""
    written = _reader.render(str(text or ""))
    return mark_safe(
        nh3.clean(
            written,
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener noreferrer",
        )
    )


@register.simple_tag
def said(content: dict[str, str], field: str, lang: str) -> str:
    """A field that is written language by language, in the reader's language or else in the one there is."""
    return content.get(f"{field}_{_way(content, field, lang)}", "")


@register.simple_tag
def said_in(content: dict[str, str], field: str, lang: str) -> SafeString | str:
    """The `lang` of such a field, where it is in another language than the page; nothing where it is in the page's."""
    code = _way(content, field, lang)
    return mark_safe(f' lang="{code}"') if code and code != lang.partition("-")[0] else ""


def _way(content: dict[str, str], field: str, lang: str) -> str:
    """The language that a field is told in: the reader's, the one that theirs is a variant of, or the first there is."""
    written_codes = (name[len(field) + 1 :] for name in content if name.startswith(f"{field}_"))
    return next((code for code in (lang, lang.partition("-")[0], *written_codes) if content.get(f"{field}_{code}")), "")
