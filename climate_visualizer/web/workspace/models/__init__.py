"""Rows: what people are, make and did. Statistics never stand here; they stand in editions."""

from climate_visualizer.web.workspace.models.audit import Audit
from climate_visualizer.web.workspace.models.committees import Committee, Seat, SignOff
from climate_visualizer.web.workspace.models.documents import Document, State, Version
from climate_visualizer.web.workspace.models.links import LinkCheck
from climate_visualizer.web.workspace.models.organisations import (
    Invitation,
    Membership,
    Organisation,
    OrganisationArea,
    OrganisationKind,
    Role,
    SignIn,
)
from climate_visualizer.web.workspace.models.senders import Sender
from climate_visualizer.web.workspace.models.tasks import Comment, Reminder, Responsible, Task, TaskStatus, YearStep
from climate_visualizer.web.workspace.models.templates import WordTemplate
from climate_visualizer.web.workspace.models.tokens import Token
from climate_visualizer.web.workspace.models.users import User

__all__ = [
    "Audit",
    "Comment",
    "Committee",
    "Document",
    "Invitation",
    "LinkCheck",
    "Membership",
    "Organisation",
    "OrganisationArea",
    "OrganisationKind",
    "Reminder",
    "Responsible",
    "Role",
    "Seat",
    "Sender",
    "SignIn",
    "SignOff",
    "State",
    "Task",
    "TaskStatus",
    "Token",
    "User",
    "Version",
    "WordTemplate",
    "YearStep",
]
