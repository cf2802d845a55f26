"""The addresses of the write API."""

from django.urls import path

from climate_visualizer.web.workspace.interchange import own_api, own_openapi

urlpatterns = [
    path("openapi.json", own_openapi.description),
    path("documents", own_api.many),
    path("documents/<uuid:document>", own_api.one),
]
