import assert from "node:assert/strict";
import test from "node:test";
import { loaded } from "./empty_browser.js";

const { areaAt, within } = await loaded("find_place");
const square = (left, low, size) => [
  [left, low],
  [left + size, low],
  [left + size, low + size],
  [left, low + size],
  [left, low],
];

test("a position lies within a shape, not in its holes, and in any of its parts", () => {
  const shape = { coordinates: [[square(0, 0, 10), square(4, 4, 2)], [square(20, 0, 5)]] };
  const inside = ([x, y]) =>
    (x > 0 && x < 10 && y > 0 && y < 10 && !(x > 4 && x < 6 && y > 4 && y < 6)) || (x > 20 && x < 25 && y > 0 && y < 5);
  for (let x = -1.5; x < 30; x += 1)
    for (let y = -1.5; y < 12; y += 1) assert.equal(within([x, y], shape), inside([x, y]), `${x}, ${y}`);
});

test("a shape of slanting sides, and an area without a shape", () => {
  const triangle = {
    coordinates: [
      [
        [
          [0, 0],
          [10, 0],
          [0, 10],
          [0, 0],
        ],
      ],
    ],
  };
  assert.equal(within([4.9, 4.9], triangle), true);
  assert.equal(within([5.1, 5.1], triangle), false);
  assert.equal(within([1, 1], null), false);
  const diamond = {
    coordinates: [
      [
        [
          [-5, 0],
          [0, 5],
          [5, 0],
          [0, -5],
          [-5, 0],
        ],
      ],
    ],
  };
  for (const x of [-6, -4, 0, 4, 6])
    assert.equal(within([x, 0], diamond), Math.abs(x) < 5, "at the height of a corner");
});

test("the area of a position is the smallest: one that holds no other", () => {
  const area = (id, parent, ring) => ({
    id,
    properties: { parent_id: parent },
    geometry: ring && { coordinates: [[ring]] },
  });
  const outlines = [
    area("SE", "", square(0, 0, 100)),
    area("SE-04", "SE", square(0, 0, 50)),
    area("SE-0480", "SE-04", square(0, 0, 20)),
    area("SE-0481", "SE-04", square(20, 0, 20)),
    area("SE-0482", "SE-04", null),
  ];
  assert.equal(areaAt([5, 5], outlines)?.id, "SE-0480");
  assert.equal(areaAt([25, 5], outlines)?.id, "SE-0481");
  assert.equal(areaAt([90, 90], outlines), undefined, "in no municipality");
});
