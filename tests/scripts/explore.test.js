import assert from "node:assert/strict";
import test from "node:test";
import { loaded } from "./empty_browser.js";

const { address, grouped, place, retold, stroked } = await loaded("explore");
const FRAME = { left: 40, right: 640, first: 2026, last: 2050, bottom: 300, top: 20, high: 200_000, now: 160_000 };

test("a place of the chart is a year and per cent of this year's emissions", () => {
  assert.deepEqual(place(FRAME, 40, 300), { year: 2026, level: 0 });
  assert.deepEqual(place(FRAME, 640, 20), { year: 2050, level: 125 });
  assert.deepEqual(place(FRAME, 340, 160), { year: 2038, level: 63 }); // 62.5, rounded
  assert.deepEqual(place(FRAME, 40, 580), { year: 2026, level: -125 }); // below the floor: the handle stops at 0
});

test("a stroke sets the years that it passes on a straight line, and those next to its ends", () => {
  const [from, to] = [
    { year: 2030, level: 80 },
    { year: 2040, level: 20 },
  ];
  for (let year = 2030; year <= 2040; year += 1) {
    const level = 80 - 6 * (year - 2030);
    assert.equal(stroked(from, to, year, 150), level);
    assert.equal(stroked(to, from, year, 150), level, "in either direction");
  }
  assert.equal(stroked(from, to, 2029, 150), 80);
  assert.equal(stroked(from, to, 2041, 150), 20);
  assert.equal(stroked({ year: 2030.5, level: 80 }, to, 2029, 150), 80, "a year and a half away");
  assert.equal(stroked(from, { year: 2039.5, level: 20 }, 2041, 150), 20);
  assert.equal(stroked(from, to, 2028, 150), null);
  assert.equal(stroked(from, to, 2042, 150), null);
});

test("a touch without a stroke sets what is under it, between nothing and the most that a handle has", () => {
  const touch = (level) => ({ year: 2035.4, level });
  assert.equal(stroked(touch(55), touch(55), 2035, 150), 55);
  assert.equal(stroked(touch(-9), touch(-9), 2036, 150), 0);
  assert.equal(stroked(touch(400), touch(400), 2034, 150), 150);
  assert.equal(stroked(touch(55), touch(55), 2037, 150), null);
});

test("numbers are grouped in threes from the right", () => {
  const english = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  for (let value = 0.4; value < 1e12; value = value * 3 + 1) assert.equal(grouped(value, ","), english.format(value));
  assert.equal(grouped(1234567, "\u202f"), "1\u202f234\u202f567");
  assert.equal(grouped(-1234, " "), "-1 234");
  assert.equal(grouped(-123, " "), "-123");
});

test("what is read out keeps names and order, and takes the new amounts of the lines that the chart has", () => {
  const told = [
    {
      name: "2026",
      at: 2026,
      lines: [
        ["Scenario", "1"],
        ["Budget", "2"],
      ],
    },
    {
      name: "2027",
      at: 2027,
      lines: [
        ["Scenario", "3"],
        ["Budget", "4"],
      ],
    },
  ];
  const before = structuredClone(told);
  const said = retold(told, [[10, 20], null, [30, 40]], (tonnes) => `${tonnes} t`);
  assert.deepEqual(
    said.map((one) => one.lines),
    [
      [
        ["Scenario", "10 t"],
        ["Budget", "30 t"],
      ],
      [
        ["Scenario", "20 t"],
        ["Budget", "40 t"],
      ],
    ],
  );
  assert.deepEqual(
    said.map(({ name, at }) => [name, at]),
    [
      ["2026", 2026],
      ["2027", 2027],
    ],
  );
  assert.deepEqual(told, before);
});

test("an address keeps the tildes of a scenario, and says the same when it is read again", () => {
  const query = new URLSearchParams({ s: "c~100.m~solar", t: "a b&c=d" });
  assert.ok(address(query).startsWith("?s=c~100.m~solar&"));
  assert.deepEqual([...new URLSearchParams(address(query))], [...query]);
});
