"""Registry of document kinds.

Adding one is a form and a call:

    class NoteForm(ContentForm):
        title = forms.CharField(label=_("Title"))

    kinds.register(Kind("note", title=_("Note"), several=_("Notes"), help=_("What it is for."), form=NoteForm,
        new=_("New note")))

in a module that `apps.Workspace.ready` imports. A document's content is what the form's `content()` gives: plain JSON, a
dictionary whose keys are the form's fields. With that a kind has everything: drafts, versions that are compared and
restored, two editors told of each other, preview links, publishing and withdrawing, the audit, the generic pages for all
of these (`templates/workspace/document.html`), and, once published, its place in
`climate_visualizer.web.published.of(area_id, "note")` for pages, embeds and the API.

What a kind may set besides: `template`, shown in previews, with `content`, `document` and `language`; `one_an_area`, where
an area has exactly one, which is opened instead of begun anew; `page`, the name of an address of its own, called with
language, organisation and document, where the generic editor does not fit (such a kind is begun on its own page too);
`room`, the tab that it belongs to; `labels` for fields that its form has not, `reckoned`, the fields that follow from others and
that nobody wrote; `shown_at`, the name of a page that shows what was saved, called as `page` is; `why_not`, which says of a
content why it can't be published yet; and `when_shown` and `when_withdrawn`, which are called in the transaction that publishes
a version or takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypedDict

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from climate_visualizer.editions.read import Area
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.workspace.content.form_fields import Words
from climate_visualizer.web.workspace.models import Document, Organisation, Version


class UnknownKind(Exception):
    """There is no kind of that name."""


class Whose(TypedDict):
    """What a form is for."""

    document: Document | None
    area: Area | None
    organisation: Organisation | None


class ContentForm(forms.Form):
    """A kind's form. `document` is None for a new one; `area` is the area that it is for, `organisation` whose it is."""

    use_required_attribute = False
    groups: ClassVar[tuple[tuple[Words, tuple[str, ...]], ...]] = ()

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
        document: Document | None = None,
        area: Area | None = None,
        organisation: Organisation | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.document, self.area, self.organisation = document, area, organisation
        self.offer_choices()

    def offer_choices(self) -> None:
        """Give fields of choices those of the area and the organisation, which are known by now."""

    @property
    def grouped(self) -> list[dict[str, object]]:
        """The fields in their groups, each with its title; what no group names stands in the last."""
        if not self.groups:
            return []
        ungrouped = [name for name in self.fields if not any(name in names for _title, names in self.groups)]
        groups = [(title, names) for title, names in self.groups]
        if ungrouped:
            groups[-1] = (groups[-1][0], (*groups[-1][1], *ungrouped))
        return [
            {"title": title, "fields": [self[name] for name in names if name in self.fields]} for title, names in groups
        ]

    def content(self) -> dict[str, object]:
        """What is kept of a valid form, as JSON knows it."""
        encode = DjangoJSONEncoder().default
        return {
            name: value if value is None or isinstance(value, str | int | float | bool | list | dict) else encode(value)
            for name, value in self.cleaned_data.items()
        }


def titled(content: Mapping[str, object]) -> str:
    """What a document is called: its title in the first language that has one."""
    return next((str(content[name]) for name in ("title", "name", "title_sv", "title_en") if content.get(name)), "")


def ready(content: Mapping[str, object]) -> object:
    """Nothing keeps it from being published."""
    return ""


def nothing(document: Document, version: Version) -> None:
    """Nothing follows from publishing it, or from taking it back."""


@dataclass(frozen=True)
class Kind:
    """A kind of document; `title`, `several`, `help` and `new` (what it is called when it is begun) are lazy translations."""

    name: str
    title: Words
    several: object
    help: object
    form: type[ContentForm]
    new: object = ""
    template: str = "workspace/kinds/plain.html"
    one_an_area: bool = False
    page: str = ""
    room: str = "documents"
    called: Callable[[Content], str] = titled
    labels: Mapping[str, object] = field(default_factory=dict)
    reckoned: tuple[str, ...] = ()
    shown_at: str = ""
    why_not: Callable[[dict[str, object]], object] = ready
    when_shown: Callable[[Document, Version], None] = nothing
    when_withdrawn: Callable[[Document, Version], None] = nothing

    def named(self, content: dict[str, object]) -> str:
        """What a document is called where its kind is not said beside: a year alone is no name."""
        called = self.called(content)
        return f"{self.title} {called}" if called and self.page else called


# What a plan consists of stands before what is said around it, wherever kinds are listed.
CORE = ("goal", "measure", "climate-budget", "follow-up", "indicator", "proposal")
_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; twice the same is harmless, another of the same name is a mistake."""
    if _kinds.get(kind.name, kind) != kind:
        raise ValueError(f"There is a kind '{kind.name}' already; choose another name.")
    _kinds[kind.name] = kind
    return kind


def find(name: str) -> Kind:
    """A kind by its name; raises `UnknownKind`."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"There is no kind '{name}'; there are {', '.join(sorted(_kinds))}.") from None


def every() -> tuple[Kind, ...]:
    """Every kind: the core of a plan in its order, then the others as they were registered."""
    return tuple(sorted(_kinds.values(), key=place))


def place(kind: Kind) -> int:
    """Where a kind stands among others; those beside the core share the last place."""
    return CORE.index(kind.name) if kind.name in CORE else len(CORE)
