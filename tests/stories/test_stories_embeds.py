"""An officer builds a snippet and puts it on a page of another origin, where it behaves."""

import functools
import http.server
import re

import pytest
from attended import attended
from playwright.sync_api import expect
from stories.walking import arrived, axe_in, fits, nothing_for_axe
from waiting import until


@pytest.fixture
def foreign(tmp_path):
    """Another origin: a folder of pages on a port of its own, under a strict policy that lets the site in."""
    pages = tmp_path / "foreign"
    pages.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def end_headers(self):
            site = getattr(self.server, "lets_in", "")
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {site}; frame-src {site}; connect-src {site}; style-src {site}; "
                f"img-src {site} data:",
            )
            super().end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=pages))

    def put(site: str, body: str) -> str:
        server.lets_in = site
        head = '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Kommunen</title></head>'
        text = f"{head}<body><main><h1>Kommunen</h1>{body}</main></body></html>"
        (pages / "index.html").write_text(text, encoding="utf-8")
        return f"http://127.0.0.1:{server.server_port}/index.html"

    with attended(server):
        yield put


def _heard(page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def _takes_the_height_it_needs(page, index: int) -> None:
    """Wait until a frame is as high as the document in it, to a pixel: it says its height anew whenever that changes."""
    frame, within = page.locator("iframe").nth(index), page.frames[index + 1]
    within.wait_for_load_state()
    needed = "document.documentElement.getBoundingClientRect().height"
    until(
        lambda: abs(frame.bounding_box()["height"] - within.evaluate(needed)) <= 1.5,
        f"frame {index} to be as high as its document",
    )


def test_frames_on_a_foreign_page_take_the_height_they_need(site, chromium, foreign):
    builder = chromium.new_page()
    snippets = []
    for query in ("figure=headline", "figure=dots&limit=1.5", "figure=sectors&theme=dark"):
        builder.goto(f"{site}/sv/se/nykoping/embed/?{query}")
        snippets.append(builder.get_by_label("Ram", exact=True).input_value().replace('loading="lazy" ', ""))
    builder.close()
    page = chromium.new_page(viewport={"width": 900, "height": 900})
    said = _heard(page)
    page.goto(foreign(site, "".join(snippets)), wait_until="networkidle")
    frames = page.locator("iframe")
    expect(frames).to_have_count(3)
    for index in range(3):
        frame = frames.nth(index)
        frame.scroll_into_view_if_needed()
        _takes_the_height_it_needs(page, index)
        assert frame.get_attribute("title").startswith("Nyköping: ")
    before = frames.nth(0).bounding_box()["height"]
    frames.nth(0).scroll_into_view_if_needed()
    page.set_viewport_size({"width": 360, "height": 900})
    page.wait_for_function("height => document.querySelector('iframe').offsetHeight > height + 20", arg=before)
    # This page allows no style attribute, which valid HTML needs for a frame without border: the script has set it all the same.
    assert {text.split(" violates ")[0] for text in said} == {"Applying inline style"}
    found = axe_in(page).run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.context.cookies() == []
    page.close()


def test_a_message_of_another_origin_changes_nothing(site, chromium, foreign):
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    frame = f'<iframe src="{site}/embed/headline/SE-0480" title="x" width="100%" height="150"></iframe>'
    page.goto(foreign(site, f'{frame}<script async src="{site}/embed/embed.js"></script>'), wait_until="networkidle")
    own = page.locator("iframe")
    expect(own).to_have_attribute("style", re.compile("height"))
    _takes_the_height_it_needs(page, 0)
    height = own.bounding_box()["height"]
    page.evaluate(
        """async () => {
          const done = new Promise((heard) => addEventListener("message", heard, { once: true }));
          postMessage({ type: "climate-visualizer:height", height: 9000 }, "*");
          await done;
        }"""
    )
    assert own.bounding_box()["height"] == height
    page.frames[1].evaluate('parent.postMessage({ type: "climate-visualizer:height", height: "tall" }, "*")')
    page.frames[1].evaluate('parent.postMessage({ type: "climate-visualizer:height", height: 1e9 }, "*")')
    page.frames[1].evaluate('parent.postMessage({ type: "climate-visualizer:height", height: 777 }, "*")')
    page.wait_for_function("document.querySelector('iframe').offsetHeight >= 777")
    assert own.bounding_box()["height"] < 900
    page.close()


def test_the_element_draws_the_figure_into_the_page_itself(site, chromium, foreign):
    page = chromium.new_page(viewport={"width": 900, "height": 900})
    said = _heard(page)
    body = (
        '<climate-budget area="SE-0480" figure="history" colour="1155aa" limit="1.7"></climate-budget>'
        '<climate-budget area="SE-04" figure="dots" language="en" theme="dark"></climate-budget>'
        '<climate-budget area="SE-9999"></climate-budget>'
        f'<img src="{site}/badge/SE-0480.svg" alt="Nyköpings budget">'
        f'<script async src="{site}/embed/embed.js"></script>'
    )
    page.goto(foreign(site, body), wait_until="networkidle")
    expect(page.locator("climate-budget").nth(0).get_by_role("img")).to_be_visible()
    expect(
        page.locator("climate-budget").nth(1).get_by_text("Each dot is").or_(page.get_by_role("img").nth(1))
    ).to_be_visible()
    expect(page.locator("climate-budget").nth(2)).to_contain_text("SE-9999")
    link = page.locator("climate-budget").nth(0).get_by_role("link")
    assert "limit=1.7" in link.get_attribute("href")
    page.wait_for_function("document.querySelector('climate-budget').offsetHeight > 200")
    assert [text for text in said if "404" not in text] == []
    found = axe_in(page).run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_builder_works_with_and_without_script(site, chromium, script):
    context = chromium.new_context(java_script_enabled=script, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{site}/sv/se/nykoping/")
    if not script:
        page.get_by_role("heading", name="Ta med det härifrån").click()
    page.get_by_role("link", name="Visa den på din egen webbplats").click()
    arrived(page, re.compile("embed/"))
    page.get_by_label("Fyra siffror").check()
    if not script:
        page.get_by_role("button", name="Visa").click()
    expect(page).to_have_url(re.compile("figure=findings"))
    expect(page.frame_locator("iframe").get_by_text("finns kvar att släppa ut")).to_be_visible()
    assert "/embed/findings/SE-0480" in page.get_by_label("Ram", exact=True).input_value()
    if script:
        page.get_by_role("button", name="Kopiera").first.click()
        expect(page.get_by_role("button", name="Kopierat")).to_be_visible()
    context.close()


def test_axe_finds_nothing_in_any_frame(site, chromium):
    page = chromium.new_page()
    paths = ["embed/dots/SE-0480?colour=ffdd00", "embed/history/SE-04"]
    paths += ["embed/sectors/SE?colour=1155aa", "embed/waiting/SE-0480", "embed/findings/SE-0480", "embed/dots/SE-9"]
    paths += ["embed/headline/SE-0480", "embed/group?areas=SE-0480,SE-0481&language=en", "embed/group?areas=SE-0480"]
    for path in paths:
        page.goto(f"{site}/{path}")
        fits(page)
        nothing_for_axe(page)
    page.close()
