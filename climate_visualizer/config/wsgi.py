"""The application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climate_visualizer.config.settings")
application = get_wsgi_application()

from climate_visualizer.web.pages.scripts import build_soon  # noqa: E402  # asks for settings, which are there only now

build_soon()
