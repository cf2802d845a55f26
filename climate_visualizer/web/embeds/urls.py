"""The addresses of what other people's pages show and ask for."""

from django.urls import path

from climate_visualizer.web.embeds import badge, group_frame, oembed, views

urlpatterns = [
    path("embed/embed.js", views.script, {"name": "embed"}, name="embed-script"),
    path("embed/size.js", views.script, {"name": "size"}, name="embed-size-script"),
    path("embed/style.css", views.style, name="embed-style"),
    path("embed/group", group_frame.frame, name="embed-group"),
    path("embed/<str:figure>/<str:area_id>", views.frame, name="embed"),
    path("embed/<str:figure>/<str:area_id>/fragment", views.fragment, name="embed-fragment"),
    path("oembed", oembed.oembed, name="oembed"),
    path("badge/<str:area_id>.svg", badge.badge, name="area-badge"),
]
