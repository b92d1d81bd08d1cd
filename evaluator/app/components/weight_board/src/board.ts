// The weight board: one row a node, a list that follows the handle. No dependency.

import { moved, Range, TENTHS } from "./renormalise";
import { decoded, parts, ranked, Scores } from "./ranking";

interface Row { name: string; hue: string; published: number; range: Range; first: Range | null; own: Range | null }
interface Packed { kind: "linear" | "log"; n: number; k: number; x: string; coverage: string; a: string; b: string; c: string;
  parents: string; min_coverage: number; rescaled: boolean; decimals: number }
interface Data { node: string; rows: Row[]; weights: number[]; picked: number[] | null; locked: number[]; ack: number; version: string;
  scores: Packed | null; previews: boolean; names: string[] | null; before: number[] | null; names_version: string;
  region: number; list: number; top: number; shown: number; confirmed: Line[];
  words: Record<string, string>; dark: boolean; lang: string }
type Line = [number, number, number, boolean]; // region, place, score, whether the place is shared
interface Component { data: Data; parentElement: HTMLElement | ShadowRoot; setStateValue(name: string, value: unknown): void }
interface Names { names: string[]; before: number[] }

// Scores are sent once a version and kept here, over every re-run and every return to the page.
const store = ((globalThis as Record<string, unknown>).__weightBoard ??= { scores: new Map(), names: new Map() }) as {
  scores: Map<string, Scores>; names: Map<string, Names>;
};
const boards = new WeakMap<object, Board>();
const REST = "#7a8793"; // what the children of other nodes add

function unpacked(p: Packed): Scores {
  return { kind: p.kind, n: p.n, k: p.k, x: decoded(p.x), coverage: p.coverage ? decoded(p.coverage) : null, a: decoded(p.a),
    b: decoded(p.b), c: decoded(p.c), parents: p.parents, minCoverage: p.min_coverage, rescaled: p.rescaled, decimals: p.decimals };
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size > 12) map.delete(map.keys().next().value as string);
}

function made<K extends keyof HTMLElementTagNameMap>(tag: K, name = "", parent?: Node, text = ""): HTMLElementTagNameMap[K] {
  const found = document.createElement(tag);
  if (name) found.className = name;
  if (text) found.textContent = text;
  parent?.appendChild(found);
  return found;
}

const icon = (held: boolean) => `<svg viewBox="0 0 24 24" width="15" height="15" aria-hidden="true" fill="none" stroke="currentColor"
 stroke-width="2.2"><rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V7a4 4 0 0 1 ${held ? "8 0v4" : "7.6-1.6"}"/></svg>`;
const percent = (tenths: number) => (tenths / 10).toFixed(1);
const fill = (text: string, values: Record<string, string | number>) => text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));

class Board {
  data!: Data;
  weights: number[] = [];
  base: number[] = [];
  baseOf = -1;
  seq = 0;
  sent = 0;
  waiting = false;
  dirty = false;
  timer = 0;
  frame = 0;
  shape = "";
  rows: { lock: HTMLButtonElement; box: HTMLInputElement; slider: HTMLInputElement; bar: HTMLElement; less: HTMLButtonElement;
    more: HTMLButtonElement; range: HTMLElement; band: HTMLElement; tri: HTMLElement; pick: HTMLElement; tick: HTMLElement; chosen: HTMLElement }[] = [];
  items: { li: HTMLElement; r: HTMLElement; n: HTMLElement; i: HTMLElement; s: HTMLElement; m: HTMLElement }[] = [];
  locked = new Set<number>();
  root: HTMLElement;
  state!: HTMLElement;
  said!: HTMLElement;
  note!: HTMLElement;
  set!: (name: string, value: unknown) => void;

  constructor(parent: HTMLElement | ShadowRoot) {
    parent.querySelector(".wb-missing")?.remove();
    this.root = made("div", "wb", parent);
  }

