"""Letters of a story's site: its file backend writes them into a folder, while the story looks."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from pathlib import Path

from waiting import until

AFTER_EACH = b"\n" + b"-" * 79 + b"\n"  # what Django writes once a letter is whole


class MailFolder:
    """The folder that EMAIL_URL=file:... names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def to(self, address: str) -> list[EmailMessage]:
        """Every whole letter to somebody, the oldest first; of one that is being written now, nothing."""
        paths = sorted(self._folder.glob("*"), key=lambda path: path.stat().st_mtime)
        complete = [letter_bytes for path in paths for letter_bytes in path.read_bytes().split(AFTER_EACH)[:-1]]
        letters = [email.message_from_bytes(letter_bytes.strip(), policy=policy.default) for letter_bytes in complete]
        return [letter for letter in letters if letter["To"] == address]

    def waited(self, address: str, least: int = 1) -> list[EmailMessage]:
        """The same, once the site has sent so many."""
        return until(
            lambda: letters if len(letters := self.to(address)) >= least else [], f"{least} letters to {address}"
        )

    def newest(self, address: str, word: str) -> str:
        """The text of the newest letter to somebody that has a word in it, once the site has sent it."""

        def look() -> str:
            texts = [letter.get_body(("plain",)).get_content() for letter in self.to(address)]
            return next((text for text in reversed(texts) if word in text), "")

        return until(look, f"a letter to {address} with “{word}”")
