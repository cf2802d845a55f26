"""The order of the sections on an area's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.published import SECTIONS
from climate_visualizer.web.workspace.content import kinds

NAMES = {
    "dots": _("The dot picture"),
    "goal": _("Does our goal hold?"),
    "history": _("Emissions, trend and budget"),
    "cumulative": _("Emitted so far, against the budget"),
    "plan": _("Goals and measures"),
    "sectors": _("Where emissions come from"),
    "plants": _("Large plants"),
    "ladder": _("How the budget came about"),
    "certain": _("How sure is it?"),
    "statistics": _("How good are the statistics?"),
    "people": _("Own words and figures, businesses, remarks"),
}


class LayoutForm(kinds.ContentForm):
    """A section for each place, from the top; each section once."""

    def offer_choices(self) -> None:
        chosen = self.initial.pop("order", [])
        order = [*chosen, *(name for name in SECTIONS if name not in chosen)]
        self.initial.update({f"place_{number}": name for number, name in enumerate(order, 1)})
        for number in range(1, len(SECTIONS) + 1):
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=_("Place %(number)s") % {"number": number}, choices=list(NAMES.items())
            )

    def _order(self) -> list[str]:
        return [self.cleaned_data.get(f"place_{number}", "") for number in range(1, len(SECTIONS) + 1)]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        missing = [str(NAMES[name]) for name in SECTIONS if name not in self._order()]
        if missing and not self.errors:
            raise forms.ValidationError(
                _("Every section stands once; these are missing: %(names)s."), params={"names": ", ".join(missing)}
            )
        return cleaned

    def content(self) -> dict[str, object]:
        return {"order": self._order()}


LAYOUT = kinds.register(
    kinds.Kind(
        "layout",
        title=_("Order of the page"),
        new=_("New order of the page"),
        several=_("Order of the page"),
        help=_("Which section stands where on the area’s public page. The headline and the four figures stay on top."),
        form=LayoutForm,
        one_an_area=True,
        called=lambda content: str(_("Order of the page")),
    )
)
