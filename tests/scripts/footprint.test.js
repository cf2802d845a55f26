import assert from "node:assert/strict";
import test from "node:test";
import { loaded, nothing } from "./empty_browser.js";

const { filled, groupsByComma, numberOf, ownTonnes, summed } = await loaded("footprint", nothing);

test("a number is read as the page's language writes it", () => {
  const written = [
    ["", 0, 0],
    ["  ", 0, 0],
    ["12", 12, 12],
    ["12,5", 12.5, 12.5],
    ["12.5", 12.5, 12.5],
    [".5", 0.5, 0.5],
    ["1 234,5", 1234.5, 1234.5],
    ["1\u202f234", 1234, 1234],
    ["1\u00a0234\u00a0567", 1234567, 1234567],
    ["1,234", 1.234, 1234],
    ["1,234,567.5", NaN, 1234567.5],
    ["1,2345", 1.2345, 1.2345],
  ];
  for (const [text, swedish, english] of written) {
    assert.equal(numberOf(text, false), swedish, text);
    assert.equal(numberOf(text, true), english, text);
  }
});

test("what is no number, or below zero, is none", () => {
  for (const text of ["-1", "1e5", "1.2.3", ".", "5.", "ten", "∞", "0x10", "1/2"]) {
    assert.ok(Number.isNaN(numberOf(text, false)), text);
    assert.ok(Number.isNaN(numberOf(text, true)), text);
  }
});

test("of the site's languages English alone parts thousands by commas", () => {
  assert.deepEqual(["en", "sv", "nb", "de", "fi"].map(groupsByComma), [true, false, false, false, false]);
});

test("a person's tonnes: who shares a car or a home shares what it emits", () => {
  const alone = { kilometres: 10_000, consumption: 5, sharing: 1, oil: 1000, gas: 2000, persons: 1 };
  const [petrol, oil, gas] = [2.4, 2.7, 0.2]; // kilograms a litre, a litre, a kilowatt-hour
  assert.ok(Math.abs(ownTonnes(alone, petrol, oil, gas) - (1.2 + 2.7 + 0.4)) < 1e-12);
  assert.ok(Math.abs(ownTonnes({ ...alone, sharing: 2 }, petrol, oil, gas) - (0.6 + 3.1)) < 1e-12);
  assert.ok(Math.abs(ownTonnes({ ...alone, persons: 4 }, petrol, oil, gas) - (1.2 + 3.1 / 4)) < 1e-12);
  assert.equal(ownTonnes({ ...alone, kilometres: 0, oil: 0, gas: 0 }, petrol, oil, gas), 0);
});

test("years of the same cut sum up to the geometric series, which begins with a year that is cut", () => {
  for (const cut of [0.01, 0.12, 0.5, 0.99])
    for (const years of [1, 2, 25]) {
      const part = 1 - cut;
      const series = (700 * part * (1 - part ** years)) / (1 - part);
      assert.ok(Math.abs(summed(700, cut, years) - series) < 1e-9 * series);
    }
  assert.equal(summed(700, 0, 25), 700 * 25);
  assert.equal(summed(700, 1, 25), 0);
  assert.equal(summed(700, 0.1, 0), 0);
});

test("a sentence takes its values at every place that names them", () => {
  assert.equal(filled("{years} years, {years}; {cut}", { years: 3, cut: "5 %" }), "3 years, 3; 5 %");
  assert.equal(filled("$& {cut}", { cut: "$1" }), "$& $1");
});
