"""Branding of an organisation: an uploaded logo, re-encoded before it is kept, and a colour with enough contrast."""

from __future__ import annotations

import base64
import re
import struct
from typing import Any, ClassVar

import vl_convert
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.models import Organisation

LARGEST_FILE = 500_000
LARGEST_SIDE = 4000
KEPT_WITHIN = (480, 160)
LIGHT_PAPER, DARK_PAPER = "#faf6f2", "#171315"
LEAST_CONTRAST = 3.0
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class WrongImage(Exception):
    """A file that cannot be a logo; the sentence says why."""


def _kind(content: bytes) -> str:
    """What a file is by its first bytes, whatever it is called."""
    for start, kind in KINDS.items():
        if content.startswith(start):
            return kind
    raise WrongImage(_("Choose a PNG or a JPEG file; other kinds, SVG too, are not taken."))


def _size(content: bytes, kind: str) -> tuple[int, int]:
    """Width and height as the file's head says."""
    try:
        if kind == "image/png":
            return struct.unpack(">II", content[16:24])
        return _jpeg_size(content)
    except (struct.error, IndexError):
        raise WrongImage(_("The file is damaged; save the picture anew and try again.")) from None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise IndexError("no frame")


def drawn_anew(content: bytes) -> bytes:
    """A PNG drawn from the picture's own points, so that nothing else that the file carried is kept; raises `WrongImage`."""
    if len(content) > LARGEST_FILE:
        raise WrongImage(_("The file is larger than 500 kB; save a smaller picture."))
    kind = _kind(content)
    width, height = _size(content, kind)
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise WrongImage(_("The picture is wider or higher than 4,000 points; save a smaller one."))
    scale = min(KEPT_WITHIN[0] / width, KEPT_WITHIN[1] / height, 1.0)
    wide, high = max(round(width * scale), 1), max(round(height * scale), 1)
    picture = base64.b64encode(content).decode()
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">'
        f'<image width="{wide}" height="{high}" href="data:{kind};base64,{picture}"/></svg>'
    )
    drawn: bytes = vl_convert.svg_to_png(drawing)
    if drawn == vl_convert.svg_to_png(f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}"></svg>'):
        raise WrongImage(_("The file is damaged; save the picture anew and try again."))
    return drawn


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class LookForm(forms.ModelForm):
    """Website, colour and logo."""

    picture = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, at most 500 kB."),
    )
    without_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["website", "colour", "logo_text"]
        widgets: ClassVar[dict[str, Any]] = {
            "website": forms.URLInput(attrs={"placeholder": "https://"}),
            "colour": forms.TextInput(attrs={"placeholder": "#0f7f7a", "maxlength": 7}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "colour": _("As #0f7f7a. It must be readable on the site’s light and dark grounds."),
            "logo_text": _("Read aloud in place of the logo, such as “Nyköping municipality”."),
        }

    logo_change = ""

    def clean_colour(self) -> str:
        colour = str(self.cleaned_data["colour"]).strip().lower()
        if not colour:
            return ""
        if not re.fullmatch(r"#[0-9a-f]{6}", colour):
            raise forms.ValidationError(_("Write the colour as # and six figures or letters from a to f: #0f7f7a."))
        least = min(contrast(colour, LIGHT_PAPER), contrast(colour, DARK_PAPER))
        if least < LEAST_CONTRAST:
            raise forms.ValidationError(
                _("The colour has a contrast of %(found)s to one of the grounds; at least %(least)s is needed."),
                params={"found": f"{least:.1f}", "least": f"{LEAST_CONTRAST:.1f}"},
            )
        return colour

    def clean_picture(self) -> bytes | None:
        file: UploadedFile | None = self.cleaned_data["picture"]
        if file is None:
            return None
        try:
            return drawn_anew(file.read(LARGEST_FILE + 1))
        except WrongImage as wrong:
            raise forms.ValidationError(wrong.args[0]) from wrong

    def save(self, commit: bool = True) -> Organisation:
        if self.cleaned_data["picture"]:
            self.instance.logo, self.logo_change = self.cleaned_data["picture"], "changed"
        elif self.cleaned_data["without_logo"] and self.instance.logo:
            self.instance.logo, self.logo_change = None, "removed"
        saved: Organisation = super().save(commit)
        Organisation.objects.filter(pk=saved.pk).update(published_number=models.F("published_number") + 1)
        return saved
