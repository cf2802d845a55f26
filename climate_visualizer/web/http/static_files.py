"""Static files under names that change with their content, so that a browser may keep them for ever."""

import re

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Comments that tell a function's types or begin with a line of their own. A `//` after code stays: it may be part of an address.
TOLD = re.compile(r"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n|/\*\*(?:[^*]|\*(?!/))*\*/ ?", re.MULTILINE)


def without_comments(script: str) -> str:
    """A script as a reader loads it: types and explanations are for who reads the source, and would be a fifth of its weight."""
    return TOLD.sub("", script)


def _served(name: str | None, content: File) -> File:
    if name is None or not name.endswith(".js"):
        return content
    script = b"".join(content.chunks())  # from its beginning, wherever it was left
    return ContentFile(without_comments(script.decode()).encode())


class Storage(CompressedManifestStaticFilesStorage):
    """A file that was not collected keeps its plain name, as in tests and before `prepare` has run."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    def file_hash(self, name: str | None, content: File | None = None) -> str:
        """The part of a name that changes with what is served."""
        return super().file_hash(name, None if content is None else _served(name, content))

    def _save(self, name: str, content: File) -> str:
        return super()._save(name, _served(name, content))
