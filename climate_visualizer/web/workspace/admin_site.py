"""The operator's site: Django's admin behind the same sign-in as the workspace, and a second factor."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.policies import shown_second_factor


class Site(AdminSite):
    """Organisations, held editions and the audit, for operators."""

    site_header = site_title = _("Climate Visualizer – operator")
    index_title = _("What an operator decides")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and shown_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the one sign-in; to the second factor for an operator who lacks it; refused to anybody else."""
        back = request.GET.get("next", reverse("admin:index"))
        if not request.user.is_authenticated:
            return redirect_to_login(back, reverse("account_login"))
        if not super().has_permission(request):
            from climate_visualizer.web.workspace.problems import refused

            return refused(request)
        if not shown_second_factor(request):
            factor = reverse("workspace:second-factor", args=[(get_language() or "en")[:2]])
            return redirect_to_login(back, factor)
        return HttpResponseRedirect(reverse("admin:index"))
