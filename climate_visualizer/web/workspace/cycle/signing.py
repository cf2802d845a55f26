"""Follow-up by those who answer: a committee's rows, its head's sign-off, and who has not reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.exports.papers.yearly_report import reports_of
from climate_visualizer.plans.plan import Measure
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.content import audit, documents
from climate_visualizer.web.workspace.cycle import periods
from climate_visualizer.web.workspace.models import Committee, Document, Organisation, SignOff, User, Version
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work

KIND = "follow-up"


@dataclass(frozen=True)
class State:
    """How far a committee is with a follow-up: its rows, those reported, and who signed off."""

    committee: Committee
    rows: int
    reported: int
    signed: SignOff | None

    @property
    def is_complete(self) -> bool:
        return self.reported == self.rows


def at_work(measures: Iterable[Measure], year: int) -> dict[str, list[Measure]]:
    """The decided measures at work in a year, by committee."""
    by_committee: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.is_decided and measure.start <= year <= measure.end and measure.owner:
            by_committee.setdefault(measure.owner, []).append(measure)
    return by_committee


Signed = Mapping[object, SignOff]


def states(
    plan: Work, year: int, stored: StoredDocument | None, signed_before: Mapping[object, Signed] | None = None
) -> list[State]:
    """Every committee with measures at work in a year, in the list's order; `known` are sign-offs that were read before."""
    owned = at_work(plan.measures, year)
    reports = reports_of(stored.content) if stored else {}
    signed: Signed = {}
    if stored is not None:
        signed = _signed(stored.document) if signed_before is None else signed_before.get(stored.document.pk, {})
    return [
        State(committee, len(rows), sum(measure.id in reports for measure in rows), signed.get(committee.pk))
        for committee in plan.register.committees
        if (rows := owned.get(committee.name))
    ]


def of_area(actor: Actor, area: Area, year: int, period: str) -> list[State]:
    """The same for an area by itself."""
    key = periods.key_of(year, period)
    stored = next(
        (candidate for candidate in plan_documents.newest(actor.organisation, area.id, KIND) if candidate.key == key),
        None,
    )
    return states(Work(actor, area), year, stored)


def signed_by_document(organisation: Organisation) -> dict[object, dict[object, SignOff]]:
    """Every sign-off of an organisation, by document and committee, in one query."""
    by_document: dict[object, dict[object, SignOff]] = {}
    for sign_off in SignOff.objects.filter(document__organisation=organisation).select_related("by"):
        by_document.setdefault(sign_off.document_id, {})[sign_off.committee_id] = sign_off
    return by_document


def _signed(document: Document) -> dict[object, SignOff]:
    return {
        sign_off.committee_id: sign_off for sign_off in SignOff.objects.filter(document=document).select_related("by")
    }


def save(plan: Work, stored: StoredDocument | None, content: Content, *, based_on: int, note: str = "") -> Version:
    """Keep a follow-up as an editor wrote it; raises `documents.Collision`. A sign-off whose rows changed is undone."""
    actor = plan.actor
    with transaction.atomic():
        if stored is None:
            key = periods.key_of(content["year"], content["period"])
            return documents.make(actor.organisation, plan.area.id, KIND, content, by=actor.user, key=key)
        version = documents.save(stored.document, content, based_on=based_on, by=actor.user, note=note)
        _undo(plan, stored.document, reports_of(stored.content), reports_of(content))
    return version


def save_own(
    plan: Work, year: int, period: str, reports: Mapping[str, object], own: Collection[str], *, based_on: int
) -> Version:
    """Keep the rows of one's own measures and leave all others as they are.

    Raises `documents.Collision` where somebody else has changed one of these rows since `based_on`.
    """
    actor, key = plan.actor, periods.key_of(year, period)
    with transaction.atomic():
        type(actor.organisation).objects.select_for_update().get(pk=actor.organisation.pk)
        documents_of_period = Document.objects.filter(
            organisation=actor.organisation, area_id=plan.area.id, kind=KIND, key=key
        )
        document = documents_of_period.select_for_update().first()
        if document is None:
            content = {"year": year, "period": period, "comment": "", "reports": dict(reports)}
            return documents.make(actor.organisation, plan.area.id, KIND, content, by=actor.user, key=key)
        head = documents.newest(document)
        now = reports_of(head.content)
        version_read = document.versions.filter(number=based_on).first()
        read = reports_of(version_read.content) if version_read else {}
        if any(now.get(measure_key) != read.get(measure_key) for measure_key in own):
            raise documents.Collision(head, dict(reports))
        others = {measure_key: row for measure_key, row in now.items() if measure_key not in own}
        after = {**others, **reports}
        content = {**head.content, "reports": after}
        version = documents.save(document, content, based_on=head.number, by=actor.user)
        _undo(plan, document, now, after)
    return version


def _undo(plan: Work, document: Document, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Take back the sign-offs of committees whose rows are not those that were signed."""
    changed = {
        key
        for key in {*before, *after}
        if documents.plain({"": before.get(key)}) != documents.plain({"": after.get(key)})
    }
    owners = {measure.owner for measure in plan.measures if measure.id in changed}
    for row in SignOff.objects.filter(document=document, committee__name__in=owners).select_related("committee"):
        _tell("sign-off.undone", document, row.committee, plan.actor.user)
        row.delete()


def sign(plan: Work, state: State, document: Document, *, based_on: int) -> None:
    """A committee's head stands for its rows as they were read; raises `policies.NotNow`."""
    by = plan.actor.user
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.latest != based_on:
            raise policies.NotNow(_("Somebody has changed the follow-up meanwhile. Read it again before you sign off."))
        if not state.is_complete:
            raise policies.NotNow(_("Report something on every measure first, if only in a comment."))
        _row, is_new = SignOff.objects.get_or_create(document=locked, committee=state.committee, defaults={"by": by})
        if is_new:
            _tell("sign-off.made", locked, state.committee, by)


def _tell(event: str, document: Document, committee: Committee, by: User) -> None:
    about = documents.subject(document, documents.newest(document).content)
    after = {"committee": committee.name}
    audit.record(event, actor=by, organisation=document.organisation, subject=about, after=after)
