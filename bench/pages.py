"""What an area's and a sector's page weigh and how long they take, cold and kept: the numbers that the site promises."""

from __future__ import annotations

import gzip
import re
import statistics

from shared import ROOT, forget, say, served, site, starter, timed

STATIC = ROOT / "climate_visualizer" / "web" / "static"
PAGES = {
    "area page": "/sv/se/nykoping/",
    "area page, overdrawn": "/sv/se/nykoping/?limit=1.5",
    "the nation's page": "/sv/se/sverige/",
    "sector page": "/sv/se/nykoping/sectors/transport/",
}
FILES = ("dots.svg", "history.svg", "cumulative.svg", "history.png", "history.chart")


def _packed(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), 6))


def _weight(body: bytes) -> str:
    head = gzip.decompress(body).decode().partition("</head>")[0]
    names = [name.rpartition("/")[2] for name in re.findall(r'(?:src|href)="/static/([^"]+)"', head)]
    sheets = sum(_packed(name) for name in names if name.endswith(".css"))
    scripts = sum(_packed(name) for name in names if name.endswith(".js"))
    return f"{len(body)} + {sheets} + {scripts} = {len(body) + sheets + scripts} bytes"


def pages() -> None:
    """Weight and time of each page, and the time of each figure as a file."""
    from django.test import Client

    client = Client(headers={"accept-encoding": "gzip"})

    def cold(address: str) -> bytes:
        forget()
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return bytes(response.content)

    for name, address in PAGES.items():
        say(f"{name}, gzipped: HTML with pictures + CSS + script", _weight(cold(address)))
        median, p95 = timed(lambda address=address: cold(address), 15)
        say(f"{name}, nothing kept", f"median {median:.0f} ms, p95 {p95:.0f} ms")
        median, p95 = timed(lambda address=address: client.get(address), 200)
        say(f"{name}, kept", f"median {median:.2f} ms, p95 {p95:.2f} ms")
    for name in FILES:
        median, p95 = timed(lambda name=name: cold(f"/sv/se/nykoping/{name}"), 5)
        say(f"{name}, nothing kept", f"median {median:.0f} ms, p95 {p95:.0f} ms")
    for label, files in (("moving dots", ("dots.js",)), ("reading a chart", ("chart.js",))):
        say(f"{label}, loaded when asked for, gzipped", f"{sum(map(_packed, files))} bytes")


SHIFT = """window.seen = {shift: 0, long: 0};
const watch = (type, add) => new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({type, buffered: true});
watch('layout-shift', (one) => { seen.shift += one.value; });
watch('longtask', (one) => { seen.long += Math.max(one.duration - 50, 0); });"""
FLIGHT = (
    "() => document.querySelector('article').addEventListener('moved', (event) => { window.flight = event.detail; })"
)


def browser(address: str) -> None:
    """First paint, blocking and shift from a real browser on a four times slower processor; then dots in flight."""
    import shutil

    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.add_init_script(SHIFT)
        page.goto(f"{address}/sv/se/nykoping/", wait_until="networkidle")
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        seen = page.evaluate("window.seen")
        say("area page on a phone, 4 x slower: first contentful paint", f"{paint:.0f} ms")
        say("the same: total blocking time; layout shift", f"{seen['long']:.0f} ms; {seen['shift']:.3f}")
        page.evaluate(FLIGHT)
        page.locator("#dots").scroll_into_view_if_needed()
        page.get_by_role("group", name="Gräns för uppvärmningen").get_by_role("link", name="1,5°").evaluate(
            "one => one.click()"
        )
        expect(page.locator("h1")).to_contain_text("1,5-gradersbudget")
        expect(page.locator(".flight")).to_have_count(0)
        flight = page.evaluate("window.flight")
        steps = sorted(later - earlier for earlier, later in zip(flight["frames"], flight["frames"][1:], strict=False))
        say(
            f"{flight['moved']} dots in flight: {len(steps)} frames",
            f"median {statistics.median(steps):.1f} ms, p95 {steps[int(len(steps) * 0.95)]:.1f} ms a frame",
        )
        chromium.close()


def main() -> None:
    with site() as var:
        starter(var)
        pages()
        with served(var) as port:
            browser(f"http://127.0.0.1:{port}")


if __name__ == "__main__":
    main()
