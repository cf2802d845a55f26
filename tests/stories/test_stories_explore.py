"""A reader moves the cut, draws a path and shares it; a politician asks of a target; a business reckons for itself."""

import re

import pytest
from playwright.sync_api import expect
from stories.walking import arrived, lasts_until

EXPLORE, FOOTPRINT = "sv/se/nykoping/explore/", "sv/se/nykoping/footprint/"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_slider_moves_the_answer_and_the_address_gives_it_again(site, chromium, size):
    page = chromium.new_page(viewport=size)
    page.goto(f"{site}/{EXPLORE}")
    headline = page.get_by_role("heading", level=1)
    expect(headline).to_have_text(lasts_until(page, site))
    page.get_by_role("radio", name="Samma procent varje år").check()
    slider = page.get_by_role("slider", name="Minskning varje år")
    slider.fill("10")
    expect(headline).to_have_text(lasts_until(page, site, "c~100"))
    expect(page).to_have_url(re.compile(r"\?s=c~100$"))
    slider.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"\?s=c~105$"))
    days = page.locator("[data-fact=days] b").inner_text()
    expect(page.locator("[data-announced]")).to_contain_text(headline.inner_text())
    page.reload()
    expect(page.locator("[data-fact=days] b")).to_have_text(days)
    expect(page.get_by_role("slider", name="Minskning varje år")).to_have_value("10.5")
    page.close()


def test_the_chart_of_a_scenario_is_read_by_keyboard_and_tells_the_path_as_it_moves(site, chromium):
    page = chromium.new_page(viewport=DESK)
    page.goto(f"{site}/{EXPLORE}")
    chart = page.locator("[data-figure=scenario]")
    chart.get_by_role("button", name="Läs av år för år").click()
    slider = chart.get_by_role("slider", name="Läs av år för år")
    expect(slider).to_have_attribute(
        "aria-valuetext", re.compile(r"20\d\d: Din väg .+ ton, Trenden fortsätter .+ ton, Budget .+ ton")
    )
    for _ in range(4):
        slider.press("ArrowRight")
    before = slider.get_attribute("aria-valuetext")
    page.get_by_role("radio", name="Samma procent varje år").check()
    page.get_by_role("slider", name="Minskning varje år").fill("10")
    expect(page).to_have_url(re.compile(r"\?s=c~100$"))
    slider.press("ArrowLeft")
    slider.press("ArrowRight")
    after = slider.get_attribute("aria-valuetext")
    assert (
        before[:4] == after[:4]
        and before.partition("Trenden fortsätter")[2] == after.partition("Trenden fortsätter")[2]
    )
    assert before != after, "the path is lower now"
    expect(chart.locator(".reading")).to_contain_text(after[:4])
    page.close()


