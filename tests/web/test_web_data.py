"""The page of the data: editions, what the newest changed, budgets to start from, licences."""

import pytest
from web.markup import page

from climate_visualizer.editions.publishing.edition_changes import differences


@pytest.fixture
def on_releases(settings, releases, db):
    """A site on which SMHI's release of 2024 came after that of 2023."""
    settings.VAR = releases[0]
    settings.EDITIONS = releases[0] / "editions"
    return releases


def test_what_the_newest_edition_changed_is_counted(client, on_releases):
    _, before, after, _ = on_releases
    text = page(client, "/en/data/").text
    revised = differences(before, after)
    totals = [row for row in revised.iter_rows(named=True) if row["kind"] == "revised" and row["sector"] == "total"]
    assert (
        f"{len(totals):,} published totals were revised, in {len({row['area_id'] for row in totals})} places." in text
    )
    years = set(after.emissions["year"]) - set(before.emissions["year"])
    assert f"New years: {', '.join(sorted(map(str, years)))}." in text
    assert f"Compared with edition {before.id}." in text
    assert text.index(after.id) < text.index("shown now")
    assert before.id in text.partition("shown now")[2]


@pytest.mark.usefixtures("on_mapped")
def test_other_data_is_no_change_of_figures(client):
    text = page(client, "/sv/data/").text
    assert "Ingen utsläppssiffra är annorlunda" in text
    assert "CC0" in text[text.index("Licenser:") :]


@pytest.mark.usefixtures("on_starter")
def test_budgets_to_start_from_say_whose_they_are(client):
    found = page(client, "/en/data/")
    rows = found.text[found.text.index("Budgets to start from") : found.text.index("Licences:")]
    assert rows.index("Uppsala’s national budget 2023") < rows.index("Sweden") < rows.index("Global Carbon Budget 2025")
    assert rows.index("Indicators of Global Climate Change 2024") < rows.index("methods for every country")
    assert rows.index("methods for every country") < rows.index("IPCC AR6 WG1, Table SPM.2")
    assert "This is the first edition here" in found.text


@pytest.mark.usefixtures("on_kingdom")
def test_the_first_page_speaks_of_areas_where_there_are_no_municipalities(client):
    found = page(client, "/en/")
    assert "How much may your area still emit?" in found.text
    box = next(one for one in found.all("input") if one.get("name") == "q")
    assert box["placeholder"] != "Nyköping"
    steps = found.text[found.text.index("Three steps") : found.text.index("How every place stands")]
    assert steps.index("The country’s share") < steps.rindex(" tonnes")
    assert next(one for one in page(client, "/en/ranking/").all("input") if one.get("name") == "mark")["placeholder"]
