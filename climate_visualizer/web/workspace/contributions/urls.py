"""The public addresses of what comes in."""

from django.urls import path

from climate_visualizer.web.workspace.contributions import views

app_name = "own"
urlpatterns = [
    path("<str:lang>/received/confirm/<str:token>/", views.confirm, name="confirm"),
    path("<str:lang>/received/change/<str:token>/", views.change, name="change"),
    path("<str:lang>/<str:country>/<slug:slug>/join/", views.submit, {"page": "join"}, name="join"),
    path("<str:lang>/<str:country>/<slug:slug>/remark/", views.submit, {"page": "remark"}, name="remark"),
]
