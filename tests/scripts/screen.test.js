import assert from "node:assert/strict";
import test from "node:test";
import { loaded, nothing } from "./empty_browser.js";

const { held, turned } = await loaded("screen", nothing);

test("a slide is held as long as the address asks, between a second and an hour", () => {
  assert.equal(held("?hold=20"), 20_000);
  assert.equal(held("?limit=1.5&hold=1"), 1000);
  assert.equal(held("?hold=3600"), 3_600_000);
  for (const query of ["", "?hold=", "?hold=0", "?hold=-5", "?hold=3601", "?hold=soon", "?hold=NaN"])
    assert.equal(held(query), 14_000, query);
});

test("slides go round in both directions", () => {
  assert.deepEqual(
    [-1, 0, 4, 5].map((index) => turned(index, 5)),
    [4, 0, 4, 0],
  );
});
