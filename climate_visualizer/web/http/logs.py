"""Logs as one JSON object a line, for people and machines alike; links that open something and addresses of people are masked."""

import json
import logging
import re
from datetime import UTC, datetime

MASK = "…"
# What follows these in an address opens something: it is as good as a key.
SECRET_PATH = re.compile(
    r"(/(?:alerts/(?:confirm|leave)|received/(?:confirm|change|again)|workspace/(?:invitation|preview)"
    r"|accounts/(?:confirm-email|password/reset/key))/)[^/\s\"'?#]+"
)
# A signed or encrypted token, wherever it stands: long, and of a kind of letters that no word and no name has.
TOKEN = re.compile(r"(?<![\w-])(?=[\w:=.-]*[A-Z])(?=[\w:=.-]*[a-z])(?=[\w:=.-]*\d)[\w:=-]{40,}(?:\.[\w-]+)*")
MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")


def masked(text: str) -> str:
    """A text without tokens and mail addresses."""
    return MAIL.sub(MASK, TOKEN.sub(MASK, SECRET_PATH.sub(rf"\g<1>{MASK}", text)))


class JsonLines(logging.Formatter):
    """Time, level, logger, message and whatever fields a call adds under ``extra={"fields": {...}}``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
            **{name: _masked(value) for name, value in getattr(record, "fields", {}).items()},
        }
        if record.exc_info:
            line["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=lambda value: masked(str(value)))


def _masked(value: object) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return {name: _masked(item) for name, item in value.items()} if isinstance(value, dict) else value
