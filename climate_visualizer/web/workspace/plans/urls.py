"""The addresses of a plan's rooms, below an organisation's."""

from django.urls import path

from climate_visualizer.web.workspace.plans import budget, council, follow, goals, library, measures

urlpatterns = [
    path("goals/", goals.goals, name="goals"),
    path("plan/publish/<str:kind>/", goals.publish_all, name="publish-all"),
    path("measures/", measures.measures, name="measures"),
    path("measures/library/", library.picker, name="library"),
    path("measures/workbook.xlsx", measures.export, name="measures-xlsx"),
    path("measures/import/", measures.bring_in, name="measures-import"),
    path("climate-budget/", budget.budget, name="climate-budget"),
    path("climate-budget/<uuid:document>/", budget.budget_of, name="budget-of"),
    path("follow-up/", follow.follow_up, name="follow-up"),
    path("follow-up/report.<str:kind>", follow.report, name="yearly-report"),
    path("follow-up/<uuid:document>/", follow.follow_up_of, name="follow-up-of"),
    path("council/", council.questions, name="council"),
    path("council/<str:question>-<str:code>.<str:kind>", council.pack, name="council-pack"),
]
