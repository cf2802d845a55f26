"""The operator's site: Django's admin behind the same sign-in as the workspace, and a second factor."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from climate_visualizer.editions.edition_manifest import read_manifest
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.read import NoEdition, current_id
from climate_visualizer.web.http import proxy
from climate_visualizer.web.monitoring.operator_summary import summary
from climate_visualizer.web.outbox import state as outbox
from climate_visualizer.web.workspace.administration.admin_audit import Audited
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.error_pages import refused
from climate_visualizer.web.workspace.policies import shown_second_factor

SHORTEST_REASON = 10


def held_editions() -> list[dict[str, object]]:
    """What the gate holds, the newest first, each with its concerns."""
    editions: list[dict[str, object]] = []
    for edition in sorted(pipeline.held(settings.EDITIONS), reverse=True):
        manifest = read_manifest(edition, settings.EDITIONS)
        if manifest is None:
            continue
        concerns = sorted(manifest.get("concerns", []), key=lambda concern: not concern["holds"])
        editions.append({"id": edition, "concerns": concerns, "because": manifest.get("held_because", "")})
    return editions


UNUSED = ("auth.Group", "mfa.Authenticator", "socialaccount.SocialApp", "socialaccount.SocialToken")


class Site(AdminSite):
    """Organisations, held editions and the audit, for operators; not what nobody decides here, nor anybody's secrets."""

    site_header = site_title = _("Climate Visualizer – operator")
    index_title = _("What an operator decides")
    enable_nav_sidebar = False
    index_template = "operator/index.html"

    # Any: as Django's own method has it
    def register(self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        page = admin_class or ModelAdmin
        if not issubclass(page, Audited):
            page = type(f"Audited{page.__name__}", (Audited, page), {})
        super().register([model for model in models if model._meta.label not in UNUSED], page, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[object]:
        return sorted(super().get_app_list(request, app_label), key=lambda app: app["app_label"] != "workspace")

    def index(self, request: HttpRequest, extra_context: Mapping[str, object] | None = None) -> TemplateResponse:
        wrong, right = summary()
        facts = {
            "held": len(held_editions()),
            "mail": outbox.state(),
            "proxy_lacks": proxy.lacking(),
            "wrong": wrong,
            "right": right,
        }
        return super().index(request, {**(extra_context or {}), **facts})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's pages and ours, but for its way from an object to the object's own page: no model here has one."""
        own = [path("editions/", self.admin_view(self.editions), name="editions")]
        return own + [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def editions(self, request: HttpRequest) -> HttpResponse:
        """Editions that the gate holds, each with what was found; one is published with a written reason."""
        if not request.user.is_superuser:
            raise PermissionDenied
        wrong = ""
        if request.method == "POST":
            try:
                return self._publish(request, request.POST.get("edition", ""), request.POST.get("reason", ""))
            except NoEdition as problem:
                wrong = str(problem)
        facts = {**self.each_context(request), "title": _("Held editions"), "wrong": wrong, "editions": held_editions()}
        return TemplateResponse(request, "operator/editions.html", facts, status=422 if wrong else 200)

    def _publish(self, request: HttpRequest, edition: str, reason: str) -> HttpResponse:
        if edition not in pipeline.held(settings.EDITIONS):
            raise NoEdition(_("That edition is not held; look again, somebody may have published it."))
        if len(reason.strip()) < SHORTEST_REASON:
            raise NoEdition(_("Write why this edition may be published; whoever reads it later needs to understand."))
        before = current_id(settings.EDITIONS)
        pipeline.publish_held(edition, reason, settings.VAR, settings.EDITIONS)
        audit.record(
            "edition.published",
            actor=audit.operator_of(request),
            subject=edition,
            before={"edition": before},
            after={"edition": edition, "reason": reason.strip()},
        )
        messages.success(request, _("Edition %(edition)s is current.") % {"edition": edition})
        return HttpResponseRedirect(reverse("admin:editions"))

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and shown_second_factor(request)

    def login(self, request: HttpRequest, extra_context: Mapping[str, object] | None = None) -> HttpResponse:
        """To the one sign-in; to the second factor for an operator who lacks it; refused to anybody else."""
        back = request.GET.get("next", reverse("admin:index"))
        if not request.user.is_authenticated:
            return redirect_to_login(back, reverse("account_login"))
        if not super().has_permission(request):
            return refused(request)
        if not shown_second_factor(request):
            factor = reverse("workspace:second-factor", args=[get_language() or "en"])
            return redirect_to_login(back, factor)
        return HttpResponseRedirect(reverse("admin:index"))
