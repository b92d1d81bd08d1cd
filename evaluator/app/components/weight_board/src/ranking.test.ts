import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parts, ranked, rounded, Scores, totals } from "./ranking";

test("two regions by hand", () => {
  const s: Scores = { kind: "linear", n: 2, k: 2, x: Float64Array.of(60, 50, 40, 70), coverage: null, a: Float64Array.of(0, 0),
    b: Float64Array.of(1, 1), c: Float64Array.of(NaN, NaN), parents: "reweight", minCoverage: 0, rescaled: true, decimals: 9 };
  assert.deepEqual([...totals(s, [500, 500])], [50, 60]);
  assert.deepEqual(ranked(s, [500, 500], 30, -1).order, [1, 0]);
  const met = ranked(s, [750, 250], 1, -1); // they meet at 75.0 %
  assert.deepEqual([[...met.rank.values()], [...met.tied]], [[1], [0]]); // the one in view shares its place with one out of view
  assert.equal(ranked(s, [500, 500], 30, -1).tied.size, 0);
});

test("parts of a total by hand", () => {
  const s: Scores = { kind: "linear", n: 2, k: 2, x: Float64Array.of(60, 50, 40, NaN), coverage: null, a: Float64Array.of(10, 20),
    b: Float64Array.of(0.5, 0.5), c: Float64Array.of(NaN, NaN), parents: "reweight", minCoverage: 0, rescaled: true, decimals: 9 };
  const [first, second] = totals(s, [500, 500]);
  assert.deepEqual(parts(s, [500, 500], 0, first), { own: [15, 10], rest: 10 });
  assert.deepEqual(parts(s, [500, 500], 1, second), { own: [25, 0], rest: 20 });
});

test("half is rounded away from zero", () => assert.deepEqual([rounded(0.5, 0), rounded(-0.5, 0), rounded(2.5, 0)], [1, -1, 3]));

test("vectors from the engine", { skip: !process.env.VECTORS && "no vectors given" }, () => {
  const all = JSON.parse(readFileSync(process.env.VECTORS as string, "utf8"));
  const back = (list: (number | null)[]) => Float64Array.from(list, (one) => one ?? NaN);
  for (const one of all.ranks) {
    const s = { ...one, x: back(one.x), a: back(one.a), b: back(one.b), c: back(one.c), coverage: back(one.coverage) } as Scores;
    const found = ranked(s, one.weights, s.n, -1);
    assert.deepEqual(Array.from({ length: s.n }, (_, i) => found.rank.get(i) ?? 0), one.rank);
    const shares = (i: number) => one.rank[i] > 0 && one.rank.filter((place: number) => place === one.rank[i]).length > 1;
    assert.deepEqual([...found.tied].sort((i, j) => i - j), one.rank.map((_: number, i: number) => i).filter(shares));
  }
});
