"""The addresses of a plan's rooms, below an organisation's."""

from django.urls import path

from climate_visualizer.web.workspace.evaluation import measure_page, ranking_page
from climate_visualizer.web.workspace.interchange import books_page, filing_page
from climate_visualizer.web.workspace.plans import (
    budget_page,
    council_page,
    follow_up_page,
    goals_page,
    library_page,
    measures_page,
)

urlpatterns = [
    path("goals/", goals_page.goals, name="goals"),
    path("measures/", measures_page.measures, name="measures"),
    path("measures/ranking/", ranking_page.ranking, name="ranking"),
    path("measures/<uuid:document>/", measure_page.measure_of, name="measure-of"),
    path("measures/library/", library_page.picker, name="library"),
    path("measures/workbook.xlsx", measures_page.export, name="measures-xlsx"),
    path("measures/import/", measures_page.bring_in, name="measures-import"),
    path("climate-budget/", budget_page.budget, name="climate-budget"),
    path("climate-budget/<uuid:document>/", budget_page.budget_of, name="budget-of"),
    path("follow-up/", follow_up_page.follow_up, name="follow-up"),
    path("follow-up/report.<str:kind>", follow_up_page.report, name="yearly-report"),
    path("follow-up/<uuid:document>/", follow_up_page.follow_up_of, name="follow-up-of"),
    path("books/<str:room>.xlsx", books_page.book, name="book"),
    path("books/<str:room>/import/", books_page.bring_in, name="book-import"),
    path("filing/", filing_page.filing, name="filing"),
    path("filing/<str:form>.xlsx", filing_page.filed, name="filed"),
    path("council/", council_page.questions, name="council"),
    path("council/<str:question>-<str:code>.<str:kind>", council_page.pack, name="council-pack"),
]
