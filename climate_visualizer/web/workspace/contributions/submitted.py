"""Public submissions: confirmed by mail first, then a draft that waits for a publisher."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web import sealed
from climate_visualizer.web.outbox import limits, posting
from climate_visualizer.web.site import address
from climate_visualizer.web.workspace.content import audit, documents, kinds
from climate_visualizer.web.workspace.contributions import senders
from climate_visualizer.web.workspace.models import Document, Membership, Organisation, Role, Version

SUBMITTED = "workspace.submitted"
CONFIRM_WITHIN = 3 * 86400


class Unclear(Exception):
    """A link to confirm with that was changed, has expired, or leads to something that is gone."""


@dataclass(frozen=True)
class Submission:
    """What a link carries: where to, what kind, from whom, and the content itself."""

    organisation: str
    area_id: str
    kind: str
    mail: str
    content: Content
    key: str


def receiver(area: Area) -> Organisation | None:
    """The organisation that speaks for an area: a municipality or county before others, the oldest first."""
    speakers = Organisation.objects.filter(areas__area_id=area.id).order_by("made_at")
    return speakers.filter(kind__in=("municipality", "county")).first() or speakers.first()


def send(
    area: Area,
    organisation: Organisation,
    kind: str,
    mail: str,
    content: dict[str, object],
    language: str,
    *,
    client: str = "",
) -> bool:
    """Ask the address whether it was them; the whole submission travels in the link, encrypted.

    False where its address was asked enough already; raises `limits.TooMany` for a client or an area.
    """
    if not limits.may_ask(address=mail, client=client, area=area.id):
        return False
    facts = {"o": str(organisation.pk), "a": area.id, "k": kind, "m": mail.lower(), "c": documents.plain(content)}
    token = sealed.link_token(signing.dumps(facts, salt=SUBMITTED, compress=True))
    link = address(reverse("own:confirm", args=[language, token]))
    sent = (
        _("You have sent in a business in %(area)s to %(name)s.")
        if kind == "business"
        else _("You have sent a remark on a figure for %(area)s to %(name)s.")
    )
    confirm = _("Confirm within three days that it was you: %(link)s")
    otherwise = _("If it was not you, you need do nothing: nothing is kept.")
    facts_said = {"name": organisation.name, "area": area.name, "link": link}
    text = "\n\n".join(paragraph % facts_said for paragraph in (sent, confirm, otherwise))
    subject = _("Confirm what you sent to %(name)s") % {"name": organisation.name}
    posting.post("submission", mail, subject, f"{text}\n", organisation=organisation.pk)
    return True


def read(token: str) -> Submission:
    """What a link carries; raises `Unclear`."""
    try:
        facts = signing.loads(_opened(token), salt=SUBMITTED, max_age=CONFIRM_WITHIN)
    except (signing.BadSignature, sealed.Unreadable) as problem:
        raise Unclear(str(problem)) from problem
    key = hashlib.sha256(token.encode()).hexdigest()[:16]
    return Submission(facts["o"], facts["a"], facts["k"], facts["m"], facts["c"], key)


def _opened(token: str) -> str:
    """What is in a link; one that version 0.5 mailed is signed without being encrypted."""
    return token if ":" in token else sealed.read_link_token(token, within=CONFIRM_WITHIN)


def take_in(submission: Submission, language: str) -> Document:
    """A draft that waits for a publisher, who is told; the same link twice gives the same draft."""
    organisation = Organisation.objects.filter(
        pk=UUID(submission.organisation), areas__area_id=submission.area_id
    ).first()
    if organisation is None:
        raise Unclear("The organisation no longer speaks for the area.")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        existing = Document.objects.filter(
            organisation=organisation, area_id=submission.area_id, kind=submission.kind, key=submission.key
        ).first()
        if existing:
            return existing
        version = documents.make(
            organisation, submission.area_id, submission.kind, submission.content, by=None, key=submission.key
        )
        audit.record(
            "document.submitted",
            actor=None,
            organisation=organisation,
            subject=documents.subject(version.document, version.content),
        )
        _tell(version)
        senders.keep(version.document, submission.mail, language)
        if submission.kind == "business":
            senders.mail_link(version.document)
    return version.document


def _tell(version: Version) -> None:
    """A mail to each who may publish it, in their language; of one document no more than a few an hour."""
    document = version.document
    if not limits.count("told", str(document.pk), limits.TO_ADDRESS):
        return
    publishers = Membership.objects.filter(organisation=document.organisation, role__in=(Role.PUBLISHER, Role.OWNER))
    for member in publishers.select_related("user"):
        person = member.user
        with translation.override(person.language):
            kind = kinds.find(document.kind)
            named = f"{kind.title}: {kind.called(version.content) or document.key}"
            where = address(
                reverse("workspace:document", args=[person.language, document.organisation_id, document.pk])
            )
            subject = _("Something waits for you in the workspace")
            first = _("This has come in to %(name)s. Nobody sees it before it has been read and published:") % {
                "name": document.organisation.name
            }
            text = f"{first}\n\n{named}\n{where}\n"
            posting.post("received", person.email, subject, text, organisation=document.organisation_id)


def change(document: Document, content: dict[str, object], language: str) -> None:
    """A new draft on top, which waits for a publisher as the first one did; and a new link in place of the one that was used."""
    with transaction.atomic():
        version = documents.save(document, content, based_on=document.latest, by=None)
        if version.number == document.latest and version.author is None:
            _tell(version)
        senders.renew(document, language)
