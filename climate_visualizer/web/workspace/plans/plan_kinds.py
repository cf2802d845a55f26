"""What a plan adds to the workspace: kinds of documents and rooms."""

from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace import tabs
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.division import SetupForm
from climate_visualizer.web.workspace.plans.forms import GoalForm, MeasureForm

GOAL = kinds.register(
    kinds.Kind(
        "goal",
        title=_("Goal"),
        new=_("New goal"),
        several=_("Goals"),
        help=_("What has been decided about emissions, set against the budget: does it fit?"),
        form=GoalForm,
        room="goals",
        template="workspace/plans/goal_preview.html",
    )
)
MEASURE = kinds.register(
    kinds.Kind(
        "measure",
        title=_("Measure"),
        new=_("New measure"),
        several=_("Measures"),
        help=_("What is done to lower emissions: its effect, its cost, and who answers for it."),
        form=MeasureForm,
        room="measures",
        template="workspace/plans/measure_preview.html",
        shown_at="measure-of",
    )
)
CLIMATE_BUDGET = kinds.register(
    kinds.Kind(
        "climate-budget",
        title=_("Climate budget"),
        several=_("Climate budgets"),
        help=_("What each committee may emit in the coming years, and what measures cover of the cut."),
        form=kinds.ContentForm,
        template="workspace/plans/budget_preview.html",
        one_an_area=True,
        page="budget-of",
        labels={
            **{name: field.label for name, field in SetupForm.base_fields.items()},
            "committees": _("Committees"),
            "limit": _("Limit, degrees"),
            "likelihood": _("Chance of staying below it, per cent"),
            "parts": _("Who answers for how much, per cent"),
            "parts_last": _("Who answers for how much in the last year, per cent"),
            "shares": _("The sectors’ shares of the whole, per cent"),
        },
        reckoned=("first", "last", "adopted"),
        called=lambda content: f"{content.get('first', '')}\u2013{content.get('last', '')}",
    )
)
FOLLOW_UP = kinds.register(
    kinds.Kind(
        "follow-up",
        title=_("Follow-up"),
        several=_("Follow-ups"),
        help=_("What was done and reached in a year, measure by measure, with comments."),
        form=kinds.ContentForm,
        template="workspace/plans/follow_up_preview.html",
        page="follow-up-of",
        labels={"year": _("Year"), "comment": _("Comment"), "reports": _("Reported")},
        called=lambda content: str(content.get("year", "")),
    )
)
tabs.register(tabs.Tab("goals", _("Goals"), Action.READ, 10, "plan"))
tabs.register(tabs.Tab("measures", _("Measures"), Action.READ, 20, "plan", within=("work/",)))
tabs.register(tabs.Tab("climate-budget", _("Climate budget"), Action.READ, 30, "plan"))
tabs.register(tabs.Tab("follow-up", _("Follow-up"), Action.READ, 40, "year", within=("filing/",)))
tabs.register(tabs.Tab("council", _("Council"), Action.READ, 35, "plan"))
