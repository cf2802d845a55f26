"""Scope of a reporter: the committees somebody reports for, and which documents are theirs to see."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle.committee_list import Register, register_of
from climate_visualizer.web.workspace.models import Comment, Committee, Document, Responsible, Seat, Task, Version
from climate_visualizer.web.workspace.permissions import Action


class Scope:
    """What somebody may see and fill in: all of it who may read, else what their committees and they answer for."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def register(self) -> Register:
        return register_of(self.actor.organisation)

    @cached_property
    def seats(self) -> dict[UUID, bool]:
        """The committees that one reports for, and whether as their head."""
        rows = Seat.objects.filter(committee__organisation=self.actor.organisation, user=self.actor.user)
        return dict(rows.values_list("committee_id", "is_head"))

    @property
    def own(self) -> list[Committee]:
        """One's own committees in the order of the list."""
        return [committee for committee in self.register.committees if committee.pk in self.seats]

    def fills(self, owner: str) -> bool:
        """Whether one reports for the committee of this name; editors do for all."""
        if self.actor.may(Action.WRITE):
            return True
        committee = self.register.find(owner) if owner else None
        return committee is not None and committee.pk in self.seats

    def sees(self, document: Document, content: Mapping[str, object]) -> bool:
        """Whether a document is one's own, or one may read everything."""
        if self.actor.may(Action.READ) or (document.kind == "measure" and self.fills(str(content.get("owner") or ""))):
            return True
        named = Responsible.objects.filter(document=document, user=self.actor.user)
        mentions = Comment.objects.filter(document=document, mentioned=self.actor.user)
        return (
            named.exists()
            or mentions.exists()
            or Task.objects.filter(document=document, assignee=self.actor.user).exists()
        )

    def find(self, document: UUID) -> tuple[Document, Version]:
        """A document that one may see, with its newest version; any other is not found."""
        row = get_object_or_404(self.actor.organisation.documents.select_related("published"), pk=document)
        head = documents.newest(row)
        if not self.sees(row, head.content):
            raise Http404("There is no such document for you.")
        return row, head
