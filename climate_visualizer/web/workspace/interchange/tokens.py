"""Tokens for an organisation's other systems (Stratsys, Hypergene, a script): made, shown once, revoked, checked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from climate_visualizer.web.outbox import limits
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import Organisation, Token, User

PREFIX = "cv_"  # by which a scanner of secrets in code knows what it has found
LIFETIMES = (30, 90, 365)  # days: a token that nobody renews ends by itself
# A nightly run writes a few hundred rows; a loop that has gone wrong is stopped within a minute.
ASKED = (limits.Limit(120, 60), limits.Limit(1500, limits.HOUR))
NOTED_EVERY = timedelta(minutes=1)


class Refused(Exception):
    """A request without a token that works; the sentence says what to do."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make(organisation: Organisation, name: str, *, can_write: bool, days: int, by: User) -> tuple[Token, str]:
    """A new token and its secret, which is known from here on to whoever reads it now."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        organisation=organisation,
        name=name,
        secret_hash=_hash(secret),
        can_write=can_write,
        made_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    after = {"name": name, "can_write": can_write, "days": days}
    audit.record("token.made", actor=by, organisation=organisation, after=after)
    return token, secret


def revoke(token: Token, *, by: User) -> None:
    """End it at once; twice is once."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record("token.revoked", actor=by, organisation=token.organisation, before={"name": token.name})


def of(request: HttpRequest, *, writes: bool) -> Token:
    """The token of a request; raises `Refused`. An unknown, expired or revoked one are told alike."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = Token.objects.select_related("organisation").filter(secret_hash=_hash(secret.strip())).first()
    if scheme.lower() != "bearer" or token is None or not token.works:
        raise Refused(401, "Send a token that works: Authorization: Bearer cv_... An owner makes one in the settings.")
    if not limits.count("token", str(token.pk), ASKED):
        raise Refused(429, "Too many requests with this token: at most 120 a minute and 1500 an hour.")
    if writes and not token.can_write:
        raise Refused(403, "This token reads only. An owner can make one that writes drafts.")
    if token.used_at is None or timezone.now() - token.used_at > NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=timezone.now())
    return token
