"""The organisation's own Word template: handed in, looked through, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from climate_visualizer.exports.papers import house_template, paper
from climate_visualizer.exports.papers.house_template import WrongTemplate
from climate_visualizer.exports.papers.paper import Paper
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import Organisation, WordTemplate
from climate_visualizer.web.workspace.permissions import Action

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word(document: Paper, organisation: Organisation) -> bytes:
    """A paper as a Word document, in the organisation's own template where it has one."""
    own = WordTemplate.objects.filter(organisation=organisation).first()
    return house_template.word(document, bytes(own.content)) if own else paper.word(document)


@for_members(Action.SETTINGS)
def template(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand in a template, or take it away."""
    organisation = actor.organisation
    if request.method == "POST" and request.POST.get("remove"):
        if WordTemplate.objects.filter(organisation=organisation).delete()[0]:
            audit.record("template.removed", actor=actor.user, organisation=organisation)
            messages.success(request, _("Removed. Papers have the ordinary look again."))
        return HttpResponseRedirect(request.path)
    wrong = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        wrong = _("Choose a file first.") if file is None else _take_in(actor, file)
        if not wrong:
            messages.success(request, _("Saved. Papers in Word have your template from now on."))
            return HttpResponseRedirect(request.path)
    facts = {
        "language": actor.language,
        "own": WordTemplate.objects.filter(organisation=organisation).defer("content").first(),
        "wrong": wrong,
        "placeholders": house_template.PLACEHOLDERS,
    }
    return render(request, "workspace/interchange/template.html", facts, status=422 if wrong else 200)


def _take_in(actor: Actor, file) -> str:  # type: ignore[no-untyped-def]  # Django's uploaded file, which carries no types
    """What is wrong with a file; nothing where it is the template now."""
    content = file.read(house_template.MOST_BYTES + 1)
    try:
        house_template.check(content)
    except WrongTemplate as problem:
        return str(actor.language.t(problem.sentence, **problem.values))
    name = str(file.name).replace("\0", "")[-120:]
    WordTemplate.objects.update_or_create(organisation=actor.organisation, defaults={"content": content, "name": name})
    audit.record("template.changed", actor=actor.user, organisation=actor.organisation, after={"name": name})
    return ""


@for_members(Action.SETTINGS)
def download(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The template as it was handed in."""
    own = WordTemplate.objects.filter(organisation=actor.organisation).first()
    if own is None:
        raise Http404("There is no template.")
    response = HttpResponse(bytes(own.content), content_type=WORD)
    response.headers["Content-Disposition"] = 'attachment; filename="template.docx"'
    return response
