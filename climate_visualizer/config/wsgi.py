"""The application that the server's workers call."""

import os

from django.core.wsgi import get_wsgi_application

from climate_visualizer.config.collecting import settle
from climate_visualizer.web.database.patience import bound
from climate_visualizer.web.site import below

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climate_visualizer.config.settings")
application = below(get_wsgi_application())

import climate_visualizer.config.urls  # noqa: E402, F401  # every page's module is read before the first reader comes
from climate_visualizer.web.outbox.running import begin  # noqa: E402

bound()
begin()
settle()
