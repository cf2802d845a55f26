import assert from "node:assert/strict";
import test from "node:test";
import { loaded } from "./empty_browser.js";

const { plain } = await loaded("area");

test("a link is followed by the browser itself where a reader wants another tab or a file", () => {
  const click = { button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false };
  assert.equal(plain(click), true);
  for (const other of [{ button: 1 }, { metaKey: true }, { ctrlKey: true }, { shiftKey: true }, { altKey: true }])
    assert.equal(plain({ ...click, ...other }), false);
});
