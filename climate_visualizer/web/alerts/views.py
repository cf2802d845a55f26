"""Views of alerts: subscribe, confirm, unsubscribe by one click (RFC 8058); cookie-free, with a same-origin check of posts."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from climate_visualizer.editions.read import Area, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.web import current
from climate_visualizer.web.alerts import links, subscribing
from climate_visualizer.web.alerts.forms import FollowForm
from climate_visualizer.web.alerts.models import WEBHOOK, Subscription
from climate_visualizer.web.http.client_address import client
from climate_visualizer.web.http.csrf import is_foreign
from climate_visualizer.web.outbox.limits import TooMany
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.sealed import unseal
from climate_visualizer.words import sentences


def _page(
    request: HttpRequest, language: Language, area: Area | None, status: int = 200, **values: object
) -> HttpResponse:
    name = sentences.area_name(area, language) if area else ""
    values |= {"area": area, "name": name}
    return HttpResponse(render_to_string("alerts/follow.html", values, request=request), status=status)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@wholly
@spoken
def follow(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """Ask to be told of changes; the answer is the same whether an address is known or not."""
    try:
        area = current.edition().find(country, slug)
    except UnknownArea as unknown:
        raise Http404(str(unknown)) from unknown
    if request.method != "POST":
        return _page(request, language, area, form=FollowForm())
    if is_foreign(request):
        return HttpResponseForbidden(_("This form was sent from another site; open this page and send it from here."))
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _page(request, language, area, 422, form=form)
    try:
        subscribing.ask(area_id=area.id, language=language.code, client=client(request), **form.cleaned_data)
    except subscribing.Refused as problem:
        form.add_error("url", language.t(str(problem)))
        return _page(request, language, area, 422, form=form)
    except TooMany as problem:
        form.add_error(None, language.t(str(problem)))
        return _page(request, language, area, 429, form=form)
    return _page(request, language, area, asked=form.cleaned_data["mail"])


def _area(subscription: Subscription) -> Area | None:
    try:
        return current.edition().area(subscription.area_id)
    except UnknownArea:
        return None


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def confirm(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """Confirm by a button, since programs that read mail follow links by themselves."""
    try:
        subscription, wishes = links.to_confirm(token)
    except links.BrokenLink:
        return _page(request, language, None, 404, broken=True)
    if subscription.left_at is not None:
        return _page(request, language, None, 404, broken=True)
    stands = subscription.is_living and (subscription.pace, subscription.language) == (wishes.pace, wishes.language)
    if request.method != "POST" and not stands:
        return _page(request, language, _area(subscription), confirming=True)
    subscribing.confirm(subscription, wishes)
    secret = unseal(subscription.secret) if subscription.kind == WEBHOOK else ""
    return _page(request, language, _area(subscription), confirmed=True, secret=secret)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def leave(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """Leave by one click: the button here, or the one of a mail program, which posts without a page (RFC 8058)."""
    try:
        subscription = links.to_leave(token)
    except links.BrokenLink:
        return _page(request, language, None, 404, broken=True)
    if request.method != "POST" and subscription.left_at is None:
        return _page(request, language, _area(subscription), leaving=True)
    subscribing.leave(subscription)
    return _page(request, language, _area(subscription), left=True)
