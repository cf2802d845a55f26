"""Template backend and loader: a context is taken apart once it is rendered, and pages are sent without indentation.

Django leaves a reference cycle with every fact of the page: `make_context` pushes the facts into a dictionary that knows its
context, and leaves it there. So a page's pictures and tables, 660 objects of a place's page, waited for the collector of cycles,
which comes after 50 000: for seventy pages more.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpRequest
from django.template import Origin, TemplateDoesNotExist
from django.template.backends import django
from django.template.context import make_context
from django.template.loaders import app_directories
from django.utils.safestring import SafeString

OURS = Path(__file__).resolve().parents[2] / "templates"
INDENTATION = re.compile(r"\n[ \t]+")


class Template(django.Template):
    """A template whose context ends with the rendering."""

    def render(self, context: dict[str, object] | None = None, request: HttpRequest | None = None) -> SafeString:
        template_context = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(template_context)
        except TemplateDoesNotExist as missing:
            django.reraise(missing, self.backend)
            raise
        finally:
            template_context.dicts.clear()


class Templates(django.DjangoTemplates):
    """Django's backend with such templates."""

    def get_template(self, template_name: str) -> Template:
        return Template(super().get_template(template_name).template, self)

    def from_string(self, template_code: str) -> Template:
        return Template(super().from_string(template_code).template, self)


class Loader(app_directories.Loader):
    """Our templates without what stands before the first character of a line, which is for those who read templates.

    White space that counts (`pre`, `textarea`) is in values, which are put in later, and a text of several lines is trimmed.
    """

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        is_ours = origin.name.endswith(".html") and Path(origin.name).is_relative_to(OURS)
        return INDENTATION.sub("\n", contents) if is_ours else contents
