"""Signatures of webhooks: Standard Webhooks, and until 2028 the header of version 0.5 as well."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"
SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64


def new_secret() -> str:
    """What a webhook is signed with, in the form that libraries of Standard Webhooks take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(secret: str, identity: str, moment: datetime, body: str) -> dict[str, str]:
    """What proves that a body comes from here. A secret of version 0.5 has no prefix; its owner puts `whsec_` before it."""
    stamp = int(moment.timestamp())
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(stamp),
        "webhook-signature": Webhook(secret.removeprefix(PREFIX)).sign(identity, moment, body),
        "X-Climate-Visualizer-Signature": older(secret, stamp, body.encode()),
    }


def older(secret: str, stamp: int, content: bytes) -> str:
    """HMAC-SHA256 of "<unix time>.<body>" with the secret as it was shown."""
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"
