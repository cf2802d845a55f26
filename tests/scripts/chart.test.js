import assert from "node:assert/strict";
import test from "node:test";
import { loaded } from "./empty_browser.js";

const { aloud, axis, nearest } = await loaded("chart");
const SVG = {
  dataset: { left: "60", right: "660", first: "1990", last: "2050" },
  viewBox: { baseVal: { width: 720 } },
};

test("a year lies where its picture says, as a part of its width", () => {
  const { at } = axis(SVG);
  assert.equal(at(1990), 60 / 720);
  assert.equal(at(2050), 660 / 720);
  assert.equal(at(2020), 360 / 720);
});

test("the place of a year leads back to the year", () => {
  const { at, back } = axis(SVG);
  for (let year = 1980; year <= 2060; year += 0.5) assert.ok(Math.abs(back(at(year)) - year) < 1e-9);
});

test("the reading nearest to a year, and the outermost beyond them", () => {
  const readings = [1990, 2000, 2010, 2015].map((at) => ({ at, name: String(at), lines: [] }));
  for (let year = 1980; year < 2030; year += 0.7) {
    const least = Math.min(...readings.map((one) => Math.abs(one.at - year)));
    assert.equal(Math.abs(readings[nearest(readings, year)].at - year), least);
  }
  assert.equal(nearest(readings, 1995), 0, "the earlier of two that are as near");
  assert.equal(nearest(readings, 0), 0);
  assert.equal(nearest(readings, 3000), 3);
});

test("what is told aloud is every line with its value", () => {
  const one = {
    name: "2030",
    at: 2030,
    lines: [
      ["Trend", "120 t"],
      ["Budget", "80 t"],
    ],
  };
  assert.equal(aloud(one), "2030: Trend 120 t, Budget 80 t");
});
