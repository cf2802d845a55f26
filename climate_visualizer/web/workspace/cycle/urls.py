"""The addresses of the year of a climate budget, below an organisation's."""

from django.urls import path

from climate_visualizer.web.workspace.cycle import committees_page, report_page, work_page, year_page
from climate_visualizer.web.workspace.views import mine_page

urlpatterns = [
    path("committees/", committees_page.committees, name="committees"),
    path("committees/<uuid:committee>/", committees_page.committee, name="committee"),
    path("mine/", mine_page.mine, name="mine"),
    path("report/", report_page.report, name="report"),
    path("report/<uuid:committee>/", report_page.sign, name="sign-off"),
    path("work/<uuid:document>/", work_page.work_on, name="work-on"),
    path("year/", year_page.year, name="year"),
]
