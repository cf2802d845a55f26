"""Strict JSON for every answer of the API: what is not finite is null."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from climate_visualizer.strict_json import json_text


class StrictRenderer(JSONRenderer):
    """Ninja's renderer, without `NaN` and `Infinity`, which no browser can read."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json_text(data, cls=NinjaJSONEncoder, ensure_ascii=True)