  get scores(): Scores | undefined { return this.data.previews ? store.scores.get(this.data.version) : undefined; }
  get names(): Names | undefined { return store.names.get(this.data.names_version); }

  receive(data: Data, set: (name: string, value: unknown) => void): void {
    this.set = set;
    this.data = data;
    if (data.scores) keep(store.scores, data.version, unpacked(data.scores));
    if (data.names && data.before) keep(store.names, data.names_version, { names: data.names, before: data.before });
    if (data.ack > this.seq) this.seq = this.sent = data.ack;
    const shape = JSON.stringify([data.node, data.rows.map((row) => [row.name, row.hue]), data.words, data.dark, data.list]);
    const fresh = shape !== this.shape;
    if (fresh) { this.shape = shape; this.build(); this.baseOf = -1; }
    const answered = data.ack >= this.sent;
    if (answered) { this.waiting = false; clearTimeout(this.timer); }
    if (fresh || (data.ack >= this.seq && !this.dirty)) {
      if (data.weights.join() !== this.weights.join()) this.baseOf = -1;
      this.weights = data.weights.slice();
      this.locked = new Set(data.locked);
      this.draw(true);
      if ((this.data.previews && !this.scores) || !this.names) this.set("need", `${data.version} ${data.names_version} ${Date.now()}`);
    } else if (answered && this.dirty) this.send();
  }

  build(): void {
    const { data, root } = this;
    const w = data.words;
    root.replaceChildren();
    root.classList.toggle("dark", data.dark);
    root.lang = data.lang;
    const grid = made("div", data.list > 10 ? "grid two" : "grid", root);
    const left = made("div", "", grid);
    this.rows = data.rows.map((row, i) => this.row(left, row, i));
    const foot = made("div", "foot", left);
    made("span", "", foot, w.sum);
    this.state = made("span", "state", foot);
    this.note = made("span", "", foot);
    this.said = made("div", "said", left);
    this.said.setAttribute("aria-live", "polite");
    this.items = [];
    if (!data.list) return;
    const right = made("div", "", grid);
    made("div", "title", right, fill(w.list, { n: data.list }));
    const holder = made("div", "list", right);
    holder.tabIndex = 0;
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", fill(w.list, { n: data.list }));
    const list = made("ol", "", holder);
    for (let i = 0; i < data.list; i++) {
      const li = made("li", "", list);
      const [r, n] = [made("span", "r", li), made("span", "n", li)];
      const bar = made("i", "", li);
      bar.setAttribute("aria-hidden", "true");
      this.items.push({ li, r, n, i: bar, s: made("span", "s", li), m: made("span", "m", li) });
    }
  }

  row(parent: Node, row: Row, i: number): Board["rows"][number] {
    const w = this.data.words;
    const box = made("div", "row", parent);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", row.name);
    box.style.setProperty("--hue", row.hue);
    const head = made("div", "head", box);
    const lock = made("button", "", head);
    lock.type = "button";
    lock.setAttribute("aria-label", fill(w.lock, { name: row.name }));
    lock.onclick = () => this.lock(i);
    made("span", "name", head, row.name);
    const tick = made("span", "tick", head, `▲${percent(row.published)}`);
    tick.title = w.published;
    const chosen = made("span", "tick", head);
    chosen.title = w.picked;
    const figures = made("span", "figures", head);
    const less = made("button", "", figures, "−");
    const input = made("input", "", figures);
    const more = made("button", "", figures, "+");
    for (const [button, by, word] of [[less, -1, w.less], [more, 1, w.more]] as const) {
      button.type = "button";
      button.setAttribute("aria-label", fill(word, { name: row.name }));
      button.onclick = () => { this.move(i, this.weights[i] + by); this.commit(i); };
    }
    Object.assign(input, { type: "number", step: "0.1", min: "0", max: "100", inputMode: "decimal" });
    input.setAttribute("aria-label", fill(w.box, { name: row.name }));
    input.onchange = () => {
      const value = Number(input.value);
      if (input.value.trim() === "" || !Number.isFinite(value)) { this.said.textContent = w.bad; this.draw(false); return; }
      this.move(i, Math.round(value * 10));
      this.commit(i);
    };
    const track = made("div", "track", box);
    const rail = made("div", "rail", track);
    const clip = made("div", "clip", rail);
    const bar = made("div", "bar", clip);
    bar.style.background = row.hue;
    if (row.range[0] > 0) Object.assign(made("div", "out", clip).style, { left: "0", width: `${row.range[0] / 10}%` });
    if (row.range[1] < TENTHS) Object.assign(made("div", "out", clip).style, { right: "0", width: `${100 - row.range[1] / 10}%` });
    const band = made("div", "band", rail);
    const tri = made("div", "tri", rail);
    const pick = made("div", "pick", rail, "▽");
    const slider = made("input", "", track);
    Object.assign(slider, { type: "range", min: "0", max: String(TENTHS), step: "1" });
    slider.setAttribute("aria-label", row.name);
    slider.oninput = () => this.move(i, Number(slider.value));
    slider.onchange = () => this.commit(i);
    const range = made("div", "range", box);
    return { lock, box: input, slider, bar, less, more, range, band, tri, pick, tick, chosen };
  }

