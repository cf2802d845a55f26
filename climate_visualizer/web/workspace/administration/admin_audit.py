"""What operators change on their own pages is in the audit as all else is: who, what, from and to, and no person by name."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from climate_visualizer.web.http.request_notes import RequestNote
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import Organisation

TOLD_BEFORE: RequestNote[Mapping[str, object]] = RequestNote("told_before", {})


class About(TypedDict):
    """Which row of the audit's own organisation, where there is one."""

    subject: object
    organisation: NotRequired[Organisation]


class Audited:
    """Mixed into every page of the operator's site; `told` says what of a thing may stand in the audit."""

    model: type[Model]

    def told(self, row: Any) -> dict[str, object]:  # a row of whichever model it is mixed into
        """Values that may be kept; nothing where they could lead to a person or be a secret."""
        return {}

    def about(self, row: Any) -> About:  # a row of whichever model it is mixed into
        """Which row it is: the sort of thing and its id."""
        return {"subject": f"{row._meta.model_name}: {row.pk}"}

    made, changed, removed = "operator.added", "operator.changed", "operator.removed"

    def save_model(self, request: HttpRequest, obj: Model, form: object, change: bool) -> None:
        before = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        TOLD_BEFORE.leave(request, self.told(before) if before is not None else {})
        super().save_model(request, obj, form, change)  # type: ignore[misc]

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:  # as Django's own method has it
        audit.record(self.made, actor=audit.operator_of(request), **self.about(obj))
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:  # as Django's own method has it
        before, after = TOLD_BEFORE.of(request), self.told(obj)
        changed = [name for name in after if before.get(name) != after[name]]
        audit.record(
            self.changed,
            actor=audit.operator_of(request),
            before={name: before.get(name) for name in changed} or None,
            after={name: after[name] for name in changed} or None,
            **self.about(obj),
        )
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:  # as Django's own method has it
        for row in queryset:
            audit.record(self.removed, actor=audit.operator_of(request), **self.about(row))
        return super().log_deletions(request, queryset)  # type: ignore[misc]
