"""The public side of what comes in: a business joins, a reader remarks, both confirm; a business changes its figures."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from climate_visualizer.editions.read import Area, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.web import current
from climate_visualizer.web.http.client_address import client
from climate_visualizer.web.http.csrf import is_foreign
from climate_visualizer.web.outbox.limits import TooMany
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.workspace.access import found
from climate_visualizer.web.workspace.content import documents, field_labels, kinds
from climate_visualizer.web.workspace.contributions import senders, submitted
from climate_visualizer.web.workspace.contributions.forms import PUBLIC
from climate_visualizer.web.workspace.contributions.joined_businesses import BusinessForm
from climate_visualizer.web.workspace.models import Organisation
from climate_visualizer.words import sentences

PAGES = {"join": "business", "remark": "remark"}


def _place(country: str, slug: str) -> tuple[Area, Organisation]:
    """An area that an organisation speaks for; without one there is nobody to let anybody in."""
    try:
        area = current.edition().find(country, slug)
    except UnknownArea as unknown:
        raise Http404(str(unknown)) from unknown
    organisation = submitted.receiver(area)
    if organisation is None:
        raise Http404(f"No organisation speaks for {area.name} here yet.")
    return area, organisation


def _shown(
    request: HttpRequest, language: Language, area: Area | None, status: int = 200, **facts: object
) -> HttpResponse:
    name = sentences.area_name(area, language) if area else ""
    values = {"area": area, "name": name, "language": language, **facts}
    return render(request, "own/submit.html", values, status=status)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@wholly
@spoken
def submit(request: HttpRequest, language: Language, country: str, slug: str, page: str) -> HttpResponse:
    """A public form; nothing is kept until the address has confirmed."""
    (area, organisation), kind = _place(country, slug), PAGES[page]
    form_page = partial(_shown, request, language, area, organisation=organisation, page=page)
    if request.method != "POST":
        return form_page(form=PUBLIC[kind](initial=_asked_about(request), area=area))
    if is_foreign(request):
        return HttpResponseForbidden(_("This form was sent from another site; open this page and send it from here."))
    form = PUBLIC[kind](request.POST, area=area)
    if not form.is_valid():
        return form_page(status=422, form=form)
    mail = form.cleaned_data["mail"]
    try:
        submitted.send(area, organisation, kind, mail, form.content(), language.code, client=client(request))
    except TooMany as problem:
        form.add_error(None, language.t(str(problem)))
        return form_page(status=429, form=form)
    return form_page(asked=mail)


def _asked_about(request: HttpRequest) -> dict[str, str]:
    """What a link to the form is about: a sector, or a measure."""
    return {"about": request.GET.get("about", "total")[:100]}


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@wholly
@spoken
def confirm(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """By a button, since programs that read mail follow links by themselves."""
    try:
        submission = submitted.read(token)
        if request.method != "POST":
            area = found(submission.area_id)
            fields = field_labels.labelled(submission.content, kinds.find(submission.kind), field_labels.Offer(area))
            return _shown(request, language, area, confirming=submission, fields=fields)
        document = submitted.take_in(submission, language.code)
    except submitted.Unclear:
        return _shown(request, language, None, 404, broken=True)
    link = senders.change_link(document, language.code) if submission.kind == "business" else ""
    return _shown(request, language, found(submission.area_id), received=document, link=link)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@wholly
@spoken
def change(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """A business changes its own figures; the change waits for a publisher."""
    try:
        document = senders.linked(token)
    except senders.Gone:
        return _shown(request, language, None, 404, broken=True, changing=True)
    area, head = found(document.area_id), documents.newest(document)
    if request.method != "POST":
        form = BusinessForm(initial=head.content, document=document, area=area)
        return _shown(request, language, area, form=form, changing=True, organisation=document.organisation)
    if is_foreign(request):
        return HttpResponseForbidden(_("This form was sent from another site; open this page and send it from here."))
    form = BusinessForm(request.POST, initial=head.content, document=document, area=area)
    if not form.is_valid():
        return _shown(request, language, area, 422, form=form, changing=True, organisation=document.organisation)
    submitted.change(document, form.content(), language.code)
    return _shown(request, language, area, received=document, link=senders.change_link(document, language.code))
