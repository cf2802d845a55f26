import assert from "node:assert/strict";
import test from "node:test";
import { loaded } from "./empty_browser.js";

const { at, dotsIn, eased, paired, same } = await loaded("dots");
const key = (dot) => `${dot.kind} ${dot.x},${dot.up}`;

/** Chance that is the same in every run: the numbers of Lehmer. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** Different places, of any kind. */
function scattered(below, many) {
  const places = new Map();
  for (let one = 0; one < many; one += 1) {
    const dot = { kind: ["past", "est", "left", "over"][below(4)], x: 6 * below(12), up: 6 * below(8) };
    places.set(`${dot.x},${dot.up}`, dot);
  }
  return [...places.values()];
}

test("a path of rectangles is one dot a tile, counted up from the floor", () => {
  const { dots, floor } = dotsIn([
    ["past", "M0 24V12H12"],
    ["left", "M12 24V18H18M18 12.0V6H24"],
  ]);
  assert.equal(floor, 24);
  assert.deepEqual(
    dots.map(key).sort(),
    ["left 12,0", "left 18,12", "past 0,0", "past 0,6", "past 6,0", "past 6,6"].sort(),
  );
  assert.deepEqual(dotsIn([]), { dots: [], floor: 0 });
});

test("no dot is lost or made on the way: each before and each after is in one move", () => {
  const below = chance(7);
  for (let round = 0; round < 60; round += 1) {
    const [before, after] = [scattered(below, below(40)), scattered(below, below(40))];
    const moves = paired(before, after);
    assert.deepEqual(moves.flatMap(([from]) => (from ? [key(from)] : [])).sort(), before.map(key).sort());
    assert.deepEqual(moves.flatMap(([, to]) => (to ? [key(to)] : [])).sort(), after.map(key).sort());
    assert.equal(moves.length, Math.max(before.length, after.length), "as few as can be");
  }
});

test("who can stay stays, and a free place of the same kind goes before another", () => {
  const below = chance(11);
  for (let round = 0; round < 60; round += 1) {
    const [before, after] = [scattered(below, 30), scattered(below, 30)];
    const moves = paired(before, after);
    const kept = new Set(after.map((dot) => `${dot.x},${dot.up}`));
    for (const [from, to] of moves)
      if (from && kept.has(`${from.x},${from.up}`)) assert.deepEqual([to.x, to.up], [from.x, from.up]);
    const moved = moves.filter(([from, to]) => from && to && (from.x !== to.x || from.up !== to.up));
    const crossed = moved.filter(([from, to]) => from.kind !== to.kind);
    for (const [from] of crossed)
      for (const [, to] of crossed)
        assert.notEqual(from.kind, to.kind, "two that change kind could have been one that does not");
  }
});

test("a dot that changes its place or its kind flies, and so does one that comes or goes", () => {
  const dot = { kind: "past", x: 12, up: 18 };
  assert.ok(same([dot, { ...dot }]));
  for (const other of [{ ...dot, x: 6 }, { ...dot, up: 12 }, { ...dot, kind: "left" }, null]) {
    assert.ok(!same([dot, other]));
    assert.ok(!same([other, dot]));
  }
});

test("a flight begins at the old place, ends at the new one, and is as slow at both ends", () => {
  assert.deepEqual([0, 0.5, 1].map(eased), [0, 0.5, 1]);
  for (let t = 0; t < 1; t += 0.05) {
    assert.ok(eased(t + 0.05) > eased(t));
    assert.ok(Math.abs(eased(t) + eased(1 - t) - 1) < 1e-12);
  }
  const [from, to] = [
    { kind: "past", x: 0, up: 6 },
    { kind: "left", x: 60, up: 36 },
  ];
  assert.deepEqual(at([from, to], 0), { ...from, alpha: 1 });
  assert.deepEqual(at([from, to], 1), { ...to, alpha: 1 });
  assert.deepEqual(at([from, to], 0.25), { kind: "past", x: 15, up: 13.5, alpha: 1 });
});

test("a dot without a place sinks out of sight, and a new one comes down from above", () => {
  const dot = { kind: "past", x: 12, up: 18 };
  assert.deepEqual(at([dot, null], 0), { ...dot, alpha: 1 });
  assert.deepEqual(at([dot, null], 1), { ...dot, up: 0, alpha: 0 });
  assert.ok(at([null, dot], 0).up > dot.up);
  assert.equal(at([null, dot], 0).alpha, 0);
  assert.deepEqual(at([null, dot], 1), { ...dot, alpha: 1 });
});
