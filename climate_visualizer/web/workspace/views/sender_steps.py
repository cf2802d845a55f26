"""Steps with whoever sent a document in: an answer by mail, a new link, an end to the link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.contributions import senders
from climate_visualizer.web.workspace.models import Document

LONGEST = 3000


def _reply(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    text = request.POST.get("said", "").strip()
    try:
        if not text or len(text) > LONGEST:
            raise senders.NotWritten(_("Write an answer of at most %(most)s characters.") % {"most": LONGEST})
        senders.reply(row, text, by=actor.user)
        messages.success(request, _("Your answer is on its way."))
    except senders.NotWritten as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(actor.path("document", row.pk))


def _send_link(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    try:
        senders.send_anew(row, by=actor.user)
        messages.success(request, _("A new link is on its way; the one before works no more."))
    except senders.NotWritten as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(actor.path("document", row.pk))


def _withdraw_link(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    senders.withdraw(row, by=actor.user)
    messages.success(request, _("The link works no more, and the address is deleted."))
    return HttpResponseRedirect(actor.path("document", row.pk))


TAKEN = {"reply": _reply, "send-link": _send_link, "withdraw-link": _withdraw_link}
