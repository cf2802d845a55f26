"""Every address, room by room; the pages come last, since theirs begin with any word."""

from django.contrib import admin
from django.urls import include, path

from climate_visualizer.web.api.service import api
from climate_visualizer.web.pages import meta

handler403 = "climate_visualizer.web.workspace.problems.refused"
handler404 = "climate_visualizer.web.pages.errors.not_found"
handler500 = "climate_visualizer.web.pages.errors.failed"

urlpatterns = [
    path("health", meta.health),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("<str:lang>/workspace/", include("climate_visualizer.web.workspace.urls")),
    path("", include("climate_visualizer.web.alerts.urls")),
    path("", include("climate_visualizer.web.embeds.urls")),
    path("", include("climate_visualizer.web.workspace.own.urls")),
    path("", include("climate_visualizer.web.pages.urls")),
]
