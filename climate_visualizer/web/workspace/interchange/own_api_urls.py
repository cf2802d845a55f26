"""The addresses of the write API."""

from django.urls import path

from climate_visualizer.web.workspace.interchange import own_api, own_openapi

urlpatterns = [
    path("openapi.json", own_openapi.description, name="own-openapi"),
    path("documents", own_api.many, name="own-documents"),
    path("documents/<uuid:document>", own_api.one, name="own-document"),
]
