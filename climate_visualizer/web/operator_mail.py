"""Telling whoever runs the site what needs a person: a line in the log always, and mail where an address is set."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

log = logging.getLogger("climate_visualizer.operators")


def tell(subject: str, lines: list[str]) -> None:
    """Log what happened and mail it to OPERATORS; mail that can't be sent is a line in the log and stops nothing."""
    log.error(subject, extra={"fields": {"lines": lines}})
    if not settings.OPERATORS:
        return
    try:
        send_mail(f"Climate Visualizer: {subject}", "\n".join(lines), settings.DEFAULT_FROM_EMAIL, settings.OPERATORS)
    except (OSError, SMTPException) as problem:
        log.error("mail could not be sent", extra={"fields": {"reason": str(problem)}})
