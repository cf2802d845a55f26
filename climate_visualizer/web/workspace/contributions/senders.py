"""Senders of what comes in: their links, which expire and can be withdrawn, and answers by mail to an address nobody sees.

An address is kept for as long as something can be told: a business's while its link works, a reader's until the answer to the
remark is on its way, either for thirteen months at most.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from textwrap import shorten

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.monitoring.housekeeping import throws_away
from climate_visualizer.web.outbox import limits, posting
from climate_visualizer.web.personal_registry import holds_address
from climate_visualizer.web.site import address
from climate_visualizer.web.workspace.access import found
from climate_visualizer.web.workspace.content import audit, documents, kinds
from climate_visualizer.web.workspace.models import Document, Organisation, Sender, User, Version

SALT = "workspace.changed"
_UNSEEN = gettext_lazy("Your address is not shown to anybody; an answer to this mail reaches nobody.")
QUOTED = 300  # of a remark in the answer to it: enough to know it again
KEPT_FOR = timedelta(days=400)  # statistics come once a year, not always in the same month


class Gone(Exception):
    """A link that was changed, withdrawn or renewed, has expired, or leads to something that is gone."""


class NotWritten(Exception):
    """A mail to a sender that cannot be sent; the sentence says why."""


def keep(document: Document, mail: str, language: str) -> Sender:
    """Note who sent a document in."""
    until = timezone.now() + KEPT_FOR
    return Sender.objects.create(document=document, mail=mail, language=language, kept_until=until)


def of(document: Document) -> Sender | None:
    return Sender.objects.filter(document=document).first()


def change_link(document: Document, language: str) -> str:
    """Where a business changes its own figures; empty where its link was withdrawn."""
    sender = of(document)
    if sender is None or sender.link is None:
        return ""
    token = signing.dumps(f"{document.pk}:{sender.link.hex}", salt=SALT)
    return address(reverse("own:change", args=[language, token]))


def linked(token: str) -> Document:
    """The business that a link is for; raises `Gone`. One that version 0.5 gave works until a newer one, or a withdrawal."""
    try:
        signed = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
        pk, _colon, link = str(signed).partition(":")
        document = Document.objects.select_related("organisation", "published").get(pk=pk, kind="business")
    except (signing.BadSignature, Document.DoesNotExist, ValueError) as problem:
        raise Gone(str(problem)) from problem
    sender = of(document)
    current_link = sender.link.hex if sender and sender.link else ""
    if link != current_link or (sender is not None and not current_link):
        raise Gone("There is a newer link, or it was withdrawn.")
    return document


def renew(document: Document, language: str) -> None:
    """A new link in place of the last one, mailed to its holder where the address is known."""
    until = timezone.now() + KEPT_FOR
    sender, _made = Sender.objects.get_or_create(
        document=document, defaults={"mail": "", "language": language, "kept_until": until}
    )
    sender.link, sender.kept_until = uuid.uuid4(), until
    sender.save(update_fields=["link", "kept_until"])
    mail_link(document)


def mail_link(document: Document) -> None:
    """The link by which a business changes its figures, where it is found again next year."""
    sender = of(document)
    if sender is None or not sender.mail:
        return
    with translation.override(sender.language):
        text = _(
            "With this link you change your figures, for thirteen months; each change gives a new one: %(link)s"
        ) % {"link": change_link(document, sender.language)}
        subject = _("Your link to change what you sent to %(name)s") % {"name": document.organisation.name}
    _post("change-link", sender, subject, f"{text}\n")


def send_anew(document: Document, *, by: User) -> None:
    """A new link by mail, for whoever has lost the last one, which works no more; raises `NotWritten`."""
    sender = _reachable(document)
    with transaction.atomic():
        renew(document, sender.language)
        _record("sender.link-renewed", document, by)


def withdraw(document: Document, *, by: User) -> None:
    """End the link, also one from before addresses were kept, and delete the address."""
    with transaction.atomic():
        Sender.objects.update_or_create(
            document=document,
            defaults={"mail": "", "link": None},
            create_defaults={"mail": "", "link": None, "language": "sv", "kept_until": timezone.now() + KEPT_FOR},
        )
        posting.call_back(_about(document))
        _record("sender.link-withdrawn", document, by)


def reply(document: Document, text: str, *, by: User) -> None:
    """Write to who sent a document in; raises `NotWritten`."""
    sender = _reachable(document)
    if not limits.count("replied", str(document.pk), limits.TO_ADDRESS):
        raise NotWritten(_("Enough has been written about this within an hour; try again later."))
    with transaction.atomic():
        _answer(sender, text)
        _record("sender.answered", document, by)


def tell_of_showing(document: Document, version: Version) -> None:
    """A business is told that what it sent in stands on the public page, and where."""
    _tell(
        document,
        gettext_lazy("%(name)s shows what you sent in"),
        gettext_lazy(
            "What you sent to %(name)s about %(what)s stands on the public page now, as reported by yourselves: %(page)s"
        ),
    )


def tell_of_withdrawal(document: Document, version: Version) -> None:
    """A business is told that it stands there no more, and that it may change its figures as before."""
    _tell(
        document,
        gettext_lazy("%(name)s no longer shows what you sent in"),
        gettext_lazy(
            "%(name)s has taken what you sent in about %(what)s off the public page. Nothing of it is deleted. If something "
            "of it is wrong, change it with your link; %(name)s reads it before it is shown again."
        ),
    )


def _tell(document: Document, subject: object, text: object) -> None:
    """A mail about one's own, a few an hour at most: whoever publishes and takes back in turns writes to nobody each time."""
    sender = of(document)
    if sender is None or not sender.mail or not limits.count("told-sender", str(document.pk), limits.TO_ADDRESS):
        return
    with translation.override(sender.language):
        facts = {"name": document.organisation.name, "what": _what(document), "page": _page(document, sender.language)}
        _post("shown", sender, str(subject) % facts, f"{str(text) % facts}\n\n{_UNSEEN}\n")


