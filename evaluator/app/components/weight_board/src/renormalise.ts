// Moving one weight among its siblings, in whole tenths of a percent. The same, step by step, as
// evaluator/app/weights.py; shared vectors hold the two equal.

export const TENTHS = 1000;
export type Range = [number, number];

/** Whole-number division that rounds down; all numbers here are below 2^53. */
const floorDiv = (a: number, b: number): number => Math.floor(a / b);

export function moved(weights: number[], which: number, value: number, locked: Set<number>, ranges: Range[]): number[] {
  const free = weights.map((_, i) => i).filter((i) => i !== which && !locked.has(i));
  let room = TENTHS;
  for (const i of locked) if (i !== which) room -= weights[i];
  const sum = (end: 0 | 1) => free.reduce((total, i) => total + ranges[i][end], 0);
  const low = Math.max(ranges[which][0], room - sum(1));
  const high = Math.min(ranges[which][1], room - sum(0));
  const result = weights.slice();
  if (low > high) return result;
  result[which] = Math.max(low, Math.min(value, high));
  const shared = spread(free.map((i) => weights[i]), room - result[which], free.map((i) => ranges[i]));
  free.forEach((i, k) => (result[i] = shared[k]));
  return result;
}

export function spread(shares: number[], total: number, ranges: Range[]): number[] {
  const result = shares.map(() => 0);
  let left = shares.map((_, i) => i);
  let rest = total;
  while (left.length) {
    const whole = left.reduce((sum, i) => sum + shares[i], 0);
    const by = whole || left.length;
    const part = (i: number) => (whole ? rest * shares[i] : rest);
    const below = left.filter((i) => part(i) < ranges[i][0] * by);
    const above = left.filter((i) => part(i) > ranges[i][1] * by);
    const lack = below.reduce((sum, i) => sum + ranges[i][0] * by - part(i), 0);
    const much = above.reduce((sum, i) => sum + part(i) - ranges[i][1] * by, 0);
    const held = [...(lack >= much ? below : []), ...(much >= lack ? above : [])];
    if (!held.length) {
      for (const i of left) result[i] = floorDiv(part(i), by);
      const spare = rest - left.reduce((sum, i) => sum + result[i], 0);
      const remainder = (i: number) => part(i) - result[i] * by;
      const order = left.slice().sort((i, j) => remainder(j) - remainder(i) || i - j);
      for (const i of order.slice(0, spare)) result[i] += 1;
      return result;
    }
    for (const i of held) result[i] = below.includes(i) ? ranges[i][0] : ranges[i][1];
    for (const i of held) rest -= result[i];
    left = left.filter((i) => !held.includes(i));
  }
  return result;
}
