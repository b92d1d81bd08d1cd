// Ranking all regions again while a handle moves. The same formula as evaluator/scoring/preview.py.

export interface Scores {
  kind: "linear" | "log";
  n: number;
  k: number;
  x: Float64Array; // child by child, NaN where missing
  coverage: Float64Array | null; // null: 1 throughout
  a: Float64Array;
  b: Float64Array;
  c: Float64Array;
  parents: string;
  minCoverage: number;
  rescaled: boolean;
  decimals: number;
}

/** Round half away from zero, as the engine does. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  const size = Math.floor(Math.abs(value) * scale + 0.5) / scale;
  return value < 0 ? -size : size;
}

export function totals(s: Scores, weights: number[]): Float64Array {
  const out = new Float64Array(s.n);
  const w = weights.map((one) => one / 1000);
  const whole = w.reduce((sum, one) => sum + one, 0);
  for (let i = 0; i < s.n; i++) {
    let upper = 0, lower = 0, covered = 0, any = false, lost = false;
    for (let c = 0; c < s.k; c++) {
      covered += w[c] * (s.coverage ? s.coverage[c * s.n + i] : 1);
      if (w[c] <= 0) continue;
      let x = s.x[c * s.n + i];
      if (x !== x) {
        if (s.parents === "fail") lost = true;
        if (s.parents !== "zero") continue;
        x = 0;
      }
      any = true;
      upper += w[c] * x;
      lower += w[c];
    }
    if (!any || rounded(covered / (whole > 0 ? whole : 1), 12) < s.minCoverage - 1e-9) lost = true;
    const value = s.a[i] + s.b[i] * (s.rescaled ? upper / lower : upper);
    out[i] = lost ? s.c[i] : s.kind === "log" ? Math.exp(value) : value;
  }
  return out;
}

/** What each child adds to one region's total, and what all else adds; under logarithms shares of the logarithm. */
export function parts(s: Scores, weights: number[], i: number, total: number): { own: number[]; rest: number } {
  const own = weights.map((w, c) => {
    const x = s.x[c * s.n + i];
    return w > 0 && x === x ? (w / 1000) * x : 0;
  });
  let lower = 1;
  if (s.rescaled) {
    const there = (c: number) => s.parents === "zero" || s.x[c * s.n + i] === s.x[c * s.n + i];
    lower = weights.reduce((sum, w, c) => sum + (there(c) ? w / 1000 : 0), 0);
  }
  const shares = own.map((one) => (lower > 0 ? (s.b[i] * one) / lower : 0));
  const whole = s.a[i] + shares.reduce((sum, one) => sum + one, 0);
  const scale = whole > 0 ? total / whole : 0; // 1 for sums, but for rounding
  return { own: shares.map((one) => one * scale), rest: total - shares.reduce((sum, one) => sum + one * scale, 0) };
}

export interface Ranked {
  order: number[]; // positions of the first regions, best first
  rank: Map<number, number>;
  tied: Set<number>; // those of `rank` that share their place
  total: Float64Array;
}

/** The first `most` regions, and the place of one more. */
export function ranked(s: Scores, weights: number[], most: number, also: number): Ranked {
  const total = totals(s, weights);
  for (let i = 0; i < s.n; i++) total[i] = rounded(total[i], s.decimals);
  const known: number[] = [];
  for (let i = 0; i < s.n; i++) if (total[i] === total[i]) known.push(i);
  known.sort((i, j) => total[j] - total[i] || i - j);
  const rank = new Map<number, number>();
  const tied = new Set<number>();
  let place = 0;
  for (let at = 0; at < known.length; at++) {
    const value = total[known[at]];
    if (at === 0 || value !== total[known[at - 1]]) place = at + 1;
    if (at >= most && known[at] !== also) continue;
    rank.set(known[at], place);
    if (place <= at || (at + 1 < known.length && total[known[at + 1]] === value)) tied.add(known[at]);
  }
  return { order: known.slice(0, most), rank, tied, total };
}

/** Numbers as they travel: base64 of little-endian doubles. */
export function decoded(text: string): Float64Array {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return new Float64Array(bytes.buffer);
}
