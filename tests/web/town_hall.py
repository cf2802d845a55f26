"""What tests of the year have in common: a municipality with two committees, an officer, and somebody who reports."""

from web.officers import member, organisation, signed_in
from web.planning import MEASURE, Pages

from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import (
    Audit,
    Document,
)

TECHNICAL, SCHOOLS = "Tekniska nämnden", "Barnnämnden"
KEPT = {**MEASURE, "owner": TECHNICAL, "start": "2025"}


class Office:
    """A municipality with two committees, a measure of each, its officer, and somebody who reports for the first."""

    def __init__(self) -> None:
        self.organisation = organisation()
        self.officer = member(self.organisation, "publisher", "olga@example.org").user
        committees = committee_list.ensure(self.organisation, [TECHNICAL, SCHOOLS], by=self.officer)
        self.technical, self.schools = committees
        self.measures = [self._measure("Byt pannor", TECHNICAL), self._measure("Cykla till skolan", SCHOOLS)]
        self.reporter = member(self.organisation, "reporter", "rut@example.org").user
        committee_list.seat(self.technical, self.reporter, is_head=False, by=self.officer)
        self.pages = Pages(self.organisation, signed_in(self.officer))
        self.theirs = Pages(self.organisation, signed_in(self.reporter))

    def _measure(self, title: str, owner: str) -> Document:
        content = {
            "title": title, "status": "decided", "sector": "heating", "effect_kind": "tonnes", "amount": 400.0,
            "start": 2025, "end": 2050, "ramp": 2, "certainty": 90.0, "rebound": 0.0, "owner": owner,
        }  # fmt: skip
        return documents.make(self.organisation, "SE-0480", "measure", content, by=self.officer).document

    def content(self, kind: str) -> dict:
        return documents.newest(Document.objects.get(organisation=self.organisation, kind=kind)).content

    def done(self) -> list[str]:
        return list(Audit.objects.filter(organisation=self.organisation).order_by("at").values_list("what", flat=True))
