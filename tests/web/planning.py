"""What tests of plans have in common: a goal, a measure, a climate budget's form, and an officer's pages."""

import re

from web.officers import ROLES

from climate_visualizer.web import published

GOAL = {"title": "85 procent till 2030", "year": "2030", "target_kind": "percent", "amount": "85", "base_year": "2010"}

MEASURE = {
    "title": "Byt pannor",
    "status": "decided",
    "sector": "heating",
    "effect_kind": "tonnes",
    "amount": "400",
    "start": "2027",
    "end": "2050",
    "ramp": "2",
    "certainty": "90",
    "rebound": "0",
    "owner": "Tekniska nämnden",
    "costs": "2027: 1 200 000\n2028: 800000,5",
}

SETUP = {
    "along": "budget",
    "pair": "2.0-83",
    "pathway": "exponential",
    "baseline": "trend",
    "count": "4",
    "based_on": "0",
    "committee-0": "Tekniska nämnden",
    "part-0-transport": "20",
    "committee-1": "Barnnämnden",
    "part-1-heating": "30,5",
    "committee-2": "Kommunstyrelsen",
}

WHO = ["nobody", "stranger", *ROLES]


class Pages:
    def __init__(self, place, client) -> None:
        self.place, self.client, self.own = place, client, f"/en/workspace/{place.pk}"

    def get(self, path, status=200):
        response = self.client.get(f"{self.own}/{path}")
        assert response.status_code == status, response.content.decode()[-2000:]
        return response

    def post(self, path, data=None, status=302):
        response = self.client.post(f"{self.own}/{path}", data or {})
        assert response.status_code == status, text(response)[-2000:]
        return response

    def page(self, path, status=200) -> str:
        return text(self.get(path, status))

    def make(self, kind, form):
        return self.post(f"content/new/{kind}/SE-0480/", form)

    def ticks(self, kind="", *, checked=True) -> list[str]:
        """What is ticked on the page of what becomes public; with `checked` false, what is there to tick at all."""
        boxes = re.findall(
            r'<input type="checkbox" name="pick"[^>]*>', self.get(f"publish/?kind={kind}").content.decode()
        )
        chosen = [box for box in boxes if "disabled" not in box and ("checked" in box or not checked)]
        return [re.search(r'value="([^"]+)"', box).group(1) for box in chosen]

    def publish(self, kind="") -> None:
        """Publish what is ticked to begin with."""
        self.post(f"publish/?kind={kind}", {"pick": self.ticks(kind)})
        published.forget()


def text(response) -> str:
    """A page's words without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u202f", "")
