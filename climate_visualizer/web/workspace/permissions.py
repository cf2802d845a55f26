"""Permissions: one table of role and action. When an action is allowed is another question; policies.py answers it."""

from enum import StrEnum

from climate_visualizer.web.workspace.models import Role


class Refused(Exception):
    """A member asks for what their role does not have; carries the action."""

    def __init__(self, action: "Action") -> None:
        super().__init__(f"Your role does not allow you to '{action}'; ask an owner of the organisation.")
        self.action = action


class Action(StrEnum):
    """What can be done in an organisation."""

    REPORT = "report"
    READ = "read"
    WRITE = "write"
    PUBLISH = "publish"
    PEOPLE = "people"
    AUDIT = "audit"
    SETTINGS = "settings"


_REPORTER = frozenset({Action.REPORT})  # a committee's own rows, and nothing else
_READER = frozenset({Action.READ})
_EDITOR = _READER | {Action.REPORT, Action.WRITE}
_PUBLISHER = _EDITOR | {Action.PUBLISH}
_OWNER = _PUBLISHER | {Action.PEOPLE, Action.AUDIT, Action.SETTINGS}
ALLOWED: dict[str, frozenset[Action]] = {
    Role.REPORTER: _REPORTER,
    Role.READER: _READER,
    Role.EDITOR: _EDITOR,
    Role.PUBLISHER: _PUBLISHER,
    Role.OWNER: _OWNER,
}


def may(role: str, action: Action) -> bool:
    """Whether a role has an action; an unknown role has none."""
    return action in ALLOWED.get(role, frozenset())


def check_may_one(role: str, actions: tuple[Action, ...]) -> None:
    """Raise `Refused` unless a role has one of the actions."""
    if not any(may(role, action) for action in actions):
        raise Refused(actions[0])


def check_may(role: str, action: Action) -> None:
    """Raise `Refused` unless a role has an action."""
    if not may(role, action):
        raise Refused(action)