  move(i: number, value: number): void {
    if (this.locked.has(i)) return;
    // A handle that goes there and back finds the weights from which it set out.
    if (this.baseOf !== i) { this.baseOf = i; this.base = this.weights.slice(); }
    this.weights = moved(this.base, i, value, this.locked, this.data.rows.map((row) => row.range));
    this.dirty = true;
    this.draw(false);
  }

  lock(i: number): void {
    if (!this.locked.delete(i)) this.locked.add(i);
    this.baseOf = -1;
    this.dirty = true;
    this.draw(false);
    this.send();
  }

  commit(i: number): void {
    this.draw(false);
    this.send();
    const row = this.data.rows[i];
    this.said.textContent = fill(this.data.words.moved, { name: row.name, value: percent(this.weights[i]) }) + this.sentence();
  }

  sentence(): string {
    const { scores, names, data } = this;
    if (!scores || !names) return data.words.waits;
    const found = ranked(scores, this.weights, 3, data.region);
    const first = found.order.map((i) => names.names[i]).join(data.words.comma);
    let text = fill(data.words.first, { names: first });
    const place = data.region >= 0 ? found.rank.get(data.region) : undefined;
    if (place) {
      const before = names.before[data.region], by = before ? before - place : 0;
      const move = by > 0 ? fill(data.words.up, { n: by }) : by < 0 ? fill(data.words.down, { n: -by }) : "";
      const own = found.tied.has(data.region) ? data.words.own_tied : data.words.own;
      text += fill(own, { name: names.names[data.region], rank: place, move });
    }
    return text;
  }

