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
from climate_visualizer.web.workspace.access import Here
from climate_visualizer.web.workspace.content import audit, documents
from climate_visualizer.web.workspace.cycle import periods
from climate_visualizer.web.workspace.models import Committee, Document, Organisation, SignOff, User, Version
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_documents import Kept
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
    found: dict[str, list[Measure]] = {}
    for one in measures:
        if one.is_decided and one.start <= year <= one.end and one.owner:
            found.setdefault(one.owner, []).append(one)
    return found


Signed = Mapping[object, SignOff]


def states(found: Work, year: int, kept: Kept | None, known: Mapping[object, Signed] | None = None) -> list[State]:
    """Every committee with measures at work in a year, in the list's order; `known` are sign-offs that were read before."""
    owned = at_work(found.measures, year)
    reports = reports_of(kept.content) if kept else {}
    signed: Signed = {}
    if kept is not None:
        signed = _signed(kept.document) if known is None else known.get(kept.document.pk, {})
    return [
        State(one, len(rows), sum(measure.id in reports for measure in rows), signed.get(one.pk))
        for one in found.register.committees
        if (rows := owned.get(one.name))
    ]


def of_area(here: Here, area: Area, year: int, period: str) -> list[State]:
    """The same for an area by itself."""
    key = periods.key_of(year, period)
    kept = next((one for one in plan_documents.newest(here.organisation, area.id, KIND) if one.key == key), None)
    return states(Work(here, area), year, kept)


def signed_by_document(organisation: Organisation) -> dict[object, dict[object, SignOff]]:
    """Every sign-off of an organisation, by document and committee, in one query."""
    found: dict[object, dict[object, SignOff]] = {}
    for one in SignOff.objects.filter(document__organisation=organisation).select_related("by"):
        found.setdefault(one.document_id, {})[one.committee_id] = one
    return found


def _signed(document: Document) -> dict[object, SignOff]:
    return {one.committee_id: one for one in SignOff.objects.filter(document=document).select_related("by")}


def save(found: Work, kept: Kept | None, content: Content, *, based_on: int, note: str = "") -> Version:
    """Keep a follow-up as an editor wrote it; raises `documents.Collision`. A sign-off whose rows changed is undone."""
    here = found.here
    with transaction.atomic():
        if kept is None:
            key = periods.key_of(content["year"], content["period"])
            return documents.make(here.organisation, found.area.id, KIND, content, by=here.user, key=key)
        version = documents.save(kept.document, content, based_on=based_on, by=here.user, note=note)
        _undo(found, kept.document, reports_of(kept.content), reports_of(content))
    return version


def save_own(
    found: Work, year: int, period: str, reports: Mapping[str, object], own: Collection[str], *, based_on: int
) -> Version:
    """Keep the rows of one's own measures and leave all others as they are.

    Raises `documents.Collision` where somebody else has changed one of these rows since `based_on`.
    """
    here, key = found.here, periods.key_of(year, period)
    with transaction.atomic():
        type(here.organisation).objects.select_for_update().get(pk=here.organisation.pk)
        there = Document.objects.filter(organisation=here.organisation, area_id=found.area.id, kind=KIND, key=key)
        document = there.select_for_update().first()
        if document is None:
            content = {"year": year, "period": period, "comment": "", "reports": dict(reports)}
            return documents.make(here.organisation, found.area.id, KIND, content, by=here.user, key=key)
        head = documents.newest(document)
        now = reports_of(head.content)
        seen = document.versions.filter(number=based_on).first()
        read = reports_of(seen.content) if seen else {}
        if any(now.get(one) != read.get(one) for one in own):
            raise documents.Collision(head, dict(reports))
        rest = {one: row for one, row in now.items() if one not in own}
        after = {**rest, **reports}
        content = {**head.content, "reports": after}
        version = documents.save(document, content, based_on=head.number, by=here.user)
        _undo(found, document, now, after)
    return version


def _undo(found: Work, document: Document, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Take back the sign-offs of committees whose rows are not those that were signed."""
    changed = {
        key
        for key in {*before, *after}
        if documents.plain({"": before.get(key)}) != documents.plain({"": after.get(key)})
    }
    owners = {one.owner for one in found.measures if one.id in changed}
    for row in SignOff.objects.filter(document=document, committee__name__in=owners).select_related("committee"):
        _tell("sign-off.undone", document, row.committee, found.here.user)
        row.delete()


def sign(found: Work, state: State, document: Document, *, based_on: int) -> None:
    """A committee's head stands for its rows as they were read; raises `policies.NotNow`."""
    by = found.here.user
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.latest != based_on:
            raise policies.NotNow(_("Somebody has changed the follow-up meanwhile. Read it again before you sign off."))
        if not state.is_complete:
            raise policies.NotNow(_("Report something on every measure first, if only in a comment."))
        _row, made = SignOff.objects.get_or_create(document=locked, committee=state.committee, defaults={"by": by})
        if made:
            _tell("sign-off.made", locked, state.committee, by)


def _tell(what: str, document: Document, committee: Committee, by: User) -> None:
    about = documents.subject(document, documents.newest(document).content)
    after = {"committee": committee.name}
    audit.record(what, actor=by, organisation=document.organisation, subject=about, after=after)
