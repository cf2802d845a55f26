"""Template backend that takes a context apart once it is rendered: Django leaves a reference cycle with every fact of the page.

`make_context` pushes the facts into a dictionary that knows its context, and leaves it there. So a page's pictures and tables,
660 objects of a place's page, waited for the collector of cycles, which comes after 50 000: for seventy pages more.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends import django
from django.template.context import make_context
from django.utils.safestring import SafeString


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