  send(): void {
    if (this.waiting || !this.dirty) return; // one on its way at most; the newest follows its answer
    this.dirty = false;
    this.waiting = true;
    this.sent = ++this.seq;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.waiting = false; this.send(); }, 4000);
    this.set("move", { node: this.data.node, weights: this.weights, locked: [...this.locked].sort((a, b) => a - b),
      seq: this.sent, held: [this.data.version, this.data.names_version].filter((one, k) => (k ? store.names : store.scores).has(one)) });
  }

  draw(confirmed: boolean): void {
    const { data } = this;
    const w = data.words;
    const free = data.rows.filter((_, i) => !this.locked.has(i)).length;
    this.rows.forEach((row, i) => {
      const given = data.rows[i], value = this.weights[i], held = this.locked.has(i);
      row.slider.value = String(value);
      row.slider.setAttribute("aria-valuetext", `${percent(value)} %`);
      // Not while a person is typing in it.
      const typing = (row.box.getRootNode() as Document).activeElement === row.box && confirmed && this.dirty;
      if (!typing) row.box.value = percent(value);
      row.bar.style.transform = `scaleX(${value / TENTHS})`;
      row.tri.style.left = `${given.published / 10}%`;
      const picked = data.picked?.[i];
      row.pick.style.display = picked === undefined ? "none" : "";
      row.pick.style.left = `${(picked ?? 0) / 10}%`;
      row.chosen.textContent = picked === undefined ? "" : `▽${percent(picked)}`;
      row.lock.setAttribute("aria-pressed", String(held));
      row.lock.innerHTML = icon(held);
      for (const one of [row.slider, row.box, row.less, row.more]) one.disabled = held || free < 2;
      const stable = given.first, own = given.own;
      row.band.style.display = stable && confirmed ? "" : "none";
      if (stable) Object.assign(row.band.style, { left: `${stable[0] / 10}%`, width: `${Math.max(0.6, (stable[1] - stable[0]) / 10)}%` });
      if (confirmed) {
        const said = (one: Range, some: string, all: string) =>
          one[0] <= 0 && one[1] >= TENTHS ? all : fill(some, { low: percent(one[0]), high: percent(one[1]) });
        row.range.textContent = [stable ? said(stable, w.stable_first, w.always_first) : "",
          own ? said(own, w.stable_own, w.always_own) : ""].filter(Boolean).join(w.stop);
      }
    });
    const same = confirmed && !this.dirty;
    this.state.textContent = same ? w.confirmed : w.preview;
    this.state.classList.toggle("wait", !same);
    this.note.textContent = data.previews ? "" : w.waits;
    if (!data.list) return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.list(same));
  }

  /** The bar of a total as stacked contributions, each in the colour of its handle, with a gap after each. */
  stack(i: number, total: number): string {
    const { scores, data } = this;
    const { own, rest } = scores ? parts(scores, this.weights, i, total) : { own: [], rest: total };
    const pieces: [number, string][] = own.map((one, c) => [one, data.rows[c].hue]);
    if (rest > 1e-6) pieces.push([rest, scores ? REST : data.rows[0].hue]);
    let at = 0;
    const stops: string[] = [];
    for (const [size, hue] of pieces) {
      const from = at;
      at = Math.min(100, at + Math.max(0, (100 * size) / data.top));
      if (at > from) stops.push(`${hue} ${from}% calc(${at}% - 1px)`, `transparent calc(${at}% - 1px) ${at}%`);
    }
    return `linear-gradient(90deg,${[...stops, `transparent ${at}% 100%`].join()})`;
  }

  list(confirmed: boolean): void {
    const { scores, names, data } = this;
    if (!names) return;
    let rows = data.confirmed;
    if (!confirmed) {
      if (!scores) return;
      const found = ranked(scores, this.weights, data.list, data.region);
      rows = found.order.map((i) => [i, found.rank.get(i) as number, found.total[i], found.tied.has(i)]);
    }
    this.items.forEach((item, at) => {
      const row = rows[at];
      item.li.style.display = row ? "" : "none";
      if (!row) return;
      const [i, place, score, tied] = row;
      const by = names.before[i] ? names.before[i] - place : 0;
      item.r.textContent = tied ? `${place}=` : String(place);
      item.r.title = tied ? fill(data.words.tied, { rank: place }) : "";
      item.n.textContent = names.names[i];
      item.n.title = names.names[i];
      item.s.textContent = score.toFixed(data.shown);
      item.i.style.background = this.stack(i, score);
      item.m.textContent = by > 0 ? `▲${by}` : by < 0 ? `▼${-by}` : "—";
      item.m.className = by > 0 ? "m up" : by < 0 ? "m down" : "m";
      item.li.classList.toggle("own", i === data.region);
    });
  }
}

export default function (component: Component): () => void {
  const key = component.parentElement;
  let board = boards.get(key);
  if (!board || !board.root.isConnected) boards.set(key, (board = new Board(key)));
  board.receive(component.data, component.setStateValue);
  return () => { boards.delete(key); };
}
