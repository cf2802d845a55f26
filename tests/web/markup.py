"""A page as the tests read it."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """What the tests ask of a page: its tags with attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.text = ""
        self.unread = False
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.unread = tag == "script"

    def handle_endtag(self, tag):
        self.unread = False

    def handle_data(self, data):
        self.text += "" if self.unread else data

    def all(self, tag: str) -> list[dict]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(client, path: str, status: int = 200) -> Page:
    response = client.get(path)
    assert response.status_code == status, response.content[:500]
    return Page(response.content.decode())