def test_undo_redo_and_starting_over(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/{EXPLORE}?s=c~50")
    expect(page.get_by_role("button", name="Ångra")).to_be_disabled()
    page.get_by_role("slider", name="Minskning varje år").fill("20")
    expect(page).to_have_url(re.compile("c~200"))
    page.get_by_role("button", name="Ångra").click()
    expect(page).to_have_url(re.compile("c~50"))
    expect(page.get_by_role("slider", name="Minskning varje år")).to_have_value("5")
    page.get_by_role("button", name="Gör om").click()
    expect(page).to_have_url(re.compile("c~200"))
    page.get_by_role("link", name="Börja om").click()
    expect(page).to_have_url(re.compile(r"explore/\??$"))
    expect(page.get_by_role("radio", name="Trenden fortsätter")).to_be_checked()
    page.close()


def _two_signs(level: int) -> str:
    """A level of a drawn path as the address has it: in base 36."""
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return signs[level // 36] + signs[level % 36]


def test_a_teacher_draws_a_path_with_the_mouse_and_then_sees_the_budget(site, chromium):
    page = chromium.new_page(viewport=DESK)
    page.goto(f"{site}/{EXPLORE}")
    page.get_by_role("radio", name="Rita själv").check()
    headline = page.get_by_role("heading", level=1, include_hidden=True)
    expect(headline).to_be_hidden()
    expect(page.locator(".canvas.only-wide g.answer").first).to_be_hidden()
    expect(page).to_have_url(re.compile(r"s=d~[0-9a-z]{18}$"))  # the answer's picture is there, and nothing else comes
    box = page.locator(".canvas.only-wide svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.86, box["y"] + box["height"] * 0.9, steps=12)
    page.mouse.up()
    levels = [int(handle.input_value()) for handle in page.locator("input.upright").all()]
    expect(page).to_have_url(re.compile(rf"s=d~{''.join(map(_two_signs, levels))}$"))  # the last move is answered
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > levels[-1]
    page.get_by_role("button", name="Se vad det betyder").click()
    expect(headline).to_be_visible()
    page.goto(page.url)
    assert [int(handle.input_value()) for handle in page.locator("input.upright").all()] == levels
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.close()


def test_a_path_is_drawn_by_keyboard_alone(site, chromium):
    page = chromium.new_page(viewport=DESK)
    page.goto(f"{site}/{EXPLORE}")
    page.get_by_role("radio", name="Trenden fortsätter").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Rita själv")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "d2027")
    before = int(page.locator(":focus").input_value())
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_value(str(before - 1))
    page.keyboard.press("Home")
    expect(page.locator(":focus")).to_have_value("0")
    expect(page).to_have_url(re.compile(r"s=d~00"))
    page.close()


def test_measures_are_ticked_and_two_scenarios_stand_side_by_side(site, chromium):
    page = chromium.new_page(viewport=DESK)
    page.goto(f"{site}/{EXPLORE}")
    page.get_by_text("Åtgärder", exact=True).click()
    page.get_by_role("checkbox", name="Industrin blir förnybar i EU:s takt").check()
    expect(page).to_have_url(re.compile("s=m~ri$"))
    expect(page.locator("[data-saved=industry-renewable]")).to_contain_text("ton")
    page.get_by_role("link", name="Behåll den här").click()
    arrived(page, re.compile("t=m~ri"))
    page.get_by_role("radio", name="Samma procent varje år").check()
    page.get_by_role("slider", name="Minskning varje år").fill("8")
    expect(page).to_have_url(re.compile(r"s=c~80.m~ri&t=m~ri$"))
    table = page.get_by_role("group", name="Sida vid sida")
    expect(table.locator("[data-cell=days]")).to_contain_text(page.locator("[data-fact=days] b").inner_text())
    page.get_by_role("link", name="Sluta jämföra").click()
    expect(page).to_have_url(re.compile(r"s=c~80.m~ri$"))
    page.close()


def test_a_wrong_target_is_said_and_the_last_answer_stays(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/{EXPLORE}?s=g~2030~850~1990")
    said = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("till år").fill("1999")
    expect(page.get_by_role("alert")).to_contain_text("”1999” går inte att använda som målår")
    expect(page.get_by_role("heading", level=1)).to_have_text(said)
    page.close()


def test_nothing_typed_leaves_the_browser(site, chromium):
    page = chromium.new_page()
    budget = page.request.get(f"{site}/api/v1/areas/SE-0480/budget").json()
    page.goto(f"{site}/{FOOTPRINT}", wait_until="networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Kilometer med bil").fill("12 000")
    page.get_by_label("Liter per 100 kilometer").fill("7,5")
    page.get_by_label("Kilometer med flyg, utomlands").fill("5000")
    expect(page.locator("[data-own]")).to_have_text("2,12 t CO₂")  # 120 x 7.5 x 2.35 kg
    expect(page.locator("[data-air]")).to_contain_text("0,67 ton koldioxidekvivalenter")
    years = f"{budget['remaining_t'] / budget['persons'] / 2.115:.1f}".replace(".", ",")
    expect(page.locator("[data-years]")).to_contain_text(f"räcker din del av det som är kvar i {years} år")
    page.get_by_label("Ton fossil koldioxid här, förra året").fill("1000")
    page.get_by_label("Din plan: procent mindre varje år").fill("5")
    expect(page.locator("[data-share]")).to_have_text("0,6\u00a0%")
    expect(page.locator("[data-fits]")).to_contain_text("långsammare än områdets takt")
    page.get_by_label("Din plan: procent mindre varje år").press("Enter")
    page.get_by_label("Din plan: procent mindre varje år").fill("fem")
    expect(page.get_by_role("alert").filter(has_text="högst 100 procent")).to_be_visible()
    assert asked == []
    assert page.url == f"{site}/{FOOTPRINT}"
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie].join()") == "0,0,"
    page.close()


def test_without_script_the_page_says_what_each_persons_part_is(site, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{FOOTPRINT}")
    expect(page.get_by_text("eftersom inget du skriver skickas till oss")).to_be_visible()
    expect(page.get_by_role("region", name="För var och en som bor här")).to_contain_text("3,3 ton")
    context.close()
