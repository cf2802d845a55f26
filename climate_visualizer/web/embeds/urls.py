"""The addresses of what other people's pages show and ask for."""

from django.urls import path

from climate_visualizer.web.embeds import badge, group_frame, oembed, views

urlpatterns = [
    path("embed/embed.js", views.script, {"name": "embed"}),
    path("embed/size.js", views.script, {"name": "size"}),
    path("embed/style.css", views.style),
    path("embed/group", group_frame.frame),
    path("embed/<str:figure>/<str:area_id>", views.frame),
    path("embed/<str:figure>/<str:area_id>/fragment", views.fragment),
    path("oembed", oembed.oembed),
    path("badge/<str:area_id>.svg", badge.badge),
]
