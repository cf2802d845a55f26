"""Labels in a real browser: none lies on another or outside its picture, at three widths and on paper."""

import pytest

PATHS = (
    "/sv/se/nykoping/",
    "/sv/se/stockholm/",
    "/sv/se/sverige/?limit=1.5",
    "/en/se/upplands-bro/",
    "/fi/se/gotland/",
)
# A font's box is a little higher than its letters, so that two may touch by three pixels.
MEETING = """() => [...document.querySelectorAll('.chart svg')].filter((svg) => svg.getClientRects().length).flatMap((svg) => {
  const whole = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const leaves = (box) => box.left < whole.left - 1.5 || box.right > whole.right + 1.5 || box.bottom > whole.bottom + 1.5;
  const meet = (one, two) => Math.min(one.right, two.right) - Math.max(one.left, two.left) > 1
    && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 3;
  const after = (at, box) => texts.slice(at + 1).filter(([, other]) => meet(box, other));
  const pairs = texts.flatMap(([said, box], at) => after(at, box).map(([other]) => `${said} | ${other}`));
  return [...texts.filter(([, box]) => leaves(box)).map(([said]) => `${said} leaves its picture`), ...pairs];
})"""


LOOKS = ((1280, "screen"), (390, "screen"), (320, "screen"), (718, "print"))


@pytest.mark.parametrize("path", PATHS)
def test_no_label_lies_on_another_or_outside_its_picture(site, chromium, path):
    page = chromium.new_page(viewport={"width": LOOKS[0][0], "height": 900})
    page.goto(site + path)  # once: as wide as a desk, where every chart is unfolded and stays so
    assert page.evaluate("document.querySelectorAll('.chart svg text').length") > 20
    for width, medium in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media=medium)
        assert page.evaluate(MEETING) == [], (width, medium)
    page.close()
