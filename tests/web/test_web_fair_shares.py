"""A nation's budget by every principle: ranges hold their own middle, debts are debts, free choices are the reader's."""

import pytest

pytestmark = pytest.mark.usefixtures("on_starter")
PATH = "/api/v1/countries/SE/fair-shares"


@pytest.fixture
def shares(client, db):
    def ask(query=""):
        answer = client.get(f"{PATH}{query}")
        assert answer.status_code == 200, answer.content
        return {one["method"]: one for one in answer.json()["shares"]}

    return ask


def test_every_principle_answers_and_its_range_holds_it(shares):
    by_method = shares()
    assert len(by_method) == 7
    for share in by_method.values():
        assert share["low_t"] <= share["budget_t"] <= share["high_t"]
        assert share["is_debt"] == (share["budget_t"] < 0)
        assert (share["low_t"] < share["high_t"]) == bool(share["free"])
    owed = by_method["world-responsibility"]
    assert owed["is_debt"] and -10 < owed["per_head_year_t"] < 0


def test_the_horizon_is_the_readers(shares):
    until_zero, until_2100 = (shares(f"?horizon={name}")["world-responsibility"] for name in ("net-zero", "2100"))
    assert until_2100["budget_t"] < until_zero["budget_t"]
    assert (until_zero["low_t"], until_zero["high_t"]) == (until_2100["low_t"], until_2100["high_t"])
    history = shares("?since=1850")["world-cumulative"]
    assert history["budget_t"] < shares("?since=1990")["world-cumulative"]["budget_t"]


@pytest.mark.parametrize(
    ("query", "word"),
    [("?limit=3", "limit"), ("?vintage=none", "vintage"), ("?weight=2", "weight"), ("?horizon=2200", "horizon")],
)
def test_what_cannot_be_chosen_is_a_sentence(client, db, query, word):
    answer = client.get(f"{PATH}{query}")
    assert answer.status_code == 422 and word in answer.json()["detail"]
    assert client.get("/api/v1/countries/ZZ/fair-shares").status_code == 404
