// src/renormalise.ts
var TENTHS = 1e3;
var floorDiv = (a, b) => Math.floor(a / b);
function moved(weights, which, value, locked, ranges) {
  const free = weights.map((_, i) => i).filter((i) => i !== which && !locked.has(i));
  let room = TENTHS;
  for (const i of locked) if (i !== which) room -= weights[i];
  const sum = (end) => free.reduce((total, i) => total + ranges[i][end], 0);
  const low = Math.max(ranges[which][0], room - sum(1));
  const high = Math.min(ranges[which][1], room - sum(0));
  const result = weights.slice();
  if (low > high) return result;
  result[which] = Math.max(low, Math.min(value, high));
  const shared = spread(free.map((i) => weights[i]), room - result[which], free.map((i) => ranges[i]));
  free.forEach((i, k) => result[i] = shared[k]);
  return result;
}
function spread(shares, total, ranges) {
  const result = shares.map(() => 0);
  let left = shares.map((_, i) => i);
  let rest = total;
  while (left.length) {
    const whole = left.reduce((sum, i) => sum + shares[i], 0);
    const by = whole || left.length;
    const part = (i) => whole ? rest * shares[i] : rest;
    const below = left.filter((i) => part(i) < ranges[i][0] * by);
    const above = left.filter((i) => part(i) > ranges[i][1] * by);
    const lack = below.reduce((sum, i) => sum + ranges[i][0] * by - part(i), 0);
    const much = above.reduce((sum, i) => sum + part(i) - ranges[i][1] * by, 0);
    const held = [...lack >= much ? below : [], ...much >= lack ? above : []];
    if (!held.length) {
      for (const i of left) result[i] = floorDiv(part(i), by);
      const spare = rest - left.reduce((sum, i) => sum + result[i], 0);
      const remainder = (i) => part(i) - result[i] * by;
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

// src/ranking.ts
function rounded(value, decimals) {
  const scale = 10 ** decimals;
  const size = Math.floor(Math.abs(value) * scale + 0.5) / scale;
  return value < 0 ? -size : size;
}
function totals(s, weights) {
  const out = new Float64Array(s.n);
  const w = weights.map((one) => one / 1e3);
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
function parts(s, weights, i, total) {
  const own = weights.map((w, c) => {
    const x = s.x[c * s.n + i];
    return w > 0 && x === x ? w / 1e3 * x : 0;
  });
  let lower = 1;
  if (s.rescaled) {
    const there = (c) => s.parents === "zero" || s.x[c * s.n + i] === s.x[c * s.n + i];
    lower = weights.reduce((sum, w, c) => sum + (there(c) ? w / 1e3 : 0), 0);
  }
  const shares = own.map((one) => lower > 0 ? s.b[i] * one / lower : 0);
  const whole = s.a[i] + shares.reduce((sum, one) => sum + one, 0);
  const scale = whole > 0 ? total / whole : 0;
  return { own: shares.map((one) => one * scale), rest: total - shares.reduce((sum, one) => sum + one * scale, 0) };
}
function ranked(s, weights, most, also) {
  const total = totals(s, weights);
  for (let i = 0; i < s.n; i++) total[i] = rounded(total[i], s.decimals);
  const known = [];
  for (let i = 0; i < s.n; i++) if (total[i] === total[i]) known.push(i);
  known.sort((i, j) => total[j] - total[i] || i - j);
  const rank = /* @__PURE__ */ new Map();
  const tied = /* @__PURE__ */ new Set();
  let place = 0;
  for (let at = 0; at < known.length; at++) {
    const value = total[known[at]];
    if (at === 0 || value !== total[known[at - 1]]) place = at + 1;
    if (at >= most && known[at] !== also) continue;
    rank.set(known[at], place);
    if (place <= at || at + 1 < known.length && total[known[at + 1]] === value) tied.add(known[at]);
  }
  return { order: known.slice(0, most), rank, tied, total };
}
function decoded(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return new Float64Array(bytes.buffer);
}

// src/board.ts
var store = globalThis.__weightBoard ?? (globalThis.__weightBoard = { scores: /* @__PURE__ */ new Map(), names: /* @__PURE__ */ new Map() });
var boards = /* @__PURE__ */ new WeakMap();
var REST = "#7a8793";
function unpacked(p) {
  return {
    kind: p.kind,
    n: p.n,
    k: p.k,
    x: decoded(p.x),
    coverage: p.coverage ? decoded(p.coverage) : null,
    a: decoded(p.a),
    b: decoded(p.b),
    c: decoded(p.c),
    parents: p.parents,
    minCoverage: p.min_coverage,
    rescaled: p.rescaled,
    decimals: p.decimals
  };
}
function keep(map, key, value) {
  map.set(key, value);
  if (map.size > 12) map.delete(map.keys().next().value);
}
function made(tag, name = "", parent, text = "") {
  const found = document.createElement(tag);
  if (name) found.className = name;
  if (text) found.textContent = text;
  parent?.appendChild(found);
  return found;
}
var icon = (held) => `<svg viewBox="0 0 24 24" width="15" height="15" aria-hidden="true" fill="none" stroke="currentColor"
 stroke-width="2.2"><rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V7a4 4 0 0 1 ${held ? "8 0v4" : "7.6-1.6"}"/></svg>`;
var percent = (tenths) => (tenths / 10).toFixed(1);
var fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
var Board = class {
  constructor(parent) {
    this.weights = [];
    this.base = [];
    this.baseOf = -1;
    this.seq = 0;
    this.sent = 0;
    this.waiting = false;
    this.dirty = false;
    this.timer = 0;
    this.frame = 0;
    this.shape = "";
    this.rows = [];
    this.items = [];
    this.locked = /* @__PURE__ */ new Set();
    parent.querySelector(".wb-missing")?.remove();
    this.root = made("div", "wb", parent);
  }
  get scores() {
    return this.data.previews ? store.scores.get(this.data.version) : void 0;
  }
  get names() {
    return store.names.get(this.data.names_version);
  }
  receive(data, set) {
    this.set = set;
    this.data = data;
    if (data.scores) keep(store.scores, data.version, unpacked(data.scores));
    if (data.names && data.before) keep(store.names, data.names_version, { names: data.names, before: data.before });
    if (data.ack > this.seq) this.seq = this.sent = data.ack;
    const shape = JSON.stringify([data.node, data.rows.map((row) => [row.name, row.hue]), data.words, data.dark, data.list]);
    const fresh = shape !== this.shape;
    if (fresh) {
      this.shape = shape;
      this.build();
      this.baseOf = -1;
    }
    const answered = data.ack >= this.sent;
    if (answered) {
      this.waiting = false;
      clearTimeout(this.timer);
    }
    if (fresh || data.ack >= this.seq && !this.dirty) {
      if (data.weights.join() !== this.weights.join()) this.baseOf = -1;
      this.weights = data.weights.slice();
      this.locked = new Set(data.locked);
      this.draw(true);
      if (this.data.previews && !this.scores || !this.names) this.set("need", `${data.version} ${data.names_version} ${Date.now()}`);
    } else if (answered && this.dirty) this.send();
  }
  build() {
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
  row(parent, row, i) {
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
    for (const [button, by, word] of [[less, -1, w.less], [more, 1, w.more]]) {
      button.type = "button";
      button.setAttribute("aria-label", fill(word, { name: row.name }));
      button.onclick = () => {
        this.move(i, this.weights[i] + by);
        this.commit(i);
      };
    }
    Object.assign(input, { type: "number", step: "0.1", min: "0", max: "100", inputMode: "decimal" });
    input.setAttribute("aria-label", fill(w.box, { name: row.name }));
    input.onchange = () => {
      const value = Number(input.value);
      if (input.value.trim() === "" || !Number.isFinite(value)) {
        this.said.textContent = w.bad;
        this.draw(false);
        return;
      }
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
  move(i, value) {
    if (this.locked.has(i)) return;
    if (this.baseOf !== i) {
      this.baseOf = i;
      this.base = this.weights.slice();
    }
    this.weights = moved(this.base, i, value, this.locked, this.data.rows.map((row) => row.range));
    this.dirty = true;
    this.draw(false);
  }
  lock(i) {
    if (!this.locked.delete(i)) this.locked.add(i);
    this.baseOf = -1;
    this.dirty = true;
    this.draw(false);
    this.send();
  }
  commit(i) {
    this.draw(false);
    this.send();
    const row = this.data.rows[i];
    this.said.textContent = fill(this.data.words.moved, { name: row.name, value: percent(this.weights[i]) }) + this.sentence();
  }
  sentence() {
    const { scores, names, data } = this;
    if (!scores || !names) return data.words.waits;
    const found = ranked(scores, this.weights, 3, data.region);
    const first = found.order.map((i) => names.names[i]).join(data.words.comma);
    let text = fill(data.words.first, { names: first });
    const place = data.region >= 0 ? found.rank.get(data.region) : void 0;
    if (place) {
      const before = names.before[data.region], by = before ? before - place : 0;
      const move = by > 0 ? fill(data.words.up, { n: by }) : by < 0 ? fill(data.words.down, { n: -by }) : "";
      const own = found.tied.has(data.region) ? data.words.own_tied : data.words.own;
      text += fill(own, { name: names.names[data.region], rank: place, move });
    }
    return text;
  }
  send() {
    if (this.waiting || !this.dirty) return;
    this.dirty = false;
    this.waiting = true;
    this.sent = ++this.seq;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.waiting = false;
      this.send();
    }, 4e3);
    this.set("move", {
      node: this.data.node,
      weights: this.weights,
      locked: [...this.locked].sort((a, b) => a - b),
      seq: this.sent,
      held: [this.data.version, this.data.names_version].filter((one, k) => (k ? store.names : store.scores).has(one))
    });
  }
  draw(confirmed) {
    const { data } = this;
    const w = data.words;
    const free = data.rows.filter((_, i) => !this.locked.has(i)).length;
    this.rows.forEach((row, i) => {
      const given = data.rows[i], value = this.weights[i], held = this.locked.has(i);
      row.slider.value = String(value);
      row.slider.setAttribute("aria-valuetext", `${percent(value)} %`);
      const typing = row.box.getRootNode().activeElement === row.box && confirmed && this.dirty;
      if (!typing) row.box.value = percent(value);
      row.bar.style.transform = `scaleX(${value / TENTHS})`;
      row.tri.style.left = `${given.published / 10}%`;
      const picked = data.picked?.[i];
      row.pick.style.display = picked === void 0 ? "none" : "";
      row.pick.style.left = `${(picked ?? 0) / 10}%`;
      row.chosen.textContent = picked === void 0 ? "" : `▽${percent(picked)}`;
      row.lock.setAttribute("aria-pressed", String(held));
      row.lock.innerHTML = icon(held);
      for (const one of [row.slider, row.box, row.less, row.more]) one.disabled = held || free < 2;
      const stable = given.first, own = given.own;
      row.band.style.display = stable && confirmed ? "" : "none";
      if (stable) Object.assign(row.band.style, { left: `${stable[0] / 10}%`, width: `${Math.max(0.6, (stable[1] - stable[0]) / 10)}%` });
      if (confirmed) {
        const said = (one, some, all) => one[0] <= 0 && one[1] >= TENTHS ? all : fill(some, { low: percent(one[0]), high: percent(one[1]) });
        row.range.textContent = [
          stable ? said(stable, w.stable_first, w.always_first) : "",
          own ? said(own, w.stable_own, w.always_own) : ""
        ].filter(Boolean).join(w.stop);
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
  stack(i, total) {
    const { scores, data } = this;
    const { own, rest } = scores ? parts(scores, this.weights, i, total) : { own: [], rest: total };
    const pieces = own.map((one, c) => [one, data.rows[c].hue]);
    if (rest > 1e-6) pieces.push([rest, scores ? REST : data.rows[0].hue]);
    let at = 0;
    const stops = [];
    for (const [size, hue] of pieces) {
      const from = at;
      at = Math.min(100, at + Math.max(0, 100 * size / data.top));
      if (at > from) stops.push(`${hue} ${from}% calc(${at}% - 1px)`, `transparent calc(${at}% - 1px) ${at}%`);
    }
    return `linear-gradient(90deg,${[...stops, `transparent ${at}% 100%`].join()})`;
  }
  list(confirmed) {
    const { scores, names, data } = this;
    if (!names) return;
    let rows = data.confirmed;
    if (!confirmed) {
      if (!scores) return;
      const found = ranked(scores, this.weights, data.list, data.region);
      rows = found.order.map((i) => [i, found.rank.get(i), found.total[i], found.tied.has(i)]);
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
};
function board_default(component) {
  const key = component.parentElement;
  let board = boards.get(key);
  if (!board || !board.root.isConnected) boards.set(key, board = new Board(key));
  board.receive(component.data, component.setStateValue);
  return () => {
    boards.delete(key);
  };
}
export {
  board_default as default
};
