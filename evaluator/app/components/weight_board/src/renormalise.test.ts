import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { moved, Range } from "./renormalise";

const wide = (n: number): Range[] => Array.from({ length: n }, () => [0, 1000]);

test("others follow in proportion and make 100.0", () => {
  assert.deepEqual(moved([250, 250, 200, 200, 100], 0, 600, new Set(), wide(5)), [600, 133, 107, 107, 53]);
});

test("locked ones stay, the moved one is cut to what they leave", () => {
  assert.deepEqual(moved([250, 250, 200, 200, 100], 0, 990, new Set([1]), wide(5)), [750, 250, 0, 0, 0]);
});

test("a range holds", () => {
  assert.deepEqual(moved([400, 300, 300], 0, 900, new Set(), [[0, 700], [200, 1000], [0, 1000]]), [700, 200, 100]);
});

test("vectors from the engine", { skip: !process.env.VECTORS && "no vectors given" }, () => {
  const all = JSON.parse(readFileSync(process.env.VECTORS as string, "utf8"));
  for (const one of all.moves) assert.deepEqual(moved(one.weights, one.which, one.value, new Set(one.locked), one.ranges), one.result);
});
