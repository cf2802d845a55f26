"""The addresses of alerts."""

from django.urls import path

from climate_visualizer.web.alerts import views

app_name = "alerts"
urlpatterns = [
    path("<str:lang>/alerts/confirm/<str:token>/", views.confirm, name="confirm"),
    path("<str:lang>/alerts/leave/<str:token>/", views.leave, name="leave"),
    path("<str:lang>/<str:country>/<slug:slug>/follow/", views.follow, name="follow"),
]
