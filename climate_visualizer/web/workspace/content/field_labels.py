"""Labels of document fields and of the history, and their values in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.editions.read import Area
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.workspace.accounts import branding, single_sign_on
from climate_visualizer.web.workspace.content import audit, kinds
from climate_visualizer.web.workspace.content.form_fields import choices_of, spoken_now
from climate_visualizer.web.workspace.cycle import periods
from climate_visualizer.web.workspace.models import Organisation, OrganisationKind, Role, TaskStatus

NAMES: dict[str, object] = {
    "areas": gettext_lazy("Areas"),
    "changed": gettext_lazy("Changed"),
    "edition": gettext_lazy("Edition"),
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Name"),
    "assignee": gettext_lazy("Who does it"),
    "can_write": gettext_lazy("May write drafts"),
    "committee": gettext_lazy("Committee"),
    "days": gettext_lazy("Days"),
    "done_on": gettext_lazy("Done"),
    "due": gettext_lazy("Due"),
    "head": gettext_lazy("Head"),
    "mentioned": gettext_lazy("Named"),
    "new": gettext_lazy("New"),
    "people": gettext_lazy("Responsible"),
    "period": gettext_lazy("Period"),
    "person": gettext_lazy("Who answers for it"),
    "status": gettext_lazy("Status"),
    "title": gettext_lazy("Title"),
    "reason": gettext_lazy("Reason"),
    "domains": gettext_lazy("Domains"),
    "is_example": gettext_lazy("Example data"),
    "language": gettext_lazy("Language"),
    "role": gettext_lazy("Role"),
    "roles": gettext_lazy("Roles"),
    "type": gettext_lazy("Second factor"),
    "version": gettext_lazy("Version"),
    **{
        name: field.label
        for form in (branding.LookForm, single_sign_on.SignInForm)
        for name, field in form.base_fields.items()
    },
}
PARTS = {"first": gettext_lazy("In the first year"), "last": gettext_lazy("In the last year")}
REPORTED = {
    "saved_t": gettext_lazy("saved, tonnes"),
    "indicator": gettext_lazy("indicator"),
    "cost": gettext_lazy("cost"),
    "comment": gettext_lazy("comment"),
}
VALUES: dict[str, dict[str, object]] = {
    "role": dict(Role.choices),
    "kind": {**dict(OrganisationKind.choices), **choices_of(single_sign_on.SignInForm.base_fields["kind"])},
    "status": dict(TaskStatus.choices),
    "period": periods.PERIODS,
    "type": {"totp": gettext_lazy("app"), "webauthn": gettext_lazy("passkey or security key")},
}


@dataclass
class Offer:
    """Whose forms say what a value stands for: an area has its sectors, an organisation its committees and measures.

    Each form is made once for all that is shown together, as a form may ask the database for its choices.
    """

    area: Area | None = None
    organisation: Organisation | None = None
    _forms: dict[str, forms.Form] = field(default_factory=dict)

    def choices(self, kind: kinds.Kind, name: str) -> dict[str, object]:
        """The choices of a form's field by their values; empty for a field that has none."""
        if not isinstance(kind.form.base_fields.get(name), forms.ChoiceField):
            return {}
        if kind.name not in self._forms:
            self._forms[kind.name] = kind.form(area=self.area, organisation=self.organisation)
        return choices_of(self._forms[kind.name].fields[name])

    def measures(self) -> dict[str, object]:
        """Measures by their keys, as an indicator chooses among them; none where no organisation is known."""
        return self.choices(kinds.find("indicator"), "measures") if self.organisation else {}

    def sectors(self) -> dict[str, str]:
        return sector_names(self.area.country, spoken_now().code) if self.area else {}


NOWHERE = Offer()


def kind_of(subject: str) -> kinds.Kind | None:
    """The kind that the subject of a row of the history begins with; None where it is about something else."""
    name = subject.partition(": ")[0]
    return next((kind for kind in kinds.every() if kind.name == name), None)


def subject(subject_of_row: str) -> str:
    """What a row of the history is about: its kind and title in words; what is about something else as it stands."""
    kind, title = kind_of(subject_of_row), subject_of_row.partition(": ")[2]
    if kind is None:
        return subject_of_row
    ours = title and kind.called is not kinds.titled  # such a title is one of our words, kept in English
    return f"{kind.title}: {spoken_now().t(title) if ours else title}"


def label(name: str, kind: kinds.Kind | None = None) -> str:
    """A field by the label of its form; by what it is called here where it is in none."""
    fields = kind.form.base_fields if kind else {}
    if name in fields and fields[name].label:
        return str(fields[name].label)
    return str((kind.labels if kind else {}).get(name) or NAMES.get(name) or name.replace("_", " ").capitalize())


def value(name: str, raw: object, kind: kinds.Kind | None = None, offer: Offer = NOWHERE) -> str:
    """A value in words: choices by their names, lists with commas, numbers as the language writes them."""
    if raw is None or raw == "":
        return "–"
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, list):
        return ", ".join(value(name, key, kind, offer) for key in raw) or "–"
    if isinstance(raw, dict):
        labelled_parts = (
            (_key(key, offer), value("role" if name == "roles" else key, raw[key], offer=offer))
            for key in _in_order(raw, offer)
            if raw[key] not in (None, "", [])
        )
        return "; ".join(f"{key}: {words}" for key, words in labelled_parts) or "–"
    name_of_choice = (offer.choices(kind, name) if kind else {}).get(str(raw), VALUES.get(name, {}).get(str(raw)))
    if name_of_choice is None and isinstance(raw, float):
        return str(spoken_now().plain(raw))
    return str(raw if name_of_choice is None else name_of_choice)


def _in_order(values: Mapping[str, object], offer: Offer) -> list[str]:
    """Sectors in their own order, the first year before the last, all else by name: PostgreSQL keeps no order of keys."""
    order = [*offer.sectors(), *PARTS]
    return sorted(values, key=lambda name: (order.index(name), "") if name in order else (len(order), name))


def _key(name: str, offer: Offer) -> str:
    """What a part of a value is about: a sector or a year by its name, all else as people wrote it."""
    if audit.ID.match(name):
        return audit.pseudonym(name)
    ours = {**REPORTED, **offer.sectors(), **{when: label.lower() for when, label in PARTS.items()}}
    return str(ours.get(name, name) if name in ours or name.isdecimal() else offer.measures().get(name, name))


def said(content_of_row: object, kind: kinds.Kind | None = None, offer: Offer = NOWHERE) -> dict[str, str]:
    """Every field that people wrote with its value in words; what was reckoned from it is left out."""
    reckoned = kind.reckoned if kind else ()
    content = content_of_row if isinstance(content_of_row, Mapping) else {}
    return {name: value(name, raw, kind, offer) for name, raw in content.items() if name not in reckoned}


def labelled(content: object, kind: kinds.Kind | None = None, offer: Offer = NOWHERE) -> list[tuple[str, str]]:
    """Label and value in words of every field that people wrote."""
    return [(label(name, kind), words) for name, words in said(content, kind, offer).items()]
