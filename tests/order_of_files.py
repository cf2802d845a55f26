"""Order of test files, the longest first, and which of them `make quick` runs."""

from __future__ import annotations

import pytest

# Files that take longest, the longest first, so that no worker has one left when the others are done. Stories stand together: a
# worker that goes from one to the next keeps its browser.
LONG = (
    "web_workspace_postgres",
    "web_memory",
    "web_databases",
    "stories_demonstration",
    "stories_everyone",
    "stories_year",
    "stories_officer",
    "stories_local",
    "stories_plan",
    "stories_map",
    "stories_unusual",
    "stories_area",
    "stories_explore",
    "stories_home",
    "stories_journeys",
    "stories_embeds",
    "stories_screen",
    "stories_reader",
    "stories_labels",
    "stories_other_browsers",
    "stories_phone",
    "web_update_faults",
    "web_below_a_path",
    "web_workspace_backup",
    "web_pages",
    "web_faults",
    "web_countries_of_world",
    "web_every_word",
    "editions_setting_aside",
    "web_update",
    "fuzz_api",
    "web_alerts_sender",
    "web_outbox",
    "web_languages",
    "web_api",
    "web_secrets",
    "web_alerts",
    "web_update_countries",
    "web_commands",
    "web_ensemble",
    "fuzz_description",
    "assessment_assess",
    "editions_publish",
    "editions_world",
    "assessment_goals",
    "charts_status",
)

# What `make quick` runs: the rooms' arithmetic, without files that take more than about four seconds of a processor and try no
# arithmetic that others don't: pages, downloads, changes at random, whole releases.
QUICK = ("science", "laws", "assessment", "reproduction", "charts", "exports", "sources", "editions")
LENGTHY = (
    "assessment_lasting",  # 22 s: every area by every choice
    "assessment_neighbours",
    "assessment_plant_words",
    "assessment_scenario_everywhere",
    "charts_scene",
    "editions_corrected_release",
    "editions_countries",
    "editions_earlier",
    "editions_names",
    "editions_order",
    "editions_people_of_nations",
    "editions_readings",
    "editions_rebuilding",
    "editions_renewed",
    "editions_setting_aside",
    "exports_report",
    "sources_aside",
    "sources_eu_edgar",
    "sources_gb_desnz",
    "sources_http",
    "sources_random_changes",
    "sources_smhi_real",
    "sources_successions",
)


def put_in_order(items: list[pytest.Item]) -> None:
    """What takes longest first, which `make test` has workers keep to; and what is quick bears that mark."""
    place = {f"test_{name}": at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONG)))
    for item in items:
        if item.path.parent.name in QUICK and item.path.stem.removeprefix("test_") not in LENGTHY:
            item.add_marker(pytest.mark.quick)
