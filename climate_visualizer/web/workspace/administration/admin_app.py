"""The operator's pages in place of Django's own admin site."""

from django.contrib.admin.apps import AdminConfig


class Operator(AdminConfig):
    """Django's admin with our site."""

    default_site = "climate_visualizer.web.workspace.administration.admin_site.Site"