def tell_of_answer(document: Document, text: str) -> None:
    """What was answered to a remark, once it is published; with that the address has done its service."""
    sender = of(document)
    if sender is None or not sender.mail:
        return
    with transaction.atomic():
        _answer(sender, text, is_shown=True)
        Sender.objects.filter(pk=sender.pk).update(mail="", link=None)


def _answer(sender: Sender, text: str, *, is_shown: bool = False) -> None:
    document = sender.document
    organisation = document.organisation
    with translation.override(sender.language):
        subject = _("%(name)s has answered what you sent in") % {"name": organisation.name}
        facts = {"name": organisation.name, "what": _what(document)}
        first = _("This is about what you sent to %(name)s: \u201c%(what)s\u201d") % facts
        where = _("It stands on the page: %(page)s") % {"page": _page(document, sender.language)} if is_shown else ""
        paragraphs = (first, _("This is the answer:"), text.strip(), where, str(_UNSEEN))
    _post("answer", sender, subject, "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n")


def _what(document: Document) -> str:
    """What somebody sent in: the beginning of a remark, in their own words, else its name."""
    content = documents.newest(document).content
    return shorten(str(content.get("remark", "")), QUOTED) or kinds.find(document.kind).called(content)


def _page(document: Document, language: str) -> str:
    """Where readers see it."""
    area = found(document.area_id)
    return url_to("area", language, area) if area else ""


def _reachable(document: Document) -> Sender:
    sender = of(document)
    if sender is None or not sender.mail:
        raise NotWritten(_("The address of who sent this in is not kept any more."))
    return sender


def _about(document: Document) -> str:
    return f"sender {document.pk}"


def _post(kind: str, sender: Sender, subject: str, text: str) -> None:
    organisation = sender.document.organisation_id
    posting.post(kind, sender.mail, subject, text, about=_about(sender.document), organisation=organisation)


def _record(event: str, document: Document, by: User) -> None:
    named = documents.subject(document, documents.newest(document).content)
    organisation = Organisation.objects.get(pk=document.organisation_id)
    audit.record(event, actor=by, organisation=organisation, subject=named)


def prune() -> int:
    """Delete addresses and links whose time is over."""
    return Sender.objects.filter(kept_until__lt=timezone.now()).exclude(mail="", link=None).update(mail="", link=None)


throws_away("senders", prune)
holds_address(
    "senders",
    export=lambda mail: list(
        Sender.objects.filter(mail=mail).values("document__kind", "document__area_id", "language", "kept_until")
    ),
    erase=lambda mail: Sender.objects.filter(mail=mail).update(mail=""),
)
