import assert from "node:assert/strict";
import test from "node:test";
import { loaded, nothing } from "./empty_browser.js";

const form = new Proxy(nothing, {
  get: (_, name) => (name === "dataset" ? { places: "/places?edition=e" } : nothing),
  set: () => true,
});
const { stepped, suggestions } = await loaded("search", form);

test("arrows go through every suggestion and the box itself, and round", () => {
  const walk = (step, many) => {
    const places = [stepped(-1, step, many)];
    while (places.length <= many) places.push(stepped(places[places.length - 1], step, many));
    return places;
  };
  for (const many of [1, 2, 7]) {
    assert.deepEqual(walk(1, many), [...Array(many).keys(), -1]);
    assert.deepEqual(walk(-1, many), [...Array(many).keys()].reverse().concat(-1));
  }
});

test("a question is asked of the server once, and again after a failure", async () => {
  const asked = [];
  let works = true;
  globalThis.fetch = async (address) => {
    asked.push(address);
    if (!works) throw new TypeError("the network is away");
    return { ok: true, json: async () => [["Örebro", "/sv/se/orebro/", "Sverige", "", "SE-1880"]] };
  };
  assert.equal((await suggestions(" Öre & bro "))[0][4], "SE-1880");
  await suggestions("Öre & bro");
  assert.deepEqual(asked, ["/places?edition=e&q=%C3%96re%20%26%20bro"]);
  assert.deepEqual(await suggestions("   "), []);
  assert.equal(asked.length, 1, "an empty box asks nothing");
  works = false;
  assert.deepEqual(await suggestions("Gotland"), []);
  works = true;
  assert.equal((await suggestions("Gotland")).length, 1);
});

test("an answer that is no success suggests nothing", async () => {
  globalThis.fetch = async () => ({ ok: false, status: 503 });
  assert.deepEqual(await suggestions("Kiruna"), []);
});
