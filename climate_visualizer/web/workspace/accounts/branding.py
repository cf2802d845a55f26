"""Branding of an organisation: an uploaded logo, re-encoded before it is kept, and a colour with enough contrast."""

from __future__ import annotations

import io
import re
import struct
from typing import ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from climate_visualizer.web.workspace.models import Organisation

LARGEST_FILE = 500_000
LARGEST_SIDE = 4000
KEPT_WITHIN = (480, 160)
LIGHT_PAPER, DARK_PAPER = "#faf6f2", "#171315"
LEAST_CONTRAST = 3.0
KINDS, STARTS = ("PNG", "JPEG"), (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class WrongImage(Exception):
    """A file that cannot be a logo; the sentence says why."""


def drawn_anew(content: bytes) -> bytes:
    """A PNG of the picture's own points, so that nothing else that the file carried is kept; raises `WrongImage`.

    Size is read from the file's head before any point is: a small file may stand for a picture of a gigabyte.
    """
    if len(content) > LARGEST_FILE:
        raise WrongImage(_("The file is larger than 500 kB; save a smaller picture."))
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if max(picture.size) > LARGEST_SIDE:
                raise WrongImage(_("The picture is wider or higher than 4,000 points; save a smaller one."))
            return _fitted(picture)
    except UnidentifiedImageError:
        raise WrongImage(_refused(content)) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise WrongImage(_("The picture is wider or higher than 4,000 points; save a smaller one.")) from None
    except (OSError, SyntaxError, ValueError, struct.error):
        raise WrongImage(_("The file is damaged; save the picture anew and try again.")) from None


def _refused(content: bytes) -> object:
    """Why a file is not read: another kind than it may be, or one of these kinds with a broken head."""
    if content.startswith(STARTS):
        return _("The file is damaged; save the picture anew and try again.")
    return _("Choose a PNG or a JPEG file; other kinds, SVG too, are not taken.")


def _fitted(picture: Image.Image) -> bytes:
    """The points alone, turned as the camera noted, within the size that is kept."""
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail(KEPT_WITHIN, Image.Resampling.LANCZOS)
    clean, out = Image.new("RGBA", upright.size), io.BytesIO()
    clean.paste(upright)  # a new picture has no notes of the old one
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours by WCAG, from 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
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
        widgets: ClassVar[dict[str, object]] = {
            "website": forms.URLInput(attrs={"placeholder": "https://"}),
            "colour": forms.TextInput(attrs={"placeholder": "#0f7f7a", "maxlength": 7}),
        }
        help_texts: ClassVar[dict[str, object]] = {
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
