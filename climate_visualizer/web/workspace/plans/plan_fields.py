"""Form fields of a plan: values by year, and choices that follow the area's statistics."""

from __future__ import annotations

import re
from typing import Unpack

from django import forms
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.workspace.content.form_fields import FieldOptions, spoken_now
from climate_visualizer.web.workspace.cycle.committee_list import Register, register_of
from climate_visualizer.web.workspace.models import Organisation

SAME_FOR = "SE"


def sectors_of(area: Area | None) -> dict[str, str]:
    """The sectors of an area's statistics with their names, in the language of the page."""
    country = area.country if area else SAME_FOR
    names = sector_names(country, spoken_now().code)
    try:
        sectors = current.edition().cube(country).sectors
    except KeyError:
        return {}
    return {key: name for key, name in names.items() if key in sectors}


class YearsField(forms.CharField):
    """Numbers by year, one year a line ("2027: 120 000"); kept as {"2027": 120000.0}."""

    holds_numbers_by_name = True

    def __init__(
        self,
        *,
        least: float | None = None,
        most: float | None = None,
        placeholder: str = "2027: 120000",
        **options: Unpack[FieldOptions],
    ) -> None:
        self.least, self.most = least, most
        widget = forms.Textarea(attrs={"rows": 3, "placeholder": placeholder})
        super().__init__(required=False, max_length=2000, widget=widget, **options)

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{year}: {spoken_now().plain(number)}" for year, number in sorted(value.items()))

    def clean(self, value: object) -> dict[str, float]:
        by_year: dict[str, float] = {}
        for line in (super().clean(value) or "").splitlines():
            if line.strip():
                year, number = self._read(line)
                if year in by_year:
                    raise forms.ValidationError(_("%(year)s stands twice.") % {"year": year})
                by_year[year] = number
        return by_year

    def _read(self, line: str) -> tuple[str, float]:
        matched = re.fullmatch(r"\s*(20\d\d)\s*[:=;\t ]\s*(-?\d[\d\s\u00a0\u202f]*(?:,\d{3})*(?:[.,]\d+)?)\s*", line)
        if matched is None:
            raise forms.ValidationError(
                _("“%(line)s” can’t be read; write a year and a number, as 2027: 120000.") % {"line": line.strip()[:60]}
            )
        number = amount(matched.group(2))
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise forms.ValidationError(
                _("%(number)s lies outside of %(least)s to %(most)s.")
                % {"number": matched.group(2), "least": self.least, "most": self.most}
            )
        return matched.group(1), number

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class CommitteeField(forms.ChoiceField):
    """A committee chosen from the organisation's list; another spelling of one of them is it."""

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        super().__init__(required=False, **options)
        self._register = Register(())

    def offer(self, organisation: Organisation | None) -> None:
        """Offer the list of an organisation."""
        self._register = register_of(organisation) if organisation else Register(())
        self.choices = [("", _("nobody yet")), *((name, name) for name in self._register.names)]

    def to_python(self, value: object) -> str:
        return self._register.called(str(value or "").strip())

    def prepare_value(self, value: object) -> object:
        return self._register.called(value) if isinstance(value, str) and value else value

    def validate(self, value: str) -> None:
        if value and self._register.find(value) is None:
            sentence = _("“%(name)s” is not in the list of committees; choose one of it, or add it to the list first.")
            raise forms.ValidationError(sentence % {"name": value[:80]})


def offer_committees(form: forms.BaseForm, name: str, organisation: Organisation | None) -> None:
    """Have a form's field of committees offer the list of an organisation."""
    field = form.fields[name]
    assert isinstance(field, CommitteeField)
    field.offer(organisation)
