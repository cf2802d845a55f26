"""Labels of document fields and of the history, and their values in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.workspace.accounts import branding, single_sign_on
from climate_visualizer.web.workspace.content import audit, kinds
from climate_visualizer.web.workspace.content.form_fields import choices_of, spoken_now
from climate_visualizer.web.workspace.models import OrganisationKind, Role

NAMES: dict[str, Any] = {
    "areas": gettext_lazy("Areas"),
    "changed": gettext_lazy("Changed"),
    "edition": gettext_lazy("Edition"),
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Name"),
    "assignee": gettext_lazy("Who does it"),
    "committee": gettext_lazy("Committee"),
    "done_on": gettext_lazy("Done"),
    "due": gettext_lazy("Due"),
    "head": gettext_lazy("Head"),
    "mentioned": gettext_lazy("Named"),
    "new": gettext_lazy("New"),
    "people": gettext_lazy("Responsible"),
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
VALUES: dict[str, dict[str, object]] = {
    "role": dict(Role.choices),
    "kind": {**dict(OrganisationKind.choices), **choices_of(single_sign_on.SignInForm.base_fields["kind"])},
    "type": {"totp": gettext_lazy("app"), "webauthn": gettext_lazy("passkey or security key")},
}


def kind_of(subject: str) -> kinds.Kind | None:
    """The kind that the subject of a row of the history begins with; None where it is about something else."""
    name = subject.partition(": ")[0]
    return next((one for one in kinds.every() if one.name == name), None)


def label(name: str, kind: kinds.Kind | None = None) -> str:
    """A field by the label of its form; by what it is called here where it is in none."""
    fields = kind.form.base_fields if kind else {}
    if name in fields and fields[name].label:
        return str(fields[name].label)
    return str((kind.labels if kind else {}).get(name) or NAMES.get(name) or name.replace("_", " ").capitalize())


def value(name: str, found: object, kind: kinds.Kind | None = None, area: object = None) -> str:
    """A value in words: choices by their names, lists with commas, numbers as the language writes them."""
    if found is None or found == "":
        return "–"
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    if isinstance(found, list):
        return ", ".join(value(name, one, kind, area) for one in found) or "–"
    if isinstance(found, dict):
        parts = (
            (_key(one, area), value("role" if name == "roles" else one, found[one], area=area))
            for one in _in_order(found, area)
        )
        return "; ".join(f"{one}: {words}" for one, words in parts) or "–"
    said = _choices(name, kind, area).get(str(found))
    if said is None and isinstance(found, float):
        return str(spoken_now().plain(found))
    return str(found if said is None else said)


def _in_order(found: Mapping[str, object], area: Any) -> list[str]:
    """Sectors in their own order, the first year before the last, all else by name: PostgreSQL keeps no order of keys."""
    known = [*(sector_names(area.country, spoken_now().code) if area else ()), *PARTS]
    return sorted(found, key=lambda name: (known.index(name), "") if name in known else (len(known), name))


def _key(name: str, area: Any) -> str:
    """What a part of a value is about: a sector or a year by its name, all else as people wrote it."""
    if audit.ID.match(name):
        return audit.pseudonym(name)
    sectors = sector_names(area.country, spoken_now().code) if area else {}
    return str({**sectors, **{when: said.lower() for when, said in PARTS.items()}}.get(name, name))


def _choices(name: str, kind: kinds.Kind | None, area: object) -> dict[str, Any]:
    field = kind.form.base_fields.get(name) if kind else None
    if kind and isinstance(field, forms.ChoiceField):
        return choices_of(kind.form(area=area).fields[name])  # sectors are the area's
    return {} if kind else VALUES.get(name, {})


def said(found: Any, kind: kinds.Kind | None = None, area: Any = None) -> dict[str, str]:
    """Every field that people wrote with its value in words; what was reckoned from it is left out."""
    reckoned = kind.reckoned if kind else ()
    content = found if isinstance(found, Mapping) else {}
    return {name: value(name, one, kind, area) for name, one in content.items() if name not in reckoned}


def labelled(found: object, kind: kinds.Kind | None = None, area: object = None) -> list[tuple[str, str]]:
    """Label and value in words of every field that people wrote."""
    return [(label(name, kind), words) for name, words in said(found, kind, area).items()]
