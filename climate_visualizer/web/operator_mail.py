"""Mail to the operators about problems that need a person; a line in the log always."""

import logging

from django.conf import settings
from django.db import DatabaseError

from climate_visualizer.web.outbox.posting import post

log = logging.getLogger("climate_visualizer.operators")


def tell(subject: str, lines: list[str]) -> None:
    """Log what happened and mail it to OPERATORS; a database that is away is a line in the log and stops nothing."""
    log.error(subject, extra={"fields": {"lines": lines}})
    try:
        for address in settings.OPERATORS:
            post("operators", address, f"Climate Visualizer: {subject}", "\n".join(lines))
    except DatabaseError as problem:
        log.error("mail could not be written", extra={"fields": {"reason": str(problem).strip()}})
