"""Strict JSON (RFC 8259): a number that is not finite is `null`, since `NaN` is no JSON and no browser reads it.

Python's own writer puts `NaN` and `Infinity` into the text without a word. Everything that leaves as JSON is written here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any


def finite(value: object) -> object:
    """The same mappings and lists with None in the place of every number that is not finite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: finite(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [finite(inner) for inner in value]
    return value


def json_text(value: object, **options: Any) -> str:  # `json.dumps`'s own options
    """JSON text with `null` for what is not finite; the options are those of `json.dumps`, letters stay what they are."""
    asked = {"ensure_ascii": False, **options, "allow_nan": False}
    try:
        return json.dumps(value, **asked)
    except ValueError:  # raised for a number that is not finite: rare, so that the walk is taken only here
        return json.dumps(finite(value), **asked)
