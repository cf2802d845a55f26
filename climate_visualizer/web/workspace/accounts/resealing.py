"""Everything that is encrypted at rest, encrypted anew under the newest key; what an older version wrote in the clear too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction
from django.db.models import Model

from climate_visualizer.web.sealed import Unreadable, is_sealed, reseal, seal, unseal
from climate_visualizer.web.workspace.models import SignIn

FACTOR_SECRETS = ("secret", "seed")  # of apps that give codes, of recovery codes; a passkey's row has no secret
FACTOR_LISTS = ("migrated_codes",)


def _each(data: dict[str, object], change: Callable[[str], str]) -> dict[str, object]:
    texts = {name: change(text) for name in FACTOR_SECRETS if isinstance(text := data.get(name), str)}
    lists = {name: [*map(change, codes)] for name in FACTOR_LISTS if isinstance(codes := data.get(name), list)}
    return {**data, **texts, **lists}


def sealed_factor(data: dict[str, object]) -> dict[str, object]:
    """A second factor's row with its secrets encrypted, those that are already left alone."""
    return _each(data, lambda text: text if is_sealed(text) else seal(text))


def _fields() -> Iterator[tuple[type[Model], str]]:
    yield SignIn, "secret"
    yield apps.get_model("alerts", "Subscription"), "secret"
    yield apps.get_model("outbox", "Message"), "text"
    yield apps.get_model("outbox", "Message"), "secret"


def seal_restored() -> int:
    """After a restore: encrypt what an older version's rows have in the clear; how many no key that is here can open."""
    for sign_in in SignIn.objects.select_related("app").exclude(app__secret=""):
        sign_in.secret, sign_in.app.secret = seal(sign_in.app.secret), ""
        sign_in.save(update_fields=["secret"])
        sign_in.app.save(update_fields=["secret"])
    return reseal_all(_sealed)[1]


def _sealed(text: str) -> str:
    """The same text where it is encrypted and opens, else encrypted; raises `Unreadable`."""
    return text if is_sealed(text) and unseal(text) else seal(text)


def reseal_all(change: Callable[[str], str] = reseal) -> tuple[int, int]:
    """Encrypt everything under the newest key; how many rows were, and how many cannot be read by any key that is here."""
    changed = lost = 0
    for model, field in _fields():
        for row in model._default_manager.exclude(**{field: ""}).iterator():
            is_resealed = _row(row, field, lambda text: change(str(text)))
            changed, lost = changed + is_resealed, lost + (not is_resealed)
    for factor in Authenticator.objects.iterator():
        if any(name in factor.data for name in (*FACTOR_SECRETS, *FACTOR_LISTS)):
            is_resealed = _row(factor, "data", lambda data: _each(data, change))
            changed, lost = changed + is_resealed, lost + (not is_resealed)
    return changed, lost


def _row(row: Model, field: str, change: Callable[[Any], object]) -> bool:  # a field's value: text, or a factor's JSON
    """One row, locked against who writes it meanwhile."""
    with transaction.atomic():
        locked = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
        if locked is None:
            return True
        try:
            setattr(locked, field, change(getattr(locked, field)))
        except Unreadable:
            return False
        locked.save(update_fields=[field])
    return True
